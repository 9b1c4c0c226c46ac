import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { simpleParser } from 'mailparser'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { startSmtpSink } from '../smtp-sink.ts'
import { runScript } from './run-script.ts'
import { makePlace, makeSite } from './served-site.ts'
import { type StartedServer, startServer } from './start-server.ts'

async function stateOf(folder: string, address: string): Promise<string | undefined> {
  const store = await openSqliteStore(folder)
  try {
    return (await store.find({ address })).subscription?.state
  } finally {
    await store.close()
  }
}

describe('a site that is served with its app', () => {
  const folder = makeTemporaryFolder()
  let server: StartedServer

  before(async () => {
    const { content, dist } = makeSite(folder.path)
    const rest = ['--state', path.join(folder.path, 'state'), '--out', path.join(folder.path, 'outbox'), '--port', '0']
    server = await startServer(['--content', content, '--dist', dist, ...rest])
  })
  after(async () => {
    await server.stop()
    folder[Symbol.dispose]()
  })

  for (const [what, method, target, status, text] of [
    ['a page of the site', 'GET', '/', 200, /^home$/],
    ['what is missing', 'GET', '/nowhere', 404, /^lost$/],
    ['a form of the site', 'GET', '/suggest/', 200, /^form of the site$/],
    ['a form of the app', 'GET', '/subscribe', 200, /<title>subscribe</],
    ['an address without a token', 'GET', '/confirm/', 404, /<title>problem</],
    ['health', 'GET', '/health', 200, /"store":"ok"/],
    ['a page of the app that nobody has filled', 'GET', '/app/confirm/', 404, /^lost$/],
    ['the same by another spelling', 'GET', '//App/confirm/index.html', 404, /^lost$/],
    ['a method that files do not know', 'DELETE', '/', 405, /^$/],
    ['a method that the app does not know', 'DELETE', '/subscribe', 405, /<title>problem</],
  ] as const) {
    test(`answers ${what}: ${method} ${target} with ${status}`, async () => {
      const response = await server.ask(target, { method })
      assert.equal(response.status, status)
      assert.match(await response.text(), text)
    })
  }

  test('gives pages of the app the headers of the host, and keeps them out of caches and search engines', async () => {
    const { headers } = await server.post('/subscribe', { email: 'not-an-address' })
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
    assert.equal(headers.get('x-frame-options'), 'DENY')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-robots-tag'), 'noindex')
  })

  test('says nothing on the way that its operator has no use for', async () => {
    const { stderr, stdout, code } = await server.stop()
    assert.equal(code, 0)
    assert.match(stdout, /^ready \S+\n$/)
    assert.match(stderr, /^Serving .* mail is written to .*outbox\/\. Ctrl\+C ends it\.\n$/)
  })
})

