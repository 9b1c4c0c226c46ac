import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays, countDays } from '../../../src/core/text/count-days.ts'

describe('days of the calendar', () => {
  const stretches: [from: string, to: string, days: number][] = [
    ['2026-08-24', '2026-08-24', 0],
    ['2026-08-24', '2026-08-25', 1],
    ['2026-08-25', '2026-08-24', -1],
    ['2026-12-31', '2027-01-01', 1],
    // Leap years, and a century that is none.
    ['2028-02-28', '2028-03-01', 2],
    ['2027-02-28', '2027-03-01', 1],
    ['2100-02-28', '2100-03-01', 1],
    // Clocks are changed in between.
    ['2026-03-28', '2026-03-30', 2],
    ['2026-10-24', '2026-10-26', 2],
    ['2015-07-10', '2026-08-24', 4063],
  ]
  for (const [from, to, days] of stretches) {
    test(`are ${days} from ${from} to ${to}, and as many lead back`, () => {
      assert.equal(countDays(from, to), days)
      assert.equal(addDays(from, days), to)
      assert.equal(addDays(to, -days), from)
    })
  }
})
