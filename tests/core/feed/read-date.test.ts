import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { readDate } from '../../../src/core/feed/read-date.ts'

const DATES = [
  ['2026-08-18T09:30:00Z', '2026-08-18T09:30:00.000Z'],
  ['2026-08-18T09:30:00.123456Z', '2026-08-18T09:30:00.000Z'],
  ['2026-08-18T09:30:00+02:00', '2026-08-18T07:30:00.000Z'],
  ['2026-08-18T09:30:00+0200', '2026-08-18T07:30:00.000Z'],
  ['2026-08-18T09:30:00+02', '2026-08-18T07:30:00.000Z'],
  ['2026-08-18T09:30-05:30', '2026-08-18T15:00:00.000Z'],
  ['2026-08-18T09:30:00', '2026-08-18T09:30:00.000Z'],
  ['2026-08-18 09:30:00', '2026-08-18T09:30:00.000Z'],
  ['2026-08-18 09:30:00 UTC', '2026-08-18T09:30:00.000Z'],
  ['2026-08-18 09:30:00 +0200', '2026-08-18T07:30:00.000Z'],
  ['2026-08-18', '2026-08-18T00:00:00.000Z'],
  ['2026-08', '2026-08-01T00:00:00.000Z'],
  ['2026', '2026-01-01T00:00:00.000Z'],
  ['20260818T093000Z', '2026-08-18T09:30:00.000Z'],
  ['  2026-08-18\n', '2026-08-18T00:00:00.000Z'],
  ['Tue, 18 Aug 2026 09:30:00 GMT', '2026-08-18T09:30:00.000Z'],
  ['Tue, 18 Aug 2026 09:30:00 +0200', '2026-08-18T07:30:00.000Z'],
  ['Tue, 18 Aug 2026 09:30:00', '2026-08-18T09:30:00.000Z'],
  ['Tue, 18 Aug 2026 09:30 GMT', '2026-08-18T09:30:00.000Z'],
  ['Tue, 18 Aug 2026', '2026-08-18T00:00:00.000Z'],
  ['18 Aug 2026 09:30:00 EST', '2026-08-18T14:30:00.000Z'],
  ['18 Aug 2026 09:30:00 EDT', '2026-08-18T13:30:00.000Z'],
  ['18 Aug 2026 09:30:00 PDT', '2026-08-18T16:30:00.000Z'],
  ['18 Aug 26 09:30:00 Z', '2026-08-18T09:30:00.000Z'],
  ['18 Aug 99 09:30:00 UT', '1999-08-18T09:30:00.000Z'],
  ['Tuesday, August 18, 2026', '2026-08-18T00:00:00.000Z'],
  ['August 18, 2026 9:30 pm', '2026-08-18T21:30:00.000Z'],
  ['August 18, 2026 12:05 am', '2026-08-18T00:05:00.000Z'],
  ['Tue Aug 18 09:30:00 2026', '2026-08-18T09:30:00.000Z'],
  ['Tue Aug 18 2026 09:30:00 GMT+0200 (Central European Summer Time)', '2026-08-18T07:30:00.000Z'],
  ['Sun, 18 Aug 2026 09:30:00 GMT', '2026-08-18T09:30:00.000Z'],
  ['mar., 18 août 2026 09:30:00 +0200', '2026-08-18T07:30:00.000Z'],
  ['Di, 03 Mär 2026 09:30:00 +0100', '2026-03-03T08:30:00.000Z'],
  ['09/15/2014 4:20 pm PST', '2014-09-16T00:20:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
] as const

const NO_DATES = [
  ...['', ' ', 'sometime last week', 'yesterday', 'n/a', '0', 'Invalid Date', 'x'.repeat(10_000)],
  ...['Mon, 01 Jan 0001 00:00:00 +0000', '0001-01-01T00:00:00Z', '0000-00-00 00:00:00', '-0001-11-30T00:00:00Z'],
  ...['2026-02-30', '2026-13-01', '31 Apr 2026', '2023-02-29T00:00:00Z', '2026-08-18T25:00:00Z', '18 Aug'],
]

const ownZone = process.env.TZ

afterEach(() => {
  if (ownZone === undefined) delete process.env.TZ
  else process.env.TZ = ownZone
})

describe('the date of a feed', () => {
  for (const [text, expected] of DATES) {
    test(`${JSON.stringify(text)} means ${expected}`, () => {
      const read = readDate(text)
      assert.equal(read === undefined ? undefined : new Date(read).toISOString(), expected)
    })
  }

  for (const text of NO_DATES) {
    test(`${JSON.stringify(text.slice(0, 40))} means none`, () => {
      assert.equal(readDate(text), undefined)
    })
  }

  for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Kiritimati', 'UTC']) {
    test(`means the same on a machine in ${zone}`, () => {
      process.env.TZ = zone
      const offset = new Date('2026-08-18T12:00:00').getTime() - Date.UTC(2026, 7, 18, 12)
      assert.equal(offset === 0, zone === 'UTC', 'the zone of the machine did not change')
      for (const [text, expected] of DATES) assert.equal(readDate(text), Date.parse(expected), text)
      for (const text of NO_DATES) assert.equal(readDate(text), undefined, text)
    })
  }
})
