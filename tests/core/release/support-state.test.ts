import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Support, supportOf } from '../../../src/core/release/support-state.ts'
import type { Release } from '../../../src/core/release/release.ts'
import { makeRelease } from '../../builders.ts'

describe('a minor', () => {
  const usual = makeRelease()
  const planned = makeRelease({
    released: {},
    maintenance: {},
    endOfLife: {},
    planned: { 'release-team': '2026-08-26' },
  })
  const leap = makeRelease({
    released: { 'kubernetes-schedule': '2027-12-15' },
    maintenance: {},
    endOfLife: { 'kubernetes-schedule': '2028-02-29' },
  })
  const cases: [what: string, release: Release, now: string, expected: Support][] = [
    [
      'whose day is announced is planned',
      usual,
      '2026-04-21T23:59:59Z',
      { state: 'planned', day: '2026-04-22', daysTo: 1 },
    ],
    [
      'is supported from its day on',
      usual,
      '2026-04-22T00:00:00Z',
      { state: 'supported', ends: '2027-06-28', daysLeft: 432 },
    ],
    [
      'is so to the eve of maintenance',
      usual,
      '2027-04-27T23:59:59Z',
      { state: 'supported', ends: '2027-06-28', daysLeft: 62 },
    ],
    [
      'goes into maintenance on its day',
      usual,
      '2027-04-28T00:00:00Z',
      { state: 'maintenance', ends: '2027-06-28', daysLeft: 61 },
    ],
    ['has its last day', usual, '2027-06-28T23:59:59Z', { state: 'maintenance', ends: '2027-06-28', daysLeft: 0 }],
    ['has ended the day after', usual, '2027-06-29T00:00:00Z', { state: 'ended', ended: '2027-06-28', daysAgo: 1 }],
    ['is counted in UTC', usual, '2027-06-28T23:30:00-02:00', { state: 'ended', ended: '2027-06-28', daysAgo: 1 }],
    ['may end on a leap day', leap, '2028-02-29T12:00:00Z', { state: 'supported', ends: '2028-02-29', daysLeft: 0 }],
    [
      'has one day more in a leap year',
      leap,
      '2028-02-28T12:00:00Z',
      { state: 'supported', ends: '2028-02-29', daysLeft: 1 },
    ],
    ['has ended after a leap day', leap, '2028-03-01T00:00:00Z', { state: 'ended', ended: '2028-02-29', daysAgo: 1 }],
    ['that is not out is planned', planned, '2026-08-24T06:00:00Z', { state: 'planned', day: '2026-08-26', daysTo: 2 }],
    ['is so on the day itself', planned, '2026-08-26T23:59:59Z', { state: 'planned', day: '2026-08-26', daysTo: 0 }],
    [
      'of which nobody has heard is due, not out',
      planned,
      '2026-08-27T00:00:00Z',
      { state: 'due', day: '2026-08-26', daysAgo: 1 },
    ],
    [
      'whose day of release is unknown is out when a patch is',
      makeRelease({ released: {} }),
      '2026-08-24T06:00:00Z',
      { state: 'supported', ends: '2027-06-28', daysLeft: 308 },
    ],
    [
      'of which nothing but its end is known has ended when that is past',
      makeRelease({ released: {}, maintenance: {}, patches: [] }),
      '2027-07-01T00:00:00Z',
      { state: 'ended', ended: '2027-06-28', daysAgo: 3 },
    ],
    [
      'of which nothing but its end is known may not be out before it',
      makeRelease({ released: {}, maintenance: {}, patches: [] }),
      '2026-08-24T06:00:00Z',
      { state: 'unknown' },
    ],
    [
      'without an end on record is unknown',
      makeRelease({ endOfLife: {} }),
      '2030-01-01T00:00:00Z',
      { state: 'unknown' },
    ],
  ]
  for (const [what, release, now, expected] of cases) {
    test(`${what}: ${now}`, () => {
      assert.deepEqual(supportOf(release, new Date(now)), expected)
    })
  }
})
