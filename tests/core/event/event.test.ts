import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  cfpOf,
  type CommunityEvent,
  formatEvent,
  listingOf,
  otherListings,
  parseEvent,
} from '../../../src/core/event/event.ts'
import { makeEvent, makeListing } from '../../builders.ts'

const WHERE = 'content/events/regatta-2026.yml'
const CFP = { url: 'https://regatta.example/talks/', closes: '2026-08-31' }

describe('the file of an event', () => {
  const kept: [string, CommunityEvent][] = [
    ['what is usual', makeEvent()],
    ['what is not', makeEvent({ remote: true, language: 'de', cancelled: true, kind: 'kcd' })],
    ['a call for talks', makeEvent({ listings: [makeListing({ cfp: CFP })] })],
    ['one that has no place', makeEvent({ region: 'online', listings: [listingWithoutPlace()] })],
    [
      'sources that do not agree',
      makeEvent({ listings: [makeListing({ source: 'organiser', city: 'Utrecht' }), makeListing()] }),
    ],
  ]
  for (const [what, event] of kept) {
    test(`is read as it was written: ${what}`, () => {
      assert.deepEqual(parseEvent(formatEvent(event), event.id, WHERE), { ok: true, value: event })
    })
  }

  const wrong: [string, CommunityEvent, RegExp][] = [
    [
      'listings[0].end',
      ofListing({ start: '2026-11-09', end: '2026-11-08' }),
      /the day on which it starts, 2026-11-09/,
    ],
    ['listings[0].start', ofListing({ start: '2026-11-31', end: '2026-12-02' }), /expected a day/],
    ['listings[0].url', ofListing({ url: 'javascript:alert(1)' }), /expected a web address/],
    ['listings[0].cfp.closes', ofListing({ cfp: { ...CFP, closes: '2026-11-13' } }), /before the event ends/],
    ['listings[0].city', makeEvent({ listings: [listingWithoutPlace()] }), /a city or a country, or the region online/],
    ['listings[1].source', makeEvent({ listings: [makeListing(), makeListing()] }), /each source once/],
    ['listings', makeEvent({ listings: [] }), /at least one source/],
    ['language', makeEvent({ language: 'German' }), /code of a language/],
    ['kind', { ...makeEvent(), kind: 'party' as 'kcd' }, /kubecon, kcd, conference/],
    ['region', { ...makeEvent(), region: 'atlantis' as 'europe' }, /expected one of europe/],
  ]
  for (const [field, event, what] of wrong) {
    test(`is told what is wrong with ${field}: ${what.source}`, () => {
      const parsed = parseEvent(formatEvent(event), 'regatta-2026', WHERE)
      assert.ok(!parsed.ok)
      assert.deepEqual(
        parsed.problems.map((problem) => [problem.where, problem.field]),
        [[WHERE, field]],
      )
      assert.match(parsed.problems[0]?.what ?? '', what)
    })
  }

  test('has an id for a name', () => {
    const parsed = parseEvent(formatEvent(makeEvent()), 'Regatta 2026', WHERE)
    assert.ok(!parsed.ok)
    assert.match(parsed.problems[0]?.what ?? '', /file's name is the event's id/)
  })
})

describe('of several listings', () => {
  const first = makeListing({ source: 'kubernetes-website', city: 'Utrecht' })
  const second = makeListing({ cfp: CFP })

  test('that of the most trusted source counts, in whatever order they were written', () => {
    const text = formatEvent(makeEvent({ listings: [second, first] }))
    const parsed = parseEvent(text, 'regatta-2026', WHERE)
    assert.ok(parsed.ok)
    assert.equal(listingOf(parsed.value).source, 'kubernetes-website')
    assert.deepEqual(cfpOf(parsed.value), CFP)
  })

  test('those are told that give other days or another place', () => {
    assert.deepEqual(otherListings(makeEvent({ listings: [first, second] })), [second])
    assert.deepEqual(otherListings(makeEvent({ listings: [{ ...second, source: 'organiser' }, second] })), [])
    const later = makeListing({ end: '2026-11-13' })
    assert.deepEqual(otherListings(makeEvent({ listings: [{ ...second, source: 'organiser' }, later] })), [later])
  })
})

function ofListing(own: Parameters<typeof makeListing>[0]): CommunityEvent {
  return makeEvent({ listings: [makeListing(own)] })
}

function listingWithoutPlace() {
  const { city: _, country: __, ...rest } = makeListing()
  return rest
}
