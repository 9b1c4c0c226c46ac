import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import type { CommunityEvent } from '../../src/core/event/event.ts'
import type { ReleaseSourceId } from '../../src/core/release/release-source.ts'
import type { Release } from '../../src/core/release/release.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { readEvents } from '../../src/io/event-files.ts'
import { readReleaseSchedule, readReleases } from '../../src/io/release-files.ts'
import { type CalendarEntry, renderCalendar } from '../../src/site/calendar.ts'
import {
  createCalendar,
  createCfpCalendar,
  createEndOfLifeCalendar,
  createEventCalendar,
  createReleaseCalendar,
} from '../../src/site/calendar-entries.ts'
import { makeEvent, makeListing, makeRelease } from '../builders.ts'

const NOW = new Date('2026-08-24T06:00:00Z')
const settings = { name: 'Crowsnest', url: 'https://crowsnest.example', language: 'en' } as SiteSettings

function shelf(own: {
  releases?: Release[]
  events?: CommunityEvent[]
  rounds?: { target: string; cherryPicks?: string }[]
  deadlines?: { day: string; what: string; minor?: string }[]
  read?: Partial<Record<ReleaseSourceId, string>>
}) {
  const { releases = [], events = [], rounds = [], deadlines, read = { 'kubernetes-schedule': '2026-08-21' } } = own
  return {
    settings,
    releases,
    events,
    now: NOW,
    releaseSchedule: { read, rounds, deadlines },
  }
}

const idsAndDays = (entries: readonly CalendarEntry[]) => entries.map(({ uid, start, end }) => [uid, start, end])

const PATCHES = [
  { version: '1.36.0', planned: {}, days: { 'kubernetes-tags': '2026-04-22' } },
  { version: '1.36.1', planned: { 'kubernetes-schedule': '2026-05-11' }, days: { 'kubernetes-tags': '2026-05-12' } },
  { version: '1.36.2', planned: { 'kubernetes-schedule': '2026-06-09' }, days: {} },
  { version: '1.36.3', planned: { 'kubernetes-schedule': '2026-09-15' }, days: {} },
]

describe('the calendar of releases', () => {
  test('has every release, maintenance, end and patch, and what is still planned', () => {
    const { entries } = createReleaseCalendar(
      shelf({
        releases: [makeRelease({ patches: PATCHES })],
        rounds: [{ target: '2026-08-11' }, { target: '2026-09-15' }],
      }),
    )
    assert.deepEqual(
      entries.map(({ uid, start }) => [uid.replace('urn:crowsnest:release:', ''), start]),
      [
        ['1.36:release', '2026-04-22'],
        ['1.36:patch:1.36.1', '2026-05-12'],
        ['1.36:patch:1.36.3', '2026-09-15'],
        ['round:2026-09', '2026-09-15'],
        ['1.36:maintenance', '2027-04-28'],
        ['1.36:end-of-life', '2027-06-28'],
      ],
    )
  })

  test('keeps the id of an entry when its day moves, and when a plan comes true', () => {
    const uidOf = (release: Release) =>
      createReleaseCalendar(shelf({ releases: [release] })).entries.map(({ uid }) => uid)
    const empty = { maintenance: {}, endOfLife: {}, patches: [] }
    const planned = makeRelease({ ...empty, released: {}, planned: { 'release-team': '2026-08-26' } })
    const moved = makeRelease({ ...empty, released: {}, planned: { 'release-team': '2026-09-02' } })
    const out = makeRelease({ ...empty, planned: { 'release-team': '2026-09-02' } })
    assert.deepEqual(uidOf(planned), ['urn:crowsnest:release:1.36:release'])
    assert.deepEqual([uidOf(moved), uidOf(out)], [uidOf(planned), uidOf(planned)])
  })

  test('tells two rounds of one month apart, also when the first is over', () => {
    const early = { target: '2026-08-04', cherryPicks: '2026-07-31' }
    const late = { target: '2026-08-25', cherryPicks: '2026-08-24' }
    assert.deepEqual(
      createReleaseCalendar(shelf({ rounds: [early, late] })).entries.map(({ uid, start }) => [uid, start]),
      [
        ['urn:crowsnest:release:round:2026-08:2:cherry-picks', '2026-08-24'],
        ['urn:crowsnest:release:round:2026-08:2', '2026-08-25'],
      ],
    )
  })

  test('has the deadlines of a minor in the making, under ids that stay when their days move', () => {
    const calendar = (day: string) =>
      createReleaseCalendar(
        shelf({
          releases: [makeRelease({ minor: '1.36', maintenance: {}, endOfLife: {}, patches: [] })],
          deadlines: [
            { day, what: 'code freeze', minor: '1.36' },
            { day: '2026-11-02', what: 'docs freeze', minor: '1.39' },
            { day: '2026-11-03', what: 'code freeze', minor: '1.36' },
          ],
        }),
      ).entries.slice(1)
    assert.deepEqual(
      calendar('2026-11-01').map(({ uid, start, title, url }) => [uid, start, title, url]),
      [
        [
          'urn:crowsnest:release:1.36:deadline:code-freeze',
          '2026-11-01',
          'Kubernetes 1.36: code freeze',
          'https://crowsnest.example/releases/1.36/',
        ],
        [
          'urn:crowsnest:release:1.39:deadline:docs-freeze',
          '2026-11-02',
          'Kubernetes 1.39: docs freeze',
          'https://crowsnest.example/releases/',
        ],
        [
          'urn:crowsnest:release:1.36:deadline:code-freeze:2',
          '2026-11-03',
          'Kubernetes 1.36: code freeze',
          'https://crowsnest.example/releases/1.36/',
        ],
      ],
    )
    assert.deepEqual(
      calendar('2026-10-30')
        .map(({ uid }) => uid)
        .sort(),
      calendar('2026-11-01')
        .map(({ uid }) => uid)
        .sort(),
    )
  })

  test('never makes an entry look older: not when another source, read longer ago, has the word on it', () => {
    const stampsOf = (released: Release['released']) =>
      createReleaseCalendar(
        shelf({
          releases: [makeRelease({ released, maintenance: {}, endOfLife: {}, patches: [] })],
          read: { 'kubernetes-schedule': '2026-08-10', 'endoflife-date': '2026-08-22' },
        }),
      ).entries.map(({ stamp }) => stamp)
    const before = stampsOf({ 'endoflife-date': '2026-04-22' })
    assert.deepEqual([before, stampsOf({ 'kubernetes-schedule': '2026-04-23' })], [['2026-08-22'], ['2026-08-22']])
  })

  test('leads each to its minor, and is stamped with the day on which its source was read', () => {
    const entry = createReleaseCalendar(shelf({ releases: [makeRelease()] })).entries[0]
    assert.equal(entry?.url, 'https://crowsnest.example/releases/1.36/')
    assert.equal(entry.stamp, '2026-08-21')
  })
})

