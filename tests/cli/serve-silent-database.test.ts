import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { test } from 'node:test'
import { startPostgres } from '../postgres-server.ts'
import { makePlace } from './served-site.ts'
import { startServer } from './start-server.ts'

/** Longer than a gateway waits is too long: deploy/components/gateway gives a request 30 seconds. */
const GATEWAY = 30_000
/** What docs/operations.md says of SIGTERM, and a little. */
const END = 9_000

/** Stands before a server, and can lose whatever is said from some moment on without a connection being ended. */
async function startSilencer(url: string) {
  const target = new URL(url)
  let isSilent = false
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname)
    client.on('data', (bytes) => isSilent || upstream.write(bytes))
    upstream.on('data', (bytes) => isSilent || client.write(bytes))
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      socket.on('error', () => other.destroy())
      socket.on('close', () => other.destroy())
    }
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  const through = Object.assign(new URL(url), { hostname: '127.0.0.1' })
  through.port = String((server.address() as net.AddressInfo).port)
  return { url: through.href, silence: () => (isSilent = true), close: () => server.close() }
}

test('where the network to the database loses everything, readers are told so, and the server ends in time', async (context) => {
  const silencer = await startSilencer(await (await startPostgres()).createDatabase())
  context.after(silencer.close)
  const { args } = makePlace(context)
  const keys = `k1:${Buffer.alloc(32, 7).toString('base64url')}`
  const server = await startServer(args, { DATABASE_URL: silencer.url, CROWSNEST_LINK_KEYS: keys })
  context.after(() => server.stop('SIGKILL'))
  assert.equal((await server.post('/subscribe', { email: 'keeper@harbour.example' })).status, 200)
  silencer.silence()

  const asked = performance.now()
  const answers = await Promise.all([
    server.post('/subscribe', { email: 'rower@harbour.example' }),
    server.ask('/health'),
  ])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [503, 503],
  )
  assert.ok(performance.now() - asked < GATEWAY, 'a gateway has given up on them')

  const late = server.post('/subscribe', { email: 'late@harbour.example' }).then(
    ({ status }) => status,
    () => 'cut off',
  )
  const told = performance.now()
  const { code } = await server.stop('SIGTERM')
  assert.equal(code, 0)
  assert.ok(performance.now() - told < END, `it took ${Math.round(performance.now() - told)} ms to end`)
  assert.notEqual(await late, 200)
})
