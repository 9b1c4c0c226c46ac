import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addWeeks, isWeek, weekOf, weeksInYear, weekStart } from '../../../src/core/text/week.ts'

const DAY = 86_400_000

describe('an ISO week', () => {
  for (const [moment, week, why] of [
    ['2026-11-17T06:10:00Z', '2026-W47', 'a Tuesday in the middle of a year'],
    ['2026-01-01T00:00:00Z', '2026-W01', 'a Thursday that opens the year'],
    ['2025-12-29T00:00:00Z', '2026-W01', 'a Monday in December that belongs to the next year'],
    ['2025-12-28T23:59:59Z', '2025-W52', 'the last second of the Sunday before it'],
    ['2027-01-03T23:59:59Z', '2026-W53', 'a Sunday in January that belongs to the year before'],
    ['2021-01-01T00:00:00Z', '2020-W53', 'a leap year that starts on a Wednesday has 53 weeks'],
    ['2024-12-30T12:00:00Z', '2025-W01', 'a leap year of 52 weeks'],
    ['2026-03-29T01:30:00Z', '2026-W13', 'an hour that some time zones skip'],
    ['2018-01-22T00:00:00+14:00', '2018-W03', 'a Monday east of Greenwich that is still Sunday in UTC'],
  ] as const) {
    test(`of ${moment} is ${week}: ${why}`, () => {
      assert.equal(weekOf(moment), week)
    })
  }

  test('has a number that counts its Thursdays, for every day of 40 years', () => {
    for (let time = Date.UTC(2000, 0, 3), n = 0; n < 40 * 366; n++, time += DAY) {
      const week = weekOf(new Date(time))
      const monday = weekStart(week).getTime()
      assert.ok(isWeek(week), `${week} exists`)
      assert.equal(new Date(monday).getUTCDay(), 1)
      assert.ok(monday <= time && time < monday + 7 * DAY, `${week} holds ${new Date(time).toISOString()}`)
    }
  })

  for (const [year, count] of [
    [2015, 53],
    [2020, 53],
    [2024, 52],
    [2025, 52],
    [2026, 53],
    [2027, 52],
    [2032, 53],
    [1900, 52],
  ] as const) {
    test(`the year ${year} has ${count} of them`, () => {
      assert.equal(weeksInYear(year), count)
    })
  }

  for (const [text, exists] of [
    ['2026-W53', true],
    ['2025-W53', false],
    ['2026-W00', false],
    ['2026-W01', true],
    ['2026-W1', false],
    ['2026-W54', false],
    ['26-W01', false],
    ['2026-w01', false],
    ['2026-W01\n', false],
    [' 2026-W01', false],
    ['', false],
  ] as const) {
    test(`${JSON.stringify(text)} ${exists ? 'exists' : 'does not exist'}`, () => {
      assert.equal(isWeek(text), exists)
    })
  }

  for (const [week, by, expected] of [
    ['2026-W52', 1, '2026-W53'],
    ['2026-W53', 1, '2027-W01'],
    ['2025-W52', 1, '2026-W01'],
    ['2026-W01', -1, '2025-W52'],
    ['2027-W01', -1, '2026-W53'],
    ['2026-W10', 0, '2026-W10'],
  ] as const) {
    test(`${week} and ${by} weeks is ${expected}`, () => {
      assert.equal(addWeeks(week, by), expected)
    })
  }
})
