import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shortDay } from '../../src/site/short-day.ts'

for (const [day, thisYear, expected] of [
  ['2026-08-20', '2026', '20 Aug'],
  ['2026-09-01', undefined, '1 Sep'],
  ['2025-12-31', '2026', '31 Dec 2025'],
] as const) {
  test(`${day} is ${expected}${thisYear === undefined ? '' : ` in ${thisYear}`}`, () => {
    assert.equal(shortDay(day, thisYear), expected)
  })
}
