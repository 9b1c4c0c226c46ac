import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { type Calendar, type CalendarEntry, renderCalendar } from '../../src/site/calendar.ts'

const ENTRY: CalendarEntry = {
  uid: 'urn:crowsnest:event:regatta-2026',
  start: '2026-11-09',
  end: '2026-11-12',
  title: 'Regatta 2026',
  text: 'Rotterdam',
  url: 'https://regatta.example/2026/',
  category: 'Event',
  stamp: '2026-08-22',
}

function makeCalendar(...entries: Partial<CalendarEntry>[]): Calendar {
  return {
    name: 'Crowsnest: Kubernetes',
    product: 'Crowsnest//Kubernetes calendar',
    description: 'All that has a day.',
    url: 'https://crowsnest.example/releases/',
    language: 'en',
    entries: entries.map((own) => ({ ...ENTRY, ...own })),
  }
}

const lines = (text: string) => text.split('\r\n')
/** The lines as a reader puts them together again. */
const unfold = (text: string) => lines(text.replaceAll('\r\n ', ''))

/** Texts that break calendars that were written carelessly. */
const ODD_TEXTS = [
  'a; b, c \\ d',
  'two\nlines, and a\r\nthird',
  'ハル (Haru), の読み方は長い。'.repeat(9),
  '🚢'.repeat(40),
  'é'.repeat(73),
  'END:VEVENT\r\nBEGIN:VEVENT',
  'a colon: and "quotes"',
  ' begins and ends with a space ',
]

describe('a calendar', () => {
  const odd = makeCalendar(
    ...ODD_TEXTS.map((text, index) => ({ uid: `urn:x:${index}`, title: text, text, place: text })),
  )

  test('has lines that end in CRLF and are no longer than 75 bytes, each a whole text', () => {
    const text = renderCalendar(odd)
    assert.ok(text.endsWith('END:VCALENDAR\r\n'))
    assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/)
    const longest = lines(text).map((line) => Buffer.byteLength(line))
    assert.ok(Math.max(...longest) <= 75, `${Math.max(...longest)} bytes`)
    assert.doesNotMatch(text, /[\u{D800}-\u{DFFF}\uFFFD]/u)
  })

  test('ends on the day after the last one, also over a leap day and the end of a year', () => {
    const ends: [start: string, end: string, expected: string][] = [
      ['2026-11-09', '2026-11-12', '20261113'],
      ['2026-11-09', '2026-11-09', '20261110'],
      ['2028-02-28', '2028-02-28', '20280229'],
      ['2028-02-29', '2028-02-29', '20280301'],
      ['2026-12-31', '2026-12-31', '20270101'],
    ]
    for (const [start, end, expected] of ends) {
      const text = unfold(renderCalendar(makeCalendar({ start, end })))
      assert.ok(text.includes(`DTSTART;VALUE=DATE:${start.replaceAll('-', '')}`))
      assert.ok(text.includes(`DTEND;VALUE=DATE:${expected}`))
    }
  })

  test('is stamped by its content and not by the clock', () => {
    assert.ok(unfold(renderCalendar(makeCalendar({}))).includes('DTSTAMP:20260822T000000Z'))
  })

  test('counts its revisions up with its stamp, so that a program takes a moved day for what it had', () => {
    const revise = (own: Partial<CalendarEntry>) => {
      const [event] = new ICAL.Component(ICAL.parse(renderCalendar(makeCalendar(own))) as unknown[])
        .getAllSubcomponents('vevent')
        .map((component) => new ICAL.Event(component))
      assert.ok(event)
      return {
        uid: event.uid,
        sequence: Number(event.sequence),
        modified: String(event.component.getFirstPropertyValue('last-modified')),
      }
    }
    const before = revise({ stamp: '2026-08-22' })
    const after = revise({ stamp: '2026-08-23', start: '2026-11-10' })
    assert.equal(after.uid, before.uid)
    assert.equal(after.sequence, before.sequence + 1)
    assert.deepEqual([before.modified, after.modified], ['2026-08-22T00:00:00Z', '2026-08-23T00:00:00Z'])
  })

  test('says that what was called off is', () => {
    assert.ok(unfold(renderCalendar(makeCalendar({ cancelled: true }))).includes('STATUS:CANCELLED'))
    assert.ok(unfold(renderCalendar(makeCalendar({}))).includes('STATUS:CONFIRMED'))
  })

  test('is read by ical.js as it was meant, every text and every day', () => {
    const calendar = new ICAL.Component(ICAL.parse(renderCalendar(odd)) as unknown[])
    const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
    assert.deepEqual(
      events.map(({ summary, description, location }) => [summary, description, location]),
      ODD_TEXTS.map((text) => text.replaceAll('\r\n', '\n')).map((text) => [text, text, text]),
    )
    for (const { startDate, endDate } of events) {
      assert.deepEqual([startDate.isDate, startDate.toString(), endDate.toString()], [true, '2026-11-09', '2026-11-13'])
    }
  })

  test('is read by node-ical, every entry by its id', () => {
    const events = Object.values(nodeIcal.sync.parseICS(renderCalendar(odd))).filter(
      (component) => component?.type === 'VEVENT',
    )
    assert.deepEqual(
      events.map(({ uid, datetype }) => [uid, datetype]),
      ODD_TEXTS.map((_, index) => [`urn:x:${index}`, 'date']),
    )
  })
})