describe('a reader who subscribes', () => {
  test('gets one mail over SMTP, at exactly their address; its link asks, and a button confirms', async (context) => {
    const sink = await startSmtpSink()
    context.after(() => sink.stop())
    const { args, state } = makePlace(context)
    const server = await startServer(args, { SMTP_URL: sink.url })
    context.after(() => server.stop('SIGKILL'))

    assert.equal((await server.post('/subscribe', { email: 'Keeper+x@Harbour.Example' })).status, 200)
    await sink.received(1)
    const [{ from, to, raw } = { from: '', to: [], raw: '' }] = sink.mails
    assert.deepEqual([from, to], ['lamp@light.example', ['Keeper+x@harbour.example']])
    const mail = await simpleParser(raw)
    assert.equal(mail.subject, 'Confirm your subscription to Ebbe')
    const link = /^https:\/\/light\.example(\/confirm\/\S+)$/m.exec(mail.text ?? '')?.[1] ?? ''
    assert.ok(String(mail.html).includes(`href="https://light.example${link}"`))

    for (const method of ['GET', 'HEAD', 'GET']) assert.equal((await server.ask(link, { method })).status, 200)
    assert.equal(await stateOf(state, 'keeper+x@harbour.example'), 'unconfirmed')
    assert.match(await (await server.post(link)).text(), /<title>confirmed</)
    assert.equal(await stateOf(state, 'keeper+x@harbour.example'), 'confirmed')
    assert.equal((await server.stop('SIGINT')).code, 0)
    assert.equal(sink.mails.length, 1)
  })

  test('is not lost where the server is killed after its answer, and is not written to twice', async (context) => {
    const sink = await startSmtpSink()
    context.after(() => sink.stop())
    // Takes every connection, and never says a word: mails are under way when the end comes.
    const silent = net.createServer(() => undefined).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    context.after(() => silent.close())
    const { args } = makePlace(context)
    const proxied = { CROWSNEST_PROXIES: '1' }
    const silentUrl = `smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`
    // Of several domains, so that none is over its cap.
    const addresses = Array.from({ length: 40 }, (_, index) => `keeper${index}@harbour-${index % 4}.example`)

    const first = await startServer([...args, '--now', '2026-11-23T09:00:00Z'], { ...proxied, SMTP_URL: silentUrl })
    const connected = once(silent, 'connection')
    const answers = await Promise.all(
      [...addresses, ...addresses].map((email, index) =>
        first.post('/subscribe', { email }, { 'x-forwarded-for': `198.51.${index % 40}.7` }),
      ),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    await connected
    assert.equal((await first.stop('SIGKILL')).signal, 'SIGKILL')

    const second = await startServer([...args, '--now', '2026-11-23T10:00:00Z'], { ...proxied, SMTP_URL: sink.url })
    context.after(() => second.stop('SIGKILL'))
    await sink.received(addresses.length)
    // What comes after all of these shows that nothing else was waiting before it.
    await second.post('/subscribe', { email: 'last@harbour.example' }, { 'x-forwarded-for': '203.0.113.7' })
    await sink.received(addresses.length + 1)
    assert.deepEqual(sink.mails.flatMap(({ to }) => to).sort(), [...addresses, 'last@harbour.example'].sort())
    assert.equal((await second.stop()).code, 0)
  })

  test('finds the mail in a file where there is no server, with links to this one', async (context) => {
    const { args, outbox, state } = makePlace(context)
    const server = await startServer(args)
    context.after(() => server.stop('SIGKILL'))
    const told = once(server.lines, 'line')
    await server.post('/subscribe', { email: 'keeper@harbour.example' })
    // The first line says what is served, before or after this test began to listen.
    let [line] = (await told) as [string]
    while (!line.startsWith('A mail is in ')) [line] = (await once(server.lines, 'line')) as [string]
    assert.doesNotMatch(line, /keeper/)
    const [file = '', ...others] = fs.readdirSync(outbox)
    assert.deepEqual(others, [])
    assert.match(file, /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-confirm-[\w-]{22}\.eml$/)
    // Windows knows no such rights.
    if (process.platform !== 'win32') assert.equal(fs.statSync(path.join(outbox, file)).mode & 0o777, 0o600)
    const mail = await simpleParser(fs.readFileSync(path.join(outbox, file)))
    const link = new RegExp(`^${server.origin}(/confirm/\\S+)$`, 'm').exec(mail.text ?? '')?.[1] ?? ''
    assert.equal((await server.post(link)).status, 200)
    assert.equal(await stateOf(state, 'keeper@harbour.example'), 'confirmed')
    await server.stop()
  })

  test('has their answer when the server is told to end in the middle of their question', async (context) => {
    const { args, state } = makePlace(context)
    const server = await startServer(args)
    context.after(() => server.stop('SIGKILL'))
    const body = 'email=keeper%40harbour.example'
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }
    const request = http.request({ host: 'localhost', port: server.port, path: '/subscribe', method: 'POST', headers })
    request.write(body.slice(0, 9))
    const [socket] = (await once(request, 'socket')) as [net.Socket]
    if (socket.connecting) await once(socket, 'connect')
    // An answer to somebody else shows that the first question has come in too.
    await server.ask('/health')
    server.child.kill('SIGTERM')
    const answered = once(request, 'response') as Promise<[http.IncomingMessage]>
    // Until it is refused, the server has not heard yet that it is to end.
    for (;;)
      if (
        !(await fetch(`${server.origin}/health`).then(
          (r) => r.ok,
          () => false,
        ))
      )
        break
    request.end(body.slice(9))
    const [response] = await answered
    response.resume()
    assert.equal(response.statusCode, 200)
    assert.equal((await server.ended).code, 0)
    const store = await openSqliteStore(state)
    context.after(() => store.close())
    assert.equal(await store.countSignups(), 1)
  })
})

