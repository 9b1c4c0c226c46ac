import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { openPostgresStore } from '../../src/io/postgres-store.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { makeSharedPlace, startWorker } from '../kill-workers.ts'
import { startPostgres } from '../postgres-server.ts'
import { startRecordingPeer } from '../recording-peer.ts'
import { SENT_ISSUE } from '../send-place.ts'
import { startScript } from './run-script.ts'

const READERS = 300
const WITHOUT_SIGNALS = { skip: process.platform === 'win32' ? 'needs signals of Unix' : false }

/** A send that a worker takes part in, with a third of its mails gone. */
async function begin(context: { after: (work: () => unknown) => void }) {
  const folder = makeTemporaryFolder()
  context.after(() => folder[Symbol.dispose]())
  const url = await (await startPostgres()).createDatabase()
  const place = await makeSharedPlace(folder.path, url, READERS)
  const peer = await startRecordingPeer({ seed: 2, slowness: 5 })
  context.after(peer.stop)
  const store = await openPostgresStore(url, { connections: 1 })
  context.after(store.close)
  const env = { ...place.env, SMTP_URL: peer.url }
  const worker = await startWorker('w', 3, env)
  context.after(() => worker.child.kill('SIGKILL'))
  const start = (...args: string[]) =>
    startScript('send', ['--issue', SENT_ISSUE, '--rate', '40', '--json', ...args], env)
  const send = start()
  await Promise.race([peer.stored(READERS / 3), once(send.child, 'exit')])
  return { store, peer, worker, start, send, counts: async () => (await store.countRecipients(1)).counts }
}

describe('a send that a worker takes part in', { concurrency: true }, () => {
  test('is ended for all by Ctrl-C at it, and gone on with by --resume', WITHOUT_SIGNALS, async (context) => {
    const { peer, worker, start, send, counts } = await begin(context)
    send.child.kill('SIGINT')
    const ended = await send.ended
    assert.equal(ended.code, 130, ended.stderr)
    while ((await counts()).leased > 0);
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
    while ((await counts()).sent < READERS);
    const { arrivals } = await peer.record()
    assert.deepEqual([arrivals.length, new Set(arrivals.map(({ to }) => to)).size], [READERS, READERS])
  })
})
