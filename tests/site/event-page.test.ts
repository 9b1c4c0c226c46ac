import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CommunityEvent } from '../../src/core/event/event.ts'
import { createEventsPage } from '../../src/site/event-page.ts'
import { formatDays, formatPlace } from '../../src/core/event/event-words.ts'
import { makeEvent, makeListing } from '../builders.ts'

const NOW = new Date('2026-08-24T06:00:00Z')
const page = (...events: CommunityEvent[]) => createEventsPage({ events, now: NOW })

function onDays(id: string, start: string, end = start, own: Partial<CommunityEvent> = {}): CommunityEvent {
  return makeEvent({ id, name: id, listings: [makeListing({ start, end })], ...own })
}

describe('the words of an event', () => {
  const days: [string, string, string][] = [
    ['2026-05-13', '2026-05-13', '13 May 2026'],
    ['2026-11-09', '2026-11-12', '9 to 12 November 2026'],
    ['2026-11-11', '2026-11-12', '11 and 12 November 2026'],
    ['2026-12-31', '2027-01-01', '31 December 2026 and 1 January 2027'],
    ['2026-11-30', '2026-12-04', '30 November to 4 December 2026'],
    ['2026-12-30', '2027-01-02', '30 December 2026 to 2 January 2027'],
  ]
  for (const [start, end, words] of days) {
    test(`say no more of its days than it takes: ${words}`, () => {
      assert.equal(formatDays({ start, end }), words)
    })
  }

  test('say where it is, and whether one can stay at home', () => {
    assert.equal(formatPlace(makeEvent()), 'Rotterdam, Netherlands')
    assert.equal(formatPlace(makeEvent({ remote: true })), 'Rotterdam, Netherlands, and online')
    const { city: _, country: __, ...nowhere } = makeListing()
    assert.equal(formatPlace(makeEvent({ region: 'online', listings: [nowhere] })), 'online')
  })
})

describe('the page of events', () => {
  test('keeps an event to the end of its last day', () => {
    const { upcoming, past } = page(
      onDays('over', '2026-08-20', '2026-08-23'),
      onDays('on', '2026-08-20', '2026-08-24'),
    )
    assert.deepEqual(
      upcoming.map(({ id, countdown }) => [id, countdown]),
      [['on', 'day 5 of 5']],
    )
    assert.deepEqual(
      past.map(({ year, events }) => [year, events.map(({ id, countdown }) => [id, countdown])]),
      [['2026', [['over', undefined]]]],
    )
  })

  const countdowns: [start: string, end: string, words: string][] = [
    ['2026-08-24', '2026-08-24', 'today'],
    ['2026-08-24', '2026-08-26', 'day 1 of 3'],
    ['2026-08-25', '2026-08-26', 'tomorrow'],
    ['2026-08-26', '2026-08-26', 'in 2 days'],
  ]
  for (const [start, end, words] of countdowns) {
    test(`counts down to one of ${start}: ${words}`, () => {
      assert.equal(page(onDays('one', start, end)).upcoming[0]?.countdown, words)
    })
  }

  const calls: [closes: string | undefined, words: string][] = [
    ['2026-08-31', 'talks until 31 August 2026, 7 days left'],
    ['2026-08-24', 'talks until 24 August 2026, closes today'],
    ['2026-08-23', 'the call for talks closed on 23 August 2026'],
    [undefined, 'call for talks, until when is not on record'],
  ]
  for (const [closes, words] of calls) {
    test(`says of an event to come until when talks can be handed in: ${words}`, () => {
      const cfp = { url: 'https://regatta.example/talks/', ...(closes === undefined ? {} : { closes }) }
      const event = makeEvent({ listings: [makeListing({ cfp })] })
      assert.deepEqual(page(event).upcoming[0]?.call, { text: words, url: cfp.url })
      assert.equal(page({ ...event, cancelled: true }).upcoming[0]?.call, undefined)
      assert.equal(page(makeEvent()).upcoming[0]?.call, undefined)
    })
  }

  test('has past ones by year, the latest first', () => {
    const { past } = page(onDays('a', '2024-05-01'), onDays('b', '2025-03-01'), onDays('c', '2025-04-01'))
    assert.deepEqual(
      past.map(({ year, events }) => [year, events.map(({ id }) => id)]),
      [
        ['2025', ['c', 'b']],
        ['2024', ['a']],
      ],
    )
  })

  test('offers the regions that have something to come, and says how much', () => {
    const { regions } = page(
      onDays('a', '2026-09-01'),
      onDays('b', '2026-09-02', '2026-09-02', { region: 'asia-pacific' }),
      onDays('c', '2026-09-03'),
      onDays('d', '2026-01-01', '2026-01-01', { region: 'latin-america' }),
    )
    assert.deepEqual(
      regions.map(({ id, count }) => [id, count]),
      [
        ['europe', 2],
        ['asia-pacific', 1],
      ],
    )
  })

  test('has the calls for talks that are open, the one that closes next first', () => {
    const call = (id: string, closes: string | undefined, own: Partial<CommunityEvent> = {}) => {
      const cfp = { url: 'https://regatta.example/talks/', ...(closes === undefined ? {} : { closes }) }
      return makeEvent({ id, name: id, listings: [makeListing({ cfp })], ...own })
    }
    const { calls } = page(
      call('later', '2026-09-30'),
      call('today', '2026-08-24'),
      call('closed', '2026-08-23'),
      call('nobody-knows', undefined),
      call('called-off', '2026-09-01', { cancelled: true }),
    )
    assert.deepEqual(
      calls.map(({ id, countdown }) => [id, countdown]),
      [
        ['today', 'closes today'],
        ['later', '37 days left'],
      ],
    )
  })

  test('says what another source has, where it is something else', () => {
    const [event] = page(
      makeEvent({
        listings: [
          makeListing({ source: 'kubernetes-website' }),
          makeListing({ start: '2026-10-26', end: '2026-10-29', city: 'Utrecht' }),
        ],
      }),
    ).upcoming
    assert.equal(event?.days, '9 to 12 November 2026')
    assert.deepEqual(event.others, ['tech-conferences has 26 to 29 October 2026 in Utrecht'])
  })

  test('names its sources with the day on which each was last read', () => {
    const { credits, read } = page(
      makeEvent({ listings: [makeListing({ source: 'kubernetes-website', read: '2026-06-28' }), makeListing()] }),
      makeEvent({ id: 'other', listings: [makeListing({ read: '2026-08-01' })] }),
    )
    assert.deepEqual(
      credits.map((source) => [source.title, source.read]),
      [
        ['kubernetes.io’s list of KubeCons', '2026-06-28'],
        ['tech-conferences', '2026-08-22'],
      ],
    )
    assert.equal(read, '2026-08-22')
  })

  test('is empty without events', () => {
    assert.deepEqual(page(), { upcoming: [], regions: [], calls: [], past: [], credits: [], read: undefined })
  })
})
