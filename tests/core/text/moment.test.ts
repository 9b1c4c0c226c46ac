import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dayOf, daySchema, formatDay, formatMoment, formatSpan, momentSchema } from '../../../src/core/text/moment.ts'

describe('a moment', () => {
  for (const [text, valid] of [
    ['2026-11-17T06:10:00Z', true],
    ['2026-11-17T06:10:00.250Z', true],
    ['2026-11-17', false],
    ['2026-11-17T06:10Z', false],
    ['2026-11-17T06:10:00', false],
    ['2026-11-17T06:10:00+01:00', false],
    ['2026-13-01T00:00:00Z', false],
    ['2026-02-30T00:00:00Z', false],
    ['2024-02-29T23:59:59Z', true],
    ['2026-11-17T25:00:00Z', false],
    ['yesterday', false],
    ['', false],
  ] as const) {
    test(`${JSON.stringify(text)} is ${valid ? 'one' : 'none'} that a content file may hold`, () => {
      assert.equal(momentSchema.safeParse(text).success, valid)
    })
  }

  test('is written in UTC, to the second, whatever zone it came in', () => {
    assert.equal(formatMoment('2026-11-17T06:10:00.999+05:30'), '2026-11-17T00:40:00Z')
    assert.equal(formatMoment(new Date(0)), '1970-01-01T00:00:00Z')
  })

  test('is on the UTC day, not on that of the zone it was written in', () => {
    assert.equal(dayOf('2026-11-17T01:00:00+02:00'), '2026-11-16')
  })
})

describe('a day', () => {
  for (const [text, valid] of [
    ['2026-11-20', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-02-30', false],
    ['2026-00-10', false],
    ['2026-11-20T00:00:00Z', false],
    ['20-11-2026', false],
    ['0206-11-20', false],
    ['9999-12-31', false],
    ['10000-01-01', false],
    ['２０２６-11-20', false],
  ] as const) {
    test(`${text} ${valid ? 'exists' : 'is refused'}`, () => {
      assert.equal(daySchema.safeParse(text).success, valid)
    })
  }

  for (const [options, expected] of [
    [{}, 'Thursday 20 August 2026'],
    [{ weekday: false }, '20 August 2026'],
    [{ year: false }, 'Thursday 20 August'],
    [{ weekday: false, year: false }, '20 August'],
  ] as const) {
    test(`with ${JSON.stringify(options)} reads ${expected}`, () => {
      assert.equal(formatDay('2026-08-20T23:59:59Z', options), expected)
    })
  }
})

describe('a span', () => {
  const cases: [string, string, string][] = [
    ['2025-10-16T16:00:00Z', '2025-11-06T19:00:00Z', 'between Thursday 16 October and Thursday 6 November 2025'],
    ['2025-12-25T00:00:00Z', '2026-01-08T00:00:00Z', 'between Thursday 25 December 2025 and Thursday 8 January 2026'],
    ['2026-08-24T05:59:59Z', '2026-08-24T06:00:00Z', 'on Monday 24 August 2026'],
  ]
  for (const [from, to, expected] of cases) {
    test(`reads "${expected}"`, () => {
      assert.equal(formatSpan({ from, to }), expected)
    })
  }
})
