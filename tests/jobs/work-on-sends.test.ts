import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Delivery } from '../../src/core/send/delivery.ts'
import { checkSigning } from '../../src/core/send/signing.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { PART } from '../../src/jobs/work-on-sends.ts'
import { mostInOneSecond } from '../measure-rate.ts'
import { makeWork, type MailSent } from './work-world.ts'

const SENT: Delivery = { outcome: 'sent' }
const refused = (code: number): Delivery => ({ outcome: 'failed', reason: `${code} no`, unreachable: false, code })
const UNREACHABLE: Delivery = { outcome: 'failed', reason: 'connect ECONNREFUSED', unreachable: true }
const times = (mails: readonly MailSent[]) => mails.map(({ at }) => at).toSorted((one, other) => one - other)
const states = (jobs: readonly { readonly state: string }[]) => jobs.map(({ state }) => state)

describe('workOnSends', () => {
  test('sends everybody one mail in parts, by all who work, at one rate, and gives its share back', async () => {
    const { clock, jobs, mails, counts, untilOver, startWorker, repeated, senders } = await makeWork({
      ...{ readers: 2 * PART + 1, rate: 100 },
    })
    const workers = ['a', 'b', 'c'].map((name) => startWorker(name))
    await clock.run(untilOver())
    assert.deepEqual([(await counts()).sent, repeated()], [2 * PART + 1, 0])
    assert.deepEqual([...new Set(mails.map(({ by }) => by))].toSorted(), ['a', 'b', 'c'])
    const most = mostInOneSecond(times(mails))
    assert.ok(most <= 100 && most > 80, `${most} in one second`)
    await clock.run(clock.wait(5_000))
    assert.ok(jobs.length >= 3 && jobs.every(({ state }) => state === 'finished'))
    assert.deepEqual(senders(), [])
    await clock.run(Promise.all(workers.map(({ stop }) => stop())))
  })

  test('sends to everybody though all parts were lost', async () => {
    const { clock, jobs, counts, untilOver, startWorker, repeated } = await makeWork({ readers: 60, handOut: false })
    assert.deepEqual(jobs, [])
    const { stop } = startWorker('a')
    await clock.run(untilOver())
    assert.deepEqual([(await counts()).sent, repeated()], [60, 0])
    await clock.run(stop())
  })

  test('repeats nobody where a part comes twice at once, and has nothing to do for one that comes late', async () => {
    const { clock, jobs, mails, counts, untilOver, startWorker, repeated } = await makeWork({ readers: 450 })
    const [job] = jobs
    assert.ok(job)
    jobs.push({ ...job, id: 'twin' })
    const workers = [startWorker('a'), startWorker('b')]
    await clock.run(untilOver())
    assert.deepEqual([(await counts()).sent, repeated()], [450, 0])
    assert.equal(new Set(mails.map(({ by }) => by)).size, 2)
    jobs.push({ ...job, id: 'late', state: 'waiting' })
    await clock.run(clock.wait(10_000))
    assert.equal(mails.length, 450)
    assert.ok(jobs.every(({ state }) => state === 'finished'))
    await clock.run(Promise.all(workers.map(({ stop }) => stop())))
  })

  for (const [what, given, job] of [
    ['that was stopped', { readers: 40 }, {}],
    ['whose time is over', { readers: 40, send: { notAfter: '2026-11-24T09:59:00Z' } }, {}],
    ['that is forgotten', { readers: 0, send: { message: new Uint8Array() } }, {}],
    ['that is none of several', { readers: 0 }, { send: 2 }],
    ['that is not known', { readers: 0 }, { issue: '2026-W01' }],
  ] as const) {
    test(`is done with a part of a send ${what}, and takes no part in it`, async () => {
      const { clock, jobs, mails, shares, startWorker } = await makeWork({ ...given, handOut: false })
      if (what === 'that was stopped') shares.state.stopped = { why: 'interrupted' }
      jobs.push({ id: 'j0', key: '1/0', send: 1, issue: '2026-W47', tries: 0, state: 'waiting', ...job })
      let joined = 0
      const { stop } = startWorker('a', ({ join }) => ({ join: (shared) => ((joined += 1), join(shared)) }))
      await clock.run(clock.wait(10_000))
      assert.deepEqual([states(jobs), mails, joined], [['finished'], [], 0])
      await clock.run(stop())
    })
  }

  for (const onUnknown of ['hold', 'retry'] as const) {
    test(`ends the leases of a dead sender when nothing of it can come any more: ${onUnknown}`, async () => {
      const world = await makeWork({ readers: 400, rate: 20, takes: 200, onUnknown })
      const { clock, mails, said, untilOver, startWorker, repeated, shares } = world
      const [one, other] = [startWorker('a'), startWorker('b')]
      await clock.run(clock.wait(8_000))
      one.die()
      // What it said last of its share, by the clock of the board.
      const freeAt = Math.max(...[...shares.rows].filter(([name]) => name.startsWith('a ')).map(([, row]) => row.until))
      const leased = [...world.rows].filter(([, { state }]) => state === 'leased').length
      await clock.run(clock.wait(freeAt - shares.skew - clock.elapsed() - 1))
      assert.doesNotMatch(said.join('\n'), /a sender is gone/)
      await clock.run(untilOver())
      const told = said.filter((words) => words.includes('a sender is gone'))
      assert.equal(told.length, 1, said.join('\n'))
      const counts = await world.counts()
      assert.equal(counts.sent + counts.unknown, 400)
      if (onUnknown === 'hold') {
        assert.deepEqual([repeated(), counts.unknown > 0, counts.unknown <= leased], [0, true, true])
        assert.match(
          told[0] ?? '',
          new RegExp(`^b: 2026-W47: a sender is gone, and ${counts.unknown} mails? of it may`),
        )
      } else {
        assert.equal(counts.unknown, 0)
        assert.ok(repeated() > 0 && repeated() <= leased, `${repeated()} repeated of ${leased}`)
      }
      // The dead one's permits are the other's, and the rate is one all the same.
      assert.ok(mostInOneSecond(times(mails)) <= 20)
      assert.ok(mostInOneSecond(times(mails.filter(({ by }) => by === 'b'))) > 12)
      await clock.run(other.stop())
    })
  }

  test('stops the send for all where everybody is refused', async () => {
    const { clock, mails, shares, counts, startWorker } = await makeWork({ readers: 2_000, answer: () => refused(550) })
    const workers = [startWorker('a'), startWorker('b')]
    await clock.run(clock.wait(20_000))
    const { stopped } = shares.state
    assert.ok(stopped?.why === 'refused' && stopped.count === 100, JSON.stringify(stopped))
    const before = mails.length
    assert.ok(before < 250, `${before} mails`)
    await clock.run(clock.wait(120_000))
    assert.deepEqual([mails.length, (await counts()).leased], [before, 0])
    await clock.run(Promise.all(workers.map(({ stop }) => stop())))
  })

  test('rests alone where it reaches no mail server, and leaves the work to the others', async () => {
    const { clock, mails, said, shares, counts, untilOver, startWorker, repeated } = await makeWork({
      ...{ readers: 1_000, rate: 50, answer: ({ by }) => (by === 'a' ? UNREACHABLE : SENT) },
    })
    const workers = [startWorker('a'), startWorker('b')]
    await clock.run(untilOver())
    assert.deepEqual([(await counts()).sent, shares.state.stopped], [1_000, undefined])
    const tried = mails.filter(({ by }) => by === 'a').map(({ at }) => at)
    assert.ok(said.some((words) => /^a: 2026-W47: no mail can be sent through the server: .*again in 30 s/.test(words)))
    assert.ok(
      tried.every((at) => at < 1_000 || at > 30_000),
      tried.join(),
    )
    // Whom the one could not reach the other did: a try that met no server is none.
    assert.equal(repeated(), tried.length)
    await clock.run(Promise.all(workers.map(({ stop }) => stop())))
  })

  test('begins anew under another name where its share is over in the middle, and repeats nobody', async () => {
    const { clock, mails, said, shares, counts, untilOver, startWorker, repeated } = await makeWork({
      ...{ readers: 600, rate: 10 },
    })
    const { stop } = startWorker('a')
    await clock.run(clock.wait(5_000))
    assert.deepEqual([...shares.rows.keys()], ['a 1'])
    shares.state.isAway = true
    await clock.run(clock.wait(40_000))
    const before = mails.length
    assert.ok(before <= 150, `${before} mails`)
    await clock.run(clock.wait(10_000))
    assert.equal(mails.length, before)
    shares.state.isAway = false
    await clock.run(untilOver())
    assert.ok(said.includes('a: 2026-W47: its share is over; begins anew'), said.join('\n'))
    assert.deepEqual([(await counts()).sent, repeated()], [600, 0])
    assert.ok(
      (shares.rows.get('a 1')?.until ?? Infinity) < Math.max(...[...shares.rows.values()].map(({ until }) => until)),
    )
    assert.ok(mostInOneSecond(times(mails)) <= 10)
    await clock.run(stop())
  })

  test('leaves a send that it cannot make the mails of to others, and says why', async () => {
    const { clock, mails, said, counts, untilOver, startWorker } = await makeWork({ readers: 200, rate: 20 })
    const problem = { where: 'CROWSNEST_LINK_KEYS', what: 'the key k1 is not among them', remedy: 'Add it' }
    const workers = [
      startWorker('a', () => ({
        prepare: () => {
          throw new ExpectedError(problem)
        },
      })),
      startWorker('b'),
    ]
    await clock.run(untilOver())
    assert.deepEqual([(await counts()).sent, new Set(mails.map(({ by }) => by))], [200, new Set(['b'])])
    assert.equal(said[0], 'a: CROWSNEST_LINK_KEYS: the key k1 is not among them. Add it.')
    assert.equal(said.filter((words) => /CROWSNEST_LINK_KEYS/.test(words)).length, 1)
    await clock.run(Promise.all(workers.map(({ stop }) => stop())))
  })

  test('leaves a send that is signed anew while it works on it to those who sign so, and says why once', async () => {
    const { clock, mails, said, counts, untilOver, startWorker, repeated, changeSigning } = await makeWork({
      ...{ readers: 400, rate: 20, send: { signing: 'old._domainkey.light.example hash' } },
    })
    const startSigner = (name: string) =>
      startWorker(name, ({ prepare }) => ({
        prepare(send) {
          const otherwise = checkSigning(send, `${name}._domainkey.light.example hash`)
          if (otherwise !== undefined) throw new ExpectedError(otherwise)
          return prepare(send)
        },
      }))
    const old = startSigner('old')
    await clock.run(clock.wait(5_000))
    changeSigning('new._domainkey.light.example hash')
    const gone = mails.length
    const fresh = startSigner('new')
    await clock.run(untilOver())
    assert.deepEqual([(await counts()).sent, repeated()], [400, 0])
    // What it had leased before, and no more.
    assert.ok(gone > 0 && mails.filter(({ by }) => by === 'old').length <= gone + 5 * 4)
    const refusals = said.filter((words) => /^old: the send of 2026-W47: its mails are signed as new\./.test(words))
    assert.equal(refusals.length, 1, said.join('\n'))
    await clock.run(Promise.all([old, fresh].map(({ stop }) => stop())))
  })

  test('gives back its part, whom it has leased and its share when it is ended, and finishes what is under way', async () => {
    const { clock, jobs, mails, counts, startWorker, senders } = await makeWork({ readers: 300, rate: 20, takes: 700 })
    const { stop } = startWorker('a')
    await clock.run(clock.wait(4_100))
    assert.equal((await counts()).leased > 0, true)
    const begun = mails.length
    await clock.run(stop())
    const { sent, queued, leased } = await counts()
    assert.deepEqual([mails.length, sent, queued, leased], [begun, begun, 300 - begun, 0])
    assert.deepEqual([states(jobs), jobs[0]?.tries, senders()], [['waiting'], 1, []])
  })

  test('hands out those who were put off when they are due, though no part is left', async () => {
    let puttings = 0
    const { clock, mails, counts, untilOver, startWorker } = await makeWork({
      readers: 30,
      answer: ({ to }) => (to === 'r7' && (puttings += 1) === 1 ? refused(451) : SENT),
    })
    const { stop } = startWorker('a')
    await clock.run(untilOver())
    assert.deepEqual([(await counts()).sent, mails.length], [30, 31])
    const [first = NaN, second = NaN] = mails.filter(({ to }) => to === 'r7').map(({ at }) => at)
    assert.ok(second - first >= 60_000 && second - first < 63_000, `${second - first} ms`)
    await clock.run(stop())
  })

  test('waits a while where it may not join just now, with its part free for others', async () => {
    const { clock, counts, mails, untilOver, startWorker } = await makeWork({ readers: 20 })
    let tries = 0
    const { stop } = startWorker('a', ({ join }) => ({
      join: (shared) => ((tries += 1) < 3 ? Promise.resolve(undefined) : join(shared)),
    }))
    await clock.run(untilOver())
    assert.deepEqual([tries, (await counts()).sent], [3, 20])
    assert.ok((mails[0]?.at ?? 0) >= 10_000)
    await clock.run(stop())
  })

  test('ends with a bug as it is, without a share and with nobody leased', async () => {
    const { clock, counts, startWorker, senders } = await makeWork({ readers: 50 })
    const { work } = startWorker('a', () => ({
      deliver: () => Promise.reject(new TypeError('a bug')),
    }))
    await assert.rejects(clock.run(work), { name: 'TypeError', message: 'a bug' })
    assert.deepEqual([(await counts()).leased, senders()], [0, []])
  })
})
