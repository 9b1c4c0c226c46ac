import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { openPostgresStore } from '../../src/io/postgres-store.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeSharedPlace, startWorker } from '../kill-workers.ts'
import { mostInOneSecond } from '../measure-rate.ts'
import { startPostgres } from '../postgres-server.ts'
import { startRecordingPeer } from '../recording-peer.ts'
import { makeSigningKey, readerAddress, SEND_NOW, SENT_ISSUE } from '../send-place.ts'
import { until } from '../until.ts'
import { startScript } from './run-script.ts'

const READERS = 300
const WITHOUT_SIGNALS = { skip: process.platform === 'win32' ? 'needs signals of Unix' : false }

/** A send that a worker takes part in, with some of its mails gone: a third. */
async function begin(
  context: { after: (work: () => unknown) => void },
  options: {
    readonly gone?: number
    readonly rate?: number
    readonly busyWith?: number
    readonly args?: string[]
    /** Whether the send has a key to sign with, which the worker has not. */
    readonly signed?: boolean
  } = {},
) {
  const { gone = READERS / 3, rate = 40, busyWith, args: given = [], signed = false } = options
  const folder = makeTemporaryFolder()
  context.after(() => folder[Symbol.dispose]())
  const url = await (await startPostgres()).createDatabase()
  const place = await makeSharedPlace(folder.path, url, READERS)
  const peer = await startRecordingPeer({ seed: 2, slowness: 5, ...(busyWith === undefined ? {} : { busyWith }) })
  context.after(peer.stop)
  const store = await openPostgresStore(url, { connections: 1 })
  context.after(store.close)
  const env = { ...place.env, SMTP_URL: peer.url }
  const sending = signed ? { ...env, ...makeSigningKey(folder.path) } : env
  const worker = await startWorker('w', 3, env)
  context.after(() => worker.child.kill('SIGKILL'))
  const start = (...args: string[]) =>
    startScript('send', ['--issue', SENT_ISSUE, '--rate', `${rate}`, '--json', ...args], sending)
  const send = start(...given)
  await Promise.race([peer.stored(gone), once(send.child, 'exit')])
  return { store, peer, worker, start, send, counts: async () => (await store.countRecipients(1)).counts }
}

describe('a send that a worker takes part in', { concurrency: true }, () => {
  test('is ended for all by Ctrl-C at it, and gone on with by --resume', WITHOUT_SIGNALS, async (context) => {
    const { peer, worker, start, send, counts } = await begin(context)
    send.child.kill('SIGINT')
    const ended = await send.ended
    assert.equal(ended.code, 130, ended.stderr)
    await until('nobody is leased', async () => (await counts()).leased === 0)
    const { sent, queued, unknown } = await counts()
    assert.ok(queued > 0 && sent + queued === READERS, `${sent} sent, ${queued} queued, ${unknown} unknown`)
    assert.equal((await peer.record()).arrivals.length, sent)
    const resumed = await start('--resume').ended
    assert.equal(resumed.code, 0, resumed.stderr)
    const { arrivals } = await peer.record()
    assert.deepEqual([(await counts()).sent, arrivals.length], [READERS, READERS])
    worker.child.kill('SIGTERM')
    const { code, stderr } = await worker.ended
    assert.equal(code, 0, stderr)
    assert.match(stderr, /2026-W47: mails are not signed here: the mail server has to \(DKIM\)/)
    // Stopped with the others, and one of them again.
    assert.match(stderr, /was stopped[\s\S]*takes part/)
  })

  test('goes on without it where a supervisor ends it with SIGTERM', WITHOUT_SIGNALS, async (context) => {
    const { peer, send, counts } = await begin(context)
    send.child.kill('SIGTERM')
    const { code, stdout } = await send.ended
    const { sent, unknown } = JSON.parse(stdout) as { sent: number; unknown: number }
    assert.deepEqual([code, unknown, sent < READERS], [130, 0, true])
    await peer.stored(READERS)
    await until('all are written down as sent', async () => (await counts()).sent === READERS)
    const { arrivals } = await peer.record()
    assert.deepEqual([arrivals.length, new Set(arrivals.map(({ to }) => to)).size], [READERS, READERS])
  })

  test('goes on by --resume where all have died, and nobody is left out or mailed twice', async (context) => {
    const { peer, worker, start, send } = await begin(context)
    for (const { child } of [send, worker]) child.kill('SIGKILL')
    const { stdout, stderr } = await start('--resume').ended
    const report = JSON.parse(stdout) as { sent: number; unknown: number; deliveries?: { address: string }[] }
    assert.equal(report.sent + report.unknown, READERS, stderr)
    const told = new Set(report.deliveries?.map(({ address }) => address))
    const { arrivals } = await peer.record()
    const got = new Set(arrivals.map(({ to }) => to))
    assert.equal(arrivals.length, got.size)
    const left = Array.from({ length: READERS }, (_, number) => readerAddress(number)).filter((to) => !got.has(to))
    assert.deepEqual(
      left.filter((address) => !told.has(address)),
      [],
    )
  })

  test('is not taken part in without the key that it is signed with: that worker says why, and others send', async (context) => {
    const { peer, worker, send, counts } = await begin(context, { rate: 100, signed: true })
    const { code, stderr } = await send.ended
    assert.equal(code, 0, stderr)
    assert.match(stderr, /2026-W47: mails are signed here, as lamp1\._domainkey\.light\.example/)
    worker.child.kill('SIGTERM')
    const left = await worker.ended
    assert.equal(left.code, 0, left.stderr)
    assert.doesNotMatch(left.stderr, /takes part/)
    const refusal =
      /the send of 2026-W47: its mails are signed as lamp1\._domainkey\.light\.example, and no key is set here/g
    assert.equal(left.stderr.match(refusal)?.length, 1, left.stderr)
    assert.deepEqual([(await counts()).sent, (await peer.record()).arrivals.length], [READERS, READERS])
  })

  test('ends for all when its time is over, and says how many were not sent to', async (context) => {
    const end = new Date(Date.parse(SEND_NOW) + 15_000).toISOString()
    const { peer, worker, send, counts } = await begin(context, { gone: 10, rate: 10, args: ['--not-after', end] })
    const { code, stderr } = await send.ended
    const { sent, queued, leased } = await counts()
    assert.deepEqual([code, sent + queued, leased], [1, READERS, 0], stderr)
    assert.ok(queued > 0)
    assert.match(stderr, new RegExp(`Nothing of it goes after .*: ${queued} readers were not sent to`))
    worker.child.kill('SIGTERM')
    assert.equal((await worker.ended).code, 0)
    assert.equal((await peer.record()).arrivals.length, sent)
  })

  test('rests as a whole when its server is busy for one, and is half as fast then', async (context) => {
    const { peer, send, counts } = await begin(context, { gone: (2 * READERS) / 3, busyWith: READERS / 2 })
    assert.equal((await send.ended).code, 0)
    const { arrivals, busyAt = NaN } = await peer.record()
    const since = arrivals.map(({ storedAt }) => storedAt - busyAt).toSorted((a, b) => a - b)
    // The other learns of it when it renews its share, at the latest after two seconds.
    assert.deepEqual(
      since.filter((at) => at > 5_000 && at < 25_000),
      [],
    )
    assert.ok(mostInOneSecond(since.filter((at) => at > 25_000)) <= 20)
    assert.deepEqual([(await counts()).sent, arrivals.length], [READERS, READERS])
  })
})
