import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  connectionsAt,
  foundAgain,
  lose,
  type Pace,
  recover,
  slowDown,
  startPace,
} from '../../../src/core/send/pace.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Slowed down again and again, each time as soon as its rest is over. */
function slowed(full: number, times: number): Pace {
  let pace = startPace(full)
  for (let time = 0; time < times; time += 1) {
    const at = Math.max(0, pace.startAt)
    pace = slowDown(pace, { at, startedAt: at })
  }
  return pace
}

describe('a pace', () => {
  test('rests for longer each time, from 30 seconds to 10 minutes, and is half as fast, to one in ten seconds', () => {
    const rests = [1, 2, 3, 4, 5, 6, 7].map((times) => {
      const [before, now] = [slowed(10, times - 1), slowed(10, times)]
      return (now.startAt - Math.max(0, before.startAt)) / SECOND
    })
    assert.deepEqual(rests, [30, 60, 120, 240, 480, 600, 600])
    assert.deepEqual(
      [1, 2, 3, 7, 20].map((times) => slowed(10, times).rate),
      [5, 2.5, 1.25, 0.1, 0.1],
    )
    assert.equal(slowed(0.05, 3).rate, 0.05)
  })

  test('takes what was under way when the server was busy for no second time', () => {
    const once = slowDown(startPace(10), { at: 5_000, startedAt: 4_000 })
    assert.equal(slowDown(once, { at: 5_100, startedAt: 4_500 }), once)
    assert.equal(slowDown(once, { at: 240_000, startedAt: 5_000 }), once)
    assert.notEqual(slowDown(once, { at: 36_000, startedAt: 35_000 }), once)
  })

  test('gets back to its rate a step a minute, and has forgotten its rests by then', () => {
    const pace = slowed(10, 3)
    const rates = [0, 1, 2, 3, 4].map((minutes) => recover(pace, pace.startAt + minutes * MINUTE).rate)
    assert.deepEqual(rates, [1.25, 2.5, 5, 10, 10])
    const again = recover(pace, pace.startAt + 3 * MINUTE)
    assert.equal(slowDown(again, { at: 1e6, startedAt: 1e6 }).startAt, 1e6 + 30 * SECOND)
    assert.equal(recover(pace, pace.startAt + MINUTE - 1), pace)
  })

  test('looks for a server that is gone now and then, and more seldom', () => {
    let pace = startPace(10)
    const looks: number[] = []
    let at = 0
    for (let time = 0; time < 8; time += 1) {
      pace = lose(pace, { at, startedAt: at })
      looks.push((pace.startAt - at) / SECOND)
      at = pace.startAt
    }
    assert.deepEqual(looks, [5, 5, 10, 20, 40, 60, 60, 60])
    assert.equal(pace.lostSince, 0)
    assert.equal(pace.rate, 10)
    assert.equal(foundAgain(pace).lostSince, undefined)
  })

  test('uses fewer connections where it is slower, and one at least', () => {
    assert.equal(connectionsAt(startPace(10), 5), 5)
    assert.equal(connectionsAt(slowed(10, 1), 5), 3)
    assert.equal(connectionsAt(slowed(10, 20), 5), 1)
  })
})