describe('the calendar of events', () => {
  const cfp = { url: 'https://regatta.example/talks/', closes: '2026-08-31' }
  const event = makeEvent({ listings: [makeListing({ cfp })] })

  test('has every event over all its days, and the last day for talks', () => {
    assert.deepEqual(idsAndDays(createEventCalendar(shelf({ events: [event] })).entries), [
      ['urn:crowsnest:event:regatta-2026:cfp', '2026-08-31', '2026-08-31'],
      ['urn:crowsnest:event:regatta-2026', '2026-11-09', '2026-11-12'],
    ])
  })

  test('never makes an event look older when a more trusted source, read before, is added', () => {
    const cfp = { url: 'https://regatta.example/talks/', closes: '2026-08-31' }
    const listings = [
      makeListing({ source: 'kubernetes-website', read: '2026-06-28', start: '2026-11-10', cfp }),
      makeListing({ source: 'tech-conferences', read: '2026-08-22' }),
    ]
    const { entries } = createEventCalendar(shelf({ events: [makeEvent({ listings })] }))
    assert.deepEqual(
      entries.map(({ start, stamp }) => [start, stamp]),
      [
        ['2026-08-31', '2026-08-22'],
        ['2026-11-10', '2026-08-22'],
      ],
    )
  })

  test('closes no call whose day nobody knows, nor that of an event that is called off', () => {
    const open = makeEvent({ listings: [makeListing({ cfp: { url: cfp.url } })] })
    for (const one of [open, { ...event, cancelled: true }]) {
      const { entries } = createEventCalendar(shelf({ events: [one] }))
      assert.deepEqual(
        entries.map(({ uid, cancelled }) => [uid, cancelled]),
        [['urn:crowsnest:event:regatta-2026', one.cancelled]],
      )
    }
  })
})

describe('the calendar of all', () => {
  test('is both, by day, and no id is there twice', () => {
    const content = shelf({ releases: [makeRelease({ patches: PATCHES })], events: [makeEvent()] })
    const all = createCalendar(content).entries
    const parts = [createReleaseCalendar(content), createEventCalendar(content)].flatMap(({ entries }) => entries)
    assert.equal(all.length, parts.length)
    assert.equal(new Set(all.map(({ uid }) => uid)).size, all.length)
    assert.deepEqual(
      all.map(({ start }) => start),
      parts.map(({ start }) => start).sort(),
    )
  })
})

