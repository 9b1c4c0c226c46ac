import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { backOff, nextPoll, type PollAdvice, retryMoment } from '../../../src/core/source/next-poll.ts'

const NOW = new Date('2026-08-20T06:00:00Z')
const hours = (moment: Date | undefined) =>
  moment === undefined ? undefined : (moment.getTime() - NOW.getTime()) / 3_600_000

describe('a feed that was read is asked again', () => {
  const cases: readonly (readonly [string, { interval?: number; ttl?: number }, PollAdvice, number])[] = [
    ['after an hour, where nobody says anything', {}, {}, 1],
    ['after the interval of its source', { interval: 6 }, {}, 6],
    ['after its ttl, in minutes, where that is longer', { ttl: 180 }, {}, 3],
    ['not before an hour, however short its ttl', { ttl: 5 }, {}, 1],
    ['after max-age', {}, { cacheControl: 'public, max-age=7200' }, 2],
    ['not by the max-age of shared caches', {}, { cacheControl: 's-maxage=7200' }, 1],
    ['not by the max-age of what is not to be kept', {}, { cacheControl: 'no-cache, max-age=7200' }, 1],
    [
      'when it expires, by the clock of its server',
      {},
      { expires: 'Thu, 20 Aug 2026 09:00:00 GMT', date: 'Thu, 20 Aug 2026 04:00:00 GMT' },
      5,
    ],
    ['when it expires, by our clock, where the server shows none', {}, { expires: 'Thu, 20 Aug 2026 09:00:00 GMT' }, 3],
    [
      'by max-age where both are there',
      {},
      { cacheControl: 'max-age=7200', expires: 'Thu, 20 Aug 2026 18:00:00 GMT' },
      2,
    ],
    ['not by an expiry that is no date', {}, { expires: '0' }, 1],
    ['not by an expiry that has passed', {}, { expires: 'Thu, 20 Aug 2015 09:00:00 GMT' }, 1],
    ['after what Retry-After says', {}, { retryAfter: '14400' }, 4],
    ['after the latest of them all', { interval: 2, ttl: 240 }, { cacheControl: 'max-age=60', retryAfter: '10800' }, 4],
    ['after a day at the latest', { ttl: 100_000 }, { cacheControl: 'max-age=31536000' }, 24],
  ]
  for (const [name, { interval = 1, ttl }, advice, expected] of cases) {
    test(name, () => {
      assert.equal(hours(nextPoll({ interval, ttl }, advice, NOW)), expected)
    })
  }
})

test('Retry-After means seconds or a date, a day at most; what is neither, or has passed, means nothing', () => {
  const cases: readonly (readonly [string | undefined, number | undefined])[] = [
    ['3600', 1],
    [' 1800 ', 0.5],
    ['Thu, 20 Aug 2026 08:00:00 GMT', 2],
    ['Thursday, 20-Aug-26 08:00:00 GMT', 2],
    ['Thu Aug 20 08:00:00 2026', 2],
    ['999999999', 24],
    ['Thu, 20 Aug 2026 05:00:00 GMT', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ]
  for (const [text, expected] of cases) assert.equal(hours(retryMoment(text, NOW)), expected, text)
})

test('a feed that fails is asked after one, two, four hours and so on, and once a day at least', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 500].map((failures) => hours(backOff(failures, { interval: 1 }, NOW)))
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 24, 24, 24])
  assert.equal(hours(backOff(2, { interval: 3 }, NOW)), 6)
})
