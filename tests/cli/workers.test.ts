import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SHARE } from '../../src/jobs/share-rate.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { judgeWorkedSend, sendByStopped, sendByWorkers, SHARE_LOST } from '../kill-workers.ts'
import { startPostgres } from '../postgres-server.ts'
import { runScript } from './run-script.ts'

const SIZE = { seed: 9, readers: 1_500, rate: 100, workers: 4, kills: 2, connections: 3 }

// These wait for shares to end, more than they work: all at the same time.
describe('workers on one PostgreSQL', { concurrency: true }, () => {
  describe('four workers on one PostgreSQL, two killed and one started again', { concurrency: true }, () => {
    test('leave nobody out, repeat no more than was under way, and hold one rate together', async () => {
      using folder = makeTemporaryFolder()
      const url = await (await startPostgres()).createDatabase()
      const worked = await sendByWorkers({ ...SIZE, folder: folder.path, url, onUnknown: 'retry' })
      const found = judgeWorkedSend(worked)
      assert.deepEqual([worked.code, found.lost], [0, []], worked.said)
      assert.ok(found.repeated <= worked.bound, `${found.repeated} repeated, of at most ${worked.bound}`)
      assert.ok(found.underWay.length > 0, 'no kill met a mail that was leased')
      assert.ok(found.most <= SIZE.rate, `${found.most} in one second`)
      assert.ok(found.most > SIZE.rate / 2, `${found.most} in the fullest second are no test of it`)
      assert.deepEqual([worked.report.sent, worked.report.leased, found.ids], [SIZE.readers, 0, SIZE.readers])
      // Those that lived end in good order.
      assert.deepEqual(worked.workerCodes, [0, 0, 0])
    })

    test('repeat none, and tell of each that may be missing, where they are held', async () => {
      using folder = makeTemporaryFolder()
      const url = await (await startPostgres()).createDatabase()
      const worked = await sendByWorkers({ ...SIZE, seed: 10, folder: folder.path, url, onUnknown: 'hold' })
      const found = judgeWorkedSend(worked)
      assert.equal(found.repeated, 0)
      assert.deepEqual(found.unlisted, [], worked.said)
      assert.ok(found.listedBeside.length <= worked.heldUp, `${found.listedBeside.join()} ${worked.said}`)
      const told = new Set(found.listed)
      assert.deepEqual(
        found.lost.filter((address) => !told.has(address)),
        [],
      )
      assert.ok(found.most <= SIZE.rate, `${found.most} in one second`)
      assert.deepEqual([worked.report.unknown, worked.report.sent], [told.size, SIZE.readers - told.size])
      assert.equal(worked.code, 1)
    })
  })

  for (const onUnknown of ['hold', 'retry'] as const) {
    test(`one is stopped for longer than its share and wakes up: it sends nothing of what it had (${onUnknown})`, async () => {
      using folder = makeTemporaryFolder()
      const url = await (await startPostgres()).createDatabase()
      const [readers, rate] = [900, 40]
      const stopped = await sendByStopped({ folder: folder.path, url, readers, rate, onUnknown })
      const { worked, slept, before, sleeperSaid } = stopped
      const found = judgeWorkedSend(worked)
      assert.ok(found.underWay.length > 0, 'nothing was leased when it was stopped')
      assert.ok(slept > SHARE, `its leases were ended after ${slept} ms, when it could still think them its own`)
      assert.ok(found.most <= rate, `${found.most} in one second`)
      const had = new Set(before.map(({ to }) => to))
      const told = new Set(found.listed)
      if (onUnknown === 'hold') {
        assert.deepEqual(found.unlisted, [], worked.said)
        assert.ok(found.listedBeside.length <= worked.heldUp, `${found.listedBeside.join()} ${worked.said}`)
        assert.equal(found.repeated, 0)
        // What the server had not when it woke up it never gets.
        const itsOwn = new Set(found.underWay)
        assert.deepEqual(
          worked.arrivals.filter(({ to }) => itsOwn.has(to) && !had.has(to)),
          [],
        )
      } else {
        assert.deepEqual([worked.code, found.listed], [0, []], worked.said)
        assert.ok(found.repeated <= worked.bound, `${found.repeated} repeated, of at most ${worked.bound}`)
      }
      assert.deepEqual(
        found.lost.filter((address) => !told.has(address)),
        [],
      )
      // It is one of them again, under another name.
      assert.match(sleeperSaid, SHARE_LOST)
      assert.match(sleeperSaid.split(SHARE_LOST).at(-1) ?? '', /takes part/)
      assert.deepEqual(worked.workerCodes, [0, 0])
    })
  }
})

test('a worker without DATABASE_URL says what is missing, and ends with 2', async () => {
  const { code, stderr, stdout } = await runScript('worker', [], { DATABASE_URL: '', SMTP_URL: 'smtp://127.0.0.1:1' })
  assert.deepEqual([code, stdout], [2, ''])
  assert.match(stderr, /DATABASE_URL.*not set[\s\S]*postgres:\/\//)
})
