import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { judgeKilledSend, killSend } from '../kill-send.ts'

const SIZE = { seed: 8, readers: 1_500, kills: 5, connections: 5 }

describe('a send that is killed at random moments, over and over, and gone on with', { concurrency: true }, () => {
  test('leaves nobody out and repeats no more than was under way, where unknown mails go again', async () => {
    using folder = makeTemporaryFolder()
    const killed = await killSend({ ...SIZE, folder: folder.path, onUnknown: 'retry' })
    const found = judgeKilledSend(killed)
    const { sent, failed, unknown, suppressed, queued, leased } = killed.report
    assert.deepEqual([killed.kills.length, found.lost, found.strangers], [SIZE.kills, [], []])
    assert.ok(found.repeated > 0, 'no kill came between a mail and the answer to it')
    assert.ok(found.repeated <= found.bound, `${found.repeated} repeated, of at most ${found.bound}`)
    assert.ok(found.mostLeased <= killed.inFlight, `${found.mostLeased} under way at once`)
    assert.ok(found.underWay.length > 0, 'no kill met a mail that was under way')
    // A mail that comes again is the same mail to whoever gets it, and no other has its name.
    assert.deepEqual([found.misnamed, found.ids], [0, SIZE.readers])
    assert.deepEqual([sent, failed, unknown, suppressed, queued, leased], [SIZE.readers, 0, 0, 0, 0, 0])
    assert.deepEqual([killed.code, found.listed], [0, []])
  })

  test('repeats none and tells of each that may be missing, where they are held', async () => {
    using folder = makeTemporaryFolder()
    const killed = await killSend({ ...SIZE, folder: folder.path, onUnknown: 'hold' })
    const found = judgeKilledSend(killed)
    const { sent, failed, unknown, suppressed, queued, leased } = killed.report
    assert.deepEqual([killed.kills.length, found.repeated, found.strangers], [SIZE.kills, 0, []])
    assert.ok(found.underWay.length > 0, 'no kill met a mail that was under way')
    // Those who were under way at a kill, all of them and no others.
    assert.deepEqual(found.listed, found.underWay)
    assert.ok(killed.report.deliveries.every(({ state }) => state === 'unknown'))
    const told = new Set(found.listed)
    assert.deepEqual(
      found.lost.filter((address) => !told.has(address)),
      [],
    )
    assert.deepEqual([unknown, sent], [told.size, SIZE.readers - told.size])
    assert.deepEqual([failed, suppressed, queued, leased, found.misnamed], [0, 0, 0, 0, 0])
    assert.equal(killed.code, 1)
  })
})