describe('the calendar of one kind', () => {
  const cfp = { url: 'https://regatta.example/talks/', closes: '2026-08-31' }
  const content = shelf({
    releases: [makeRelease({ patches: PATCHES })],
    events: [makeEvent({ listings: [makeListing({ cfp })] }), makeEvent({ id: 'without-call' })],
  })

  test('has the ends of support alone, and those of calls alone', () => {
    assert.deepEqual(
      createEndOfLifeCalendar(content).entries.map(({ uid }) => uid),
      ['urn:crowsnest:release:1.36:maintenance', 'urn:crowsnest:release:1.36:end-of-life'],
    )
    assert.deepEqual(
      createCfpCalendar(content).entries.map(({ uid }) => uid),
      ['urn:crowsnest:event:regatta-2026:cfp'],
    )
  })

  test('has each entry as the calendar of all has it, under the same id', () => {
    const all = new Map(createCalendar(content).entries.map((entry) => [entry.uid, entry]))
    for (const create of [createEndOfLifeCalendar, createCfpCalendar, createReleaseCalendar, createEventCalendar]) {
      const { entries } = create(content)
      assert.ok(entries.length > 0)
      for (const entry of entries) assert.deepEqual(entry, all.get(entry.uid))
    }
  })
})

describe('the calendar of our own content', () => {
  const folder = path.resolve(import.meta.dirname, '../../content')
  const schedule = readReleaseSchedule(folder)
  assert.ok(schedule.ok)
  const releases = readReleases(folder).entries
  const events = readEvents(folder).entries
  const calendar = createCalendar({ settings, releases, events, releaseSchedule: schedule.value, now: NOW })
  const text = renderCalendar(calendar)
  const ids = calendar.entries.map(({ uid }) => uid).sort()

  test('holds each release, each end that is known, and each event', () => {
    for (const { minor, endOfLife } of releases) {
      assert.ok(ids.includes(`urn:crowsnest:release:${minor}:release`))
      const known = Object.keys(endOfLife).length > 0
      assert.equal(ids.includes(`urn:crowsnest:release:${minor}:end-of-life`), known, minor)
    }
    for (const { id } of events) assert.ok(ids.includes(`urn:crowsnest:event:${id}`))
  })

  test('holds each call whose last day is known, and each maintenance and patch', () => {
    const calls = events.filter(({ listings, cancelled }) => !cancelled && listings.some(({ cfp }) => cfp?.closes))
    assert.ok(calls.length > 0)
    for (const { id } of calls) assert.ok(ids.includes(`urn:crowsnest:event:${id}:cfp`), id)
    for (const { minor, maintenance, patches } of releases) {
      const known = Object.keys(maintenance).length > 0
      assert.equal(ids.includes(`urn:crowsnest:release:${minor}:maintenance`), known, minor)
      for (const { version, days } of patches) {
        if (version === `${minor}.0` || Object.keys(days).length === 0) continue
        assert.ok(ids.includes(`urn:crowsnest:release:${minor}:patch:${version}`), version)
      }
    }
  })

  test('is the same in both parsers', () => {
    const read = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent')
    assert.deepEqual(read.map((component) => new ICAL.Event(component).uid).sort(), ids)
    const parsed = Object.values(nodeIcal.sync.parseICS(text)).filter((component) => component?.type === 'VEVENT')
    assert.deepEqual(parsed.map(({ uid }) => uid).sort(), ids)
  })

  test('has the same days in both parsers, whole ones without a zone, as ours are', () => {
    const days = new Map(calendar.entries.map(({ uid, start }) => [uid, start]))
    const read = new ICAL.Component(ICAL.parse(text) as unknown[]).getAllSubcomponents('vevent')
    for (const { uid, startDate } of read.map((component) => new ICAL.Event(component))) {
      assert.deepEqual([startDate.isDate, startDate.toString()], [true, days.get(uid)])
    }
    for (const component of Object.values(nodeIcal.sync.parseICS(text))) {
      if (component?.type !== 'VEVENT') continue
      const { uid, start, datetype } = component
      // It gives a whole day as midnight where the machine stands.
      const day = [start.getFullYear(), start.getMonth() + 1, start.getDate()].map((part) => `${part}`.padStart(2, '0'))
      assert.deepEqual([datetype, day.join('-')], ['date', days.get(uid)])
    }
  })

  for (const create of [createReleaseCalendar, createEndOfLifeCalendar, createEventCalendar, createCfpCalendar]) {
    test(`is parsed whole by both, cut to one kind: ${create.name}`, () => {
      const one = create({ settings, releases, events, releaseSchedule: schedule.value, now: NOW })
      const own = one.entries.map(({ uid }) => uid).sort()
      assert.ok(own.length > 0)
      const rendered = renderCalendar(one)
      const read = new ICAL.Component(ICAL.parse(rendered) as unknown[]).getAllSubcomponents('vevent')
      assert.deepEqual(read.map((component) => new ICAL.Event(component).uid).sort(), own)
      const parsed = Object.values(nodeIcal.sync.parseICS(rendered)).filter((each) => each?.type === 'VEVENT')
      assert.deepEqual(parsed.map(({ uid }) => uid).sort(), own)
    })
  }
})
