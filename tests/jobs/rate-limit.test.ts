import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createRateLimit } from '../../src/jobs/rate-limit.ts'
import { randomNumbers } from '../random-numbers.ts'
import { runSend } from './send-world.ts'

/** The most moments that lie within one second, however that is laid. */
function mostInASecond(moments: readonly number[]): number {
  const sorted = moments.toSorted((one, other) => one - other)
  let first = 0
  let most = 0
  for (const [index, moment] of sorted.entries()) {
    while (moment - (sorted[first] ?? 0) >= 1_000) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}

describe('the rate of a send', () => {
  const cases: readonly (readonly [rate: number, connections: number, longest: number])[] = [
    [1, 5, 3_000],
    [10, 5, 40],
    [10, 20, 2_500],
    [50, 20, 900],
    [200, 50, 120],
  ]
  for (const [rate, connections, longest] of cases) {
    for (const seed of [1, 2, 3]) {
      test(`holds at ${rate} a second over ${connections} connections with mails of up to ${longest} ms (${seed})`, async () => {
        const dice = randomNumbers(seed)
        const { tries, end } = await runSend({
          ...{ recipients: Math.min(600, rate * 12), rate, connections },
          // Some are quick and some are slow, by turns of the dice, and in spells.
          delay: (index) => (dice() < 0.3 ? 1 : dice() * (index % 50 < 25 ? longest : longest / 10)),
        })
        assert.equal(end?.why, 'done')
        const counted: Readonly<Record<string, (from: number, to: number) => number>> = {
          'at their starts': (from) => from,
          'at their ends': (_, to) => to,
          'early or late, to make them many': (from, to) => (Math.floor(from / 1_000) % 2 === 0 ? to : from),
          'anywhere between': (from, to) => from + dice() * (to - from),
        }
        for (const [where, moment] of Object.entries(counted)) {
          const most = mostInASecond(tries.map(({ startedAt, endedAt }) => moment(startedAt, endedAt)))
          assert.ok(most <= rate, `${most} in one second, counted ${where}`)
        }
      })
    }
  }

  test('comes close to what is allowed where mails are quick', async () => {
    for (const rate of [10, 100, 400]) {
      const { took } = await runSend({ recipients: rate * 10, rate, connections: 10, delay: () => 10 })
      const share = (rate * 10) / (took / 1_000) / rate
      assert.ok(share > 0.9 && share <= 1.02, `${share} of ${rate} a second`)
    }
  })

  test('is one in ten seconds where that is asked for', async () => {
    const { tries } = await runSend({ recipients: 4, rate: 0.1 })
    assert.deepEqual(
      tries.map(({ startedAt }) => Math.round(startedAt / 1_000)),
      [0, 10, 20, 30],
    )
  })
})

describe('createRateLimit', () => {
  test('gives a permit back one second after its mail was done, not after it was begun', () => {
    const limit = createRateLimit(1)
    limit.start(0)
    assert.equal(limit.delay(5_000), Infinity)
    limit.done(5_000)
    assert.ok(limit.delay(5_000) >= 1_000)
    assert.ok(limit.delay(5_999) > 0)
    assert.equal(limit.delay(6_010), 0)
  })

  test('gives nothing early to who asks what will be', () => {
    const limit = createRateLimit(1)
    limit.start(0)
    limit.done(10)
    assert.equal(limit.allowance(1_000, 25), 1)
    assert.ok(limit.delay(1_000) > 10)
  })

  test('takes another rate at once, with what is under way', () => {
    const limit = createRateLimit(4)
    for (const at of [0, 250, 500, 750]) limit.start(at)
    limit.setRate(2)
    for (const at of [800, 800, 800]) limit.done(at)
    assert.equal(limit.delay(1_810), 0)
    limit.start(1_810)
    assert.equal(limit.delay(9_000), Infinity)
  })

  test('lets starts make up for a late timer, and for no long pause', () => {
    const limit = createRateLimit(100)
    limit.start(0)
    assert.equal(limit.allowance(30, 0), 3)
    assert.equal(limit.allowance(5_000, 0), 1)
    assert.equal(limit.allowance(5_000, 25), 3)
  })
})