describe('a server that cannot start', { concurrency: 2 }, () => {
  type Place = ReturnType<typeof makePlace>
  const damage = (file: string, text: string) => (place: Place) => {
    fs.mkdirSync(path.dirname(path.join(place.path, file)), { recursive: true })
    fs.rmSync(path.join(place.path, file), { recursive: true, force: true })
    fs.writeFileSync(path.join(place.path, file), text)
  }
  const wrong: readonly (readonly [
    what: string,
    code: number,
    says: RegExp,
    given: { args?: readonly string[]; env?: Record<string, string>; prepare?: (place: Place) => void },
  ])[] = [
    ['a site that is not built', 1, /there is no built site.*npm run build/, { args: ['--dist', 'nowhere'] }],
    [
      'a site without pages of the app',
      1,
      /has no app.*npm run build/,
      { prepare: ({ dist }) => fs.rmSync(path.join(dist, 'app'), { recursive: true }) },
    ],
    ['a mail server that is none', 2, /SMTP_URL.*smtps:\/\//, { env: { SMTP_URL: 'mail.example' } }],
    ['a sender that is none', 2, /MAIL_FROM/, { env: { MAIL_FROM: 'nobody' } }],
    ['proxies that are no number', 2, /CROWSNEST_PROXIES.*found "yes"/, { env: { CROWSNEST_PROXIES: 'yes' } }],
    ['keys that are none', 2, /CROWSNEST_LINK_KEYS/, { env: { CROWSNEST_LINK_KEYS: 'hunter2' } }],
    ['keys that are damaged', 1, /link-keys\.json.*no JSON/, { prepare: damage('state/link-keys.json', '{') }],
    [
      'a store that is none',
      1,
      /subscribers\.sqlite/,
      { prepare: damage('state/subscribers.sqlite', 'x'.repeat(5000)) },
    ],
    ['a state folder that is a file', 1, /state/, { prepare: damage('state', '') }],
    ['an address that this machine lacks', 1, /--host/, { args: ['--host', '192.0.2.1'] }],
    ['a port that is none', 2, /from 0 to 65535/, { args: ['--port', '65536'] }],
  ]
  for (const closed of ['', 'app']) {
    test(`for a site whose ${closed || 'folder'} it may not read says that, and not that there is none`, async (context) => {
      if (process.getuid?.() === 0 || process.platform === 'win32') {
        context.skip('whoever runs this may read everywhere')
        return
      }
      const place = makePlace(context)
      const folder = path.join(place.dist, closed)
      fs.chmodSync(folder, 0o000)
      const result = await runScript('serve', [...place.args])
      fs.chmodSync(folder, 0o700)
      assert.equal(result.code, 1, result.stderr)
      assert.match(result.stderr, /permission denied \(EACCES\)/)
      assert.doesNotMatch(result.stderr, /npm run build/)
    })
  }

  for (const [what, code, says, { args = [], env = {}, prepare = () => undefined }] of wrong) {
    test(`for ${what} ends with ${code}, and says what to do`, async (context) => {
      const place = makePlace(context)
      prepare(place)
      const result = await runScript('serve', [...place.args, ...args], env)
      assert.equal(result.code, code, result.stderr)
      assert.match(result.stderr, says)
      assert.doesNotMatch(result.stderr, /\n\s+at |hunter2|Experimental/)
      assert.equal(result.stdout, '')
    })
  }

  test('for a port that is taken names it', async (context) => {
    const other = http.createServer().listen(0, 'localhost')
    await once(other, 'listening')
    context.after(() => other.close())
    const { port } = other.address() as AddressInfo
    const result = await runScript('serve', [...makePlace(context).args, '--port', String(port)])
    assert.equal(result.code, 1)
    assert.match(result.stderr, new RegExp(`localhost:${port}.*--port`))
  })

  test('for a store that nobody adopted runs all the same, and sends nothing', async (context) => {
    const { args, state } = makePlace(context)
    await (await openSqliteStore(state)).close()
    fs.rmSync(path.join(state, 'subscribers.id'))
    const server = await startServer(args)
    assert.equal((await server.post('/subscribe', { email: 'keeper@harbour.example' })).status, 200)
    const { stderr, code } = await server.stop()
    assert.equal(code, 0)
    assert.match(stderr, /sends no mail:\n.*--adopt/)
  })
})
