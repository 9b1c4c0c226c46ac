import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Delivery } from '../../src/core/send/delivery.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { runSend, SEND } from './send-world.ts'

const refused = (code: number): Delivery => ({ outcome: 'failed', reason: `${code} no`, unreachable: false, code })
const SENT: Delivery = { outcome: 'sent' }
const UNREACHABLE: Delivery = { outcome: 'failed', reason: 'connect ECONNREFUSED', unreachable: true }
const UNKNOWN: Delivery = { outcome: 'unknown', reason: 'gone' }
const MINUTE = 60_000

describe('sendIssue', () => {
  test('sends to everybody once, on so many connections at once, and settles all of them', async () => {
    const { end, tries, states, mostUnderWay, mostLeased } = await runSend({ recipients: 500, connections: 4 })
    assert.deepEqual(end, { why: 'done' })
    assert.equal(new Set(tries.map(({ to }) => to)).size, 500)
    assert.equal(tries.length, 500)
    assert.ok(states.every((state) => state === 'sent'))
    assert.equal(mostUnderWay, 4)
    assert.ok(mostLeased() <= 16, `${mostLeased()} leased at once`)
  })

  test('writes in batches where the server is quick, and at once where it waits for the rate', async () => {
    const quick = await runSend({ recipients: 400, rate: 100_000 })
    assert.ok(quick.calls.length < 200, `${quick.calls.length} writes`)
    const slow = await runSend({ recipients: 5, rate: 1 })
    assert.deepEqual(
      slow.calls.filter((call) => !call.endsWith(' 0')),
      Array.from({ length: 5 }, () => ['lease 1', 'settle 1']).flat(),
    )
  })

  test('has nothing to do where nobody waits', async () => {
    const { end, tries } = await runSend({ recipients: 0 })
    assert.deepEqual([end, tries], [{ why: 'done' }, []])
  })

  test('passes over those who had left', async () => {
    const { counts, tries } = await runSend({ recipients: 50, gone: [0, 1, 2, 3, 4, 5, 6, 7, 8, 30] })
    assert.equal(tries.length, 40)
    assert.deepEqual([counts.sent, counts.suppressed], [40, 10])
  })

  test('goes on where one is refused for good', async () => {
    const { end, counts, rows } = await runSend({ answer: (to) => (to === 'r1' ? refused(550) : SENT) })
    assert.deepEqual([end, counts.sent, counts.failed], [{ why: 'done' }, 2, 1])
    assert.deepEqual(rows.get('r1')?.outcome, {
      ...{ state: 'failed', at: '2026-11-24T10:00:00Z', code: 550, reason: 'the server answered 550' },
    })
  })

  test('waits for a reader who was put off, and sends then', async () => {
    let tries = 0
    const { end, counts, took } = await runSend({
      answer: (to) => (to === 'r1' && (tries += 1) < 3 ? refused(451) : SENT),
    })
    assert.deepEqual([end, counts.sent, tries], [{ why: 'done' }, 3, 3])
    assert.ok(took >= 6 * MINUTE && took < 6.1 * MINUTE, `${took} ms`)
  })

  test('gives a reader up who is put off five times', async () => {
    const { counts, tries } = await runSend({ recipients: 1, answer: () => refused(451) })
    assert.deepEqual([counts.failed, tries.length], [1, 5])
    assert.deepEqual(
      tries.map(({ startedAt }) => Math.floor(startedAt / MINUTE)),
      [0, 1, 6, 21, 81],
    )
  })

  test('holds what may have arrived', async () => {
    const { end, counts, tries } = await runSend({ answer: (to) => (to === 'r0' ? UNKNOWN : SENT) })
    assert.deepEqual([end, counts.unknown, counts.sent, tries.length], [{ why: 'done' }, 1, 2, 3])
  })

  test('repeats what may have arrived where it is told to', async () => {
    const { counts, tries } = await runSend({
      onUnknown: 'retry',
      answer: (_, index) => (index === 0 ? UNKNOWN : SENT),
    })
    assert.deepEqual([counts.sent, tries.length], [3, 4])
  })

  test('ends at notAfter: what is under way is settled, nothing else begins, and nobody is left leased', async () => {
    const { end, counts, tries } = await runSend({
      ...{ recipients: 100, rate: 10, notAfter: '2026-11-24T10:00:05Z', delay: () => 300 },
    })
    assert.deepEqual(end, { why: 'expired' })
    assert.ok(tries.every(({ startedAt }) => startedAt < 5_000))
    assert.equal(counts.sent, tries.length)
    assert.equal(counts.queued, 100 - tries.length)
    assert.ok(counts.sent > 30, `${counts.sent}`)
  })

  test('does not wait for those who are due after notAfter', async () => {
    const { end, took, counts } = await runSend({
      ...{ recipients: 1, notAfter: '2026-11-24T10:00:30Z', answer: () => refused(451) },
    })
    assert.deepEqual([end, counts.queued], [{ why: 'expired' }, 1])
    assert.ok(took < 1_000)
  })

  test('asks anew about readers who were leased and had to wait: they may have left since', async () => {
    const started = new Set<string>()
    const leasedAt = new Map<string, number>()
    const { counts, tries, rows } = await runSend({
      ...{ recipients: 8, rate: 100_000, connections: 1, delay: () => 60_000 },
      ledger: (ledger) => ({
        ...ledger,
        async leaseRecipients(send, lease) {
          const leased = await ledger.leaseRecipients(send, lease)
          const at = Date.parse(lease.now) - Date.parse(SEND.startedAt)
          for (const { address } of leased ?? []) {
            const to = address.replace(/@.*/, '')
            if (!started.has(to)) leasedAt.set(to, at)
          }
          return leased
        },
      }),
      answer: (to) => (started.add(to), SENT),
    })
    assert.equal(counts.sent, 8)
    const ages = tries.map(({ to, startedAt }) => startedAt - (leasedAt.get(to) ?? NaN))
    assert.ok(
      ages.every((age) => age >= -1_000 && age <= 4_000),
      ages.join(),
    )
    assert.ok([...rows.values()].every(({ attempts }) => attempts === 1))
  })

  test('an interrupt lets what is under way arrive, settles it, and gives back what had not begun', async () => {
    const { end, counts, tries, rows, took } = await runSend({
      ...{ recipients: 100, rate: 100_000, connections: 3, interruptAfter: 1_000, delay: () => 400 },
    })
    assert.deepEqual(end, { why: 'interrupted' })
    assert.ok(took < 1_300, `${took} ms`)
    assert.deepEqual([counts.sent, counts.leased, counts.queued], [9, 0, 91])
    assert.ok(tries.every(({ endedAt }) => endedAt <= 1_300))
    for (const { state, attempts } of rows.values()) assert.equal(attempts, state === 'sent' ? 1 : 0)
  })

  test('an interrupt ends the waiting for somebody who was put off', async () => {
    const { end, took } = await runSend({ recipients: 1, interruptAfter: 5_000, answer: () => refused(450) })
    assert.deepEqual([end, took], [{ why: 'interrupted' }, 5_000])
  })

  for (const code of [421, 454]) {
    test(`${code} in the middle makes it rest and go on slower, and fails nobody`, async () => {
      const { end, counts, tries, told, mostLeased } = await runSend({
        ...{ recipients: 300, rate: 100 },
        answer: (_, index) => (index === 100 ? refused(code) : SENT),
      })
      assert.deepEqual([end, counts.sent], [{ why: 'done' }, 300])
      const busyAt = tries[100]?.endedAt ?? NaN
      const next = tries.find(({ startedAt }) => startedAt > busyAt)?.startedAt ?? NaN
      assert.equal(Math.round((next - busyAt) / 1_000), 30)
      const after = tries.filter(({ startedAt }) => startedAt >= next && startedAt < next + 1_000)
      assert.ok(after.length <= 50, `${after.length} in the second after the rest`)
      assert.ok(told.some(({ waits }) => waits?.why === 'busy'))
      assert.ok(mostLeased() <= 20)
    })
  }

  test('421 as a greeting counts as nobody’s try', async () => {
    const busy: Delivery = { outcome: 'failed', reason: '421 too many', unreachable: true, code: 421 }
    const { end, rows } = await runSend({ recipients: 1, answer: (_, index) => (index < 3 ? busy : SENT) })
    assert.deepEqual(end, { why: 'done' })
    assert.equal(rows.get('r0')?.attempts, 1)
  })

  test('waits for a server that was there before and goes away, without counting tries', async () => {
    const { end, counts, rows, told } = await runSend({
      ...{ recipients: 60, rate: 10 },
      answer: (_, __, clock) => (clock.elapsed() > 2_000 && clock.elapsed() < 4 * MINUTE ? UNREACHABLE : SENT),
    })
    assert.deepEqual([end, counts.sent], [{ why: 'done' }, 60])
    for (const { attempts } of rows.values()) assert.equal(attempts, 1)
    assert.ok(told.some(({ waits }) => waits?.why === 'unreachable'))
  })

  test('ends where the server stays away, and leaves nobody leased', async () => {
    const { end, counts, took } = await runSend({
      ...{ recipients: 60, rate: 10 },
      answer: (_, __, clock) => (clock.elapsed() > 2_000 ? UNREACHABLE : SENT),
    })
    assert.deepEqual(end, { why: 'unreachable', reason: 'connect ECONNREFUSED' })
    assert.equal(counts.leased, 0)
    assert.equal(counts.sent + counts.queued, 60)
    assert.ok(took > 10 * MINUTE && took < 12 * MINUTE, `${took} ms`)
  })

  test('ends at once where the server was never there, or takes no mail from us', async () => {
    const never = await runSend({ recipients: 50, answer: () => UNREACHABLE })
    assert.deepEqual([never.end?.why, never.counts.queued], ['unreachable', 50])
    assert.ok(never.tries.length <= 5 && never.took < 1_000)
    const password: Delivery = { outcome: 'failed', reason: '535 no', unreachable: true, code: 535 }
    const closed = await runSend({ recipients: 50, answer: (_, index) => (index < 9 ? SENT : password) })
    assert.deepEqual(closed.end, { why: 'unreachable', reason: '535 no' })
    assert.equal(closed.counts.sent + closed.counts.queued, 50)
  })

  test('stops where everybody is refused, since that is about us', async () => {
    const { end, counts } = await runSend({ recipients: 500, answer: () => refused(554) })
    assert.equal(end?.why, 'refused')
    assert.ok(counts.failed >= 100 && counts.failed < 110, `${counts.failed}`)
    assert.equal(counts.leased, 0)
  })

  test('a reader for whom no mail can be made fails, and stops nobody else', async () => {
    const { end, counts } = await runSend({
      prepare({ subscriptionId, address }) {
        if (subscriptionId === 'r1') throw new ExpectedError({ where: 'x', what: 'it is no address' })
        return { envelope: { from: 'a@b.example', to: address }, message: new Uint8Array() }
      },
    })
    assert.deepEqual([end, counts.sent, counts.failed], [{ why: 'done' }, 2, 1])
  })

  test('a bug ends it, and leaves nobody leased whose mail had not begun', async () => {
    const bug = new TypeError('a bug')
    const { error, counts } = await runSend({
      recipients: 20,
      prepare({ subscriptionId, address }) {
        if (subscriptionId === 'r7') throw bug
        return { envelope: { from: 'a@b.example', to: address }, message: new Uint8Array() }
      },
    })
    assert.equal(error, bug)
    assert.deepEqual([counts.sent, counts.queued], [7, 13])
  })

  test('a ledger that cannot be written to ends it, and what was sent meanwhile is settled when that works again', async () => {
    const broken = new ExpectedError({ where: 'disk', what: 'it is full' })
    let writes = 0
    const { error, counts, tries } = await runSend({
      recipients: 100,
      ledger: (ledger) => ({
        ...ledger,
        settleRecipients: (...args) =>
          (writes += 1) === 3 ? Promise.reject(broken) : ledger.settleRecipients(...args),
      }),
    })
    assert.equal(error, broken)
    assert.equal(counts.sent, tries.length)
    assert.equal(counts.leased, 0)
  })

  test('settles a mail before the readers after it are leased', async () => {
    const { calls } = await runSend({ recipients: 2, connections: 1, rate: 1 })
    assert.deepEqual(calls.slice(0, 4), ['lease 1', 'settle 1', 'lease 1', 'settle 1'])
  })

  test('says how far it is, how fast, and how long it will take', async () => {
    const { told } = await runSend({ recipients: 400, rate: 10 })
    const middle = told.find(({ done }) => done === 200)
    assert.ok(middle)
    assert.ok(middle.perSecond > 9 && middle.perSecond <= 10.5, `${middle.perSecond}`)
    assert.ok(Math.abs((middle.left ?? 0) - 20_000) < 2_500, `${middle.left}`)
    assert.equal(middle.waits, undefined)
  })
})
