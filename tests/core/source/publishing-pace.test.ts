import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPace, publishingPace } from '../../../src/core/source/publishing-pace.ts'

const DAY = 24 * 60 * 60 * 1_000

/** Dates so many days apart, the newest first. */
const every = (days: number, count: number, newest = '2026-08-18T07:30:00Z') =>
  Array.from({ length: count }, (_, n) => new Date(Date.parse(newest) - n * days * DAY).toISOString())

test('the pace is that of the newest entries, in whatever order they come', () => {
  for (const [dates, words] of [
    [every(7, 10), 'about 1 a week'],
    [every(2, 10).reverse(), 'about 4 a week'],
    [every(0.5, 20), 'about 2 a day'],
    [every(0.01, 20), 'about 100 a day'],
    [every(15, 12), 'about 2 a month'],
    [every(31, 12), 'about 1 a month'],
    [every(120, 4), 'about 3 a year'],
    [every(1_000, 4), 'less than one a year'],
    [[...every(1, 20), ...every(365, 10, '2020-01-01T00:00:00Z')], 'about 1 a day'],
  ] as const) {
    const pace = publishingPace(dates)
    assert.equal(pace === undefined ? '' : formatPace(pace), words)
  }
})

test('dates that tell nothing give no pace', () => {
  for (const dates of [[], every(7, 1), every(7, 2), every(0, 30), every(0.1, 5)]) {
    assert.equal(publishingPace(dates), undefined)
  }
})
