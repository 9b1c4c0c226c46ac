import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { startPostgres } from '../postgres-server.ts'
import { startRecordingPeer } from '../recording-peer.ts'
import { until } from '../until.ts'
import { makePlace } from './served-site.ts'
import { startServer } from './start-server.ts'

const SIGNUPS = 240
const CLIENTS = 20
/** Confirmations that a process may have under way at once, and so may go twice when it is killed. */
const UNDER_WAY = 5

test('of two servers on one database one is killed under load: who was told yes is in it, and gets one mail', async (context) => {
  const url = await (await startPostgres()).createDatabase()
  const peer = await startRecordingPeer({ seed: 3, slowness: 5 })
  context.after(peer.stop)
  const { args, path: folder } = makePlace(context)
  const env = {
    ...{ DATABASE_URL: url, SMTP_URL: peer.url, CROWSNEST_PROXIES: '1' },
    CROWSNEST_LINK_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64url')}`,
  }
  const start = (name: string) => startServer([...args, '--state', path.join(folder, name)], env)
  const servers = await Promise.all([start('one'), start('other')])
  const [one, other] = servers
  context.after(() => Promise.all([one.stop('SIGKILL'), other.stop('SIGTERM')]))
  const told: string[] = []
  let sent = 0
  let retried = 0

  /** As a client behind a balancer: where a connection breaks, the other server is asked. */
  async function subscribe(number: number): Promise<void> {
    const email = `keeper@harbour-${number}.example`
    const headers = { 'x-forwarded-for': `198.${18 + (number >> 8)}.${number & 255}.7` }
    for (const server of number % 2 === 0 ? [one, other] : [other, one]) {
      try {
        const response = await server.post('/subscribe', { email }, headers)
        await response.text()
        assert.equal(response.status, 200)
        told.push(email)
        return
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error
        retried += 1
      }
    }
    assert.fail(`nobody took ${email}`)
  }

  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (sent < SIGNUPS) {
        const number = sent++
        if (number === SIGNUPS / 2) one.child.kill('SIGKILL')
        await subscribe(number)
      }
    }),
  )
  assert.equal(told.length, SIGNUPS)
  assert.ok(retried > 0, 'the kill met nobody')

  const client = new pg.Client({ connectionString: url })
  await client.connect()
  context.after(() => client.end())
  const { rows } = await client.query<{ address: string }>(
    'SELECT address FROM crowsnest.signups UNION SELECT address FROM crowsnest.subscriptions',
  )
  const kept = new Set(rows.map(({ address }) => address))
  assert.deepEqual(
    told.filter((address) => !kept.has(address)),
    [],
  )

  /** What the killed one had under way is settled, or waits for its lease to end; all others get theirs. */
  const pending = async () => {
    const { rows: left } = await client.query<{ count: string }>(
      `SELECT (SELECT count(*) FROM crowsnest.signups)
        + (SELECT count(*) FROM crowsnest.mails WHERE state = 'queued' AND attempts = 0) AS count`,
    )
    return Number(left[0]?.count)
  }
  await until('nothing else waits', async () => (await pending()) === 0, { pause: 100 })
  const { arrivals } = await peer.record()
  const byReader = Map.groupBy(arrivals, ({ to }) => to)
  const { rows: mails } = await client.query<{ state: string; count: string }>(
    'SELECT state, count(*) AS count FROM crowsnest.mails GROUP BY state',
  )
  const waiting = Number(mails.find(({ state }) => state === 'queued')?.count ?? 0)
  assert.ok(waiting <= 2 * UNDER_WAY, `${waiting} are under way`)
  assert.ok(byReader.size >= SIGNUPS - waiting, `${byReader.size} of ${SIGNUPS} have theirs, ${waiting} are under way`)
  assert.ok(arrivals.length - byReader.size <= UNDER_WAY, `${arrivals.length - byReader.size} came twice`)
})
