import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { writeEventsSection } from '../../../src/core/event/events-section.ts'
import { makeEvent, makeListing } from '../../builders.ts'

const DAY = '2026-10-15'
const held = (start: string, end = start, own: Parameters<typeof makeEvent>[0] = {}) =>
  makeEvent({ listings: [makeListing({ start, end })], ...own })

describe('the section of events', () => {
  for (const [what, start, end, isThere] of [
    ['begins on the 28th day', '2026-11-12', '2026-11-12', true],
    ['begins a day later', '2026-11-13', '2026-11-14', false],
    ['is on', '2026-10-13', '2026-10-15', true],
    ['is over', '2026-10-13', '2026-10-14', false],
  ] as const) {
    test(`${isThere ? 'has' : 'leaves out'} an event that ${what}`, () => {
      assert.equal(writeEventsSection([held(start, end)], DAY) !== '', isThere)
    })
  }

  test('says when and where, in what language, and that it is cancelled', () => {
    assert.equal(
      writeEventsSection([held('2026-11-09', '2026-11-12', { language: 'de', remote: true })], DAY),
      '- [Regatta 2026](https://regatta.example/2026/): 9 to 12 November 2026, Rotterdam, Netherlands, and online, in German.',
    )
    assert.match(
      writeEventsSection([held('2026-11-09', '2026-11-09', { cancelled: true })], DAY),
      / is cancelled; it was to be on 9 /,
    )
  })

  test('shows what another source says beside it', () => {
    const other = makeListing({ source: 'tech-conferences', start: '2026-10-26', end: '2026-10-29', city: 'Gouda' })
    const event = makeEvent({ listings: [makeListing({ source: 'organiser' }), other] })
    assert.match(writeEventsSection([event], DAY), /Netherlands \(tech-conferences: 26 to 29 October 2026, Gouda\)\.$/)
  })

  test('puts calls for talks that close behind the events, the next first, and none that is closed or cancelled', () => {
    const call = (id: string, closes: string, own: Parameters<typeof makeEvent>[0] = {}) =>
      makeEvent({
        id,
        name: id,
        listings: [
          makeListing({ start: '2027-03-01', end: '2027-03-02', cfp: { url: `https://cfp.example/${id}`, closes } }),
        ],
        ...own,
      })
    const events = [
      call('late', '2026-11-12'),
      call('soon', '2026-10-15'),
      call('too-late', '2026-11-13'),
      call('closed', '2026-10-14'),
      call('off', '2026-10-20', { cancelled: true }),
      held('2026-11-01', '2026-11-01', { id: 'held' }),
    ]
    const lines = writeEventsSection(events, DAY).split('\n')
    assert.deepEqual(
      lines.map((line) => /\[([^\]]+)/.exec(line)?.[1]),
      ['Regatta 2026', 'soon', 'late'],
    )
    assert.match(
      lines[1] ?? '',
      /taken until Thursday 15 October; it is held 1 and 2 March 2027, in Rotterdam, Netherlands\.$/,
    )
  })

  test('counts what has no room, and stays the same whatever the order', () => {
    const many = Array.from({ length: 30 }, (_, at) =>
      held('2026-11-01', '2026-11-01', { id: `e-${at}`, name: `E ${at}` }),
    )
    const text = writeEventsSection(many, DAY)
    assert.equal(text.split('\n').length, 20)
    assert.match(text, /- \[11 more events\]\(\/events\/\)\.$/)
    assert.equal(writeEventsSection(many.toReversed(), DAY), text)
  })

  test('takes no markup from a name', () => {
    const text = writeEventsSection([held('2026-11-01', '2026-11-01', { name: '[x](javascript:1) *y*' })], DAY)
    assert.doesNotMatch(text, /\[x\]\(javascript/)
  })
})
