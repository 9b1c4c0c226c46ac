import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Release } from '../../src/core/release/release.ts'
import type { Support } from '../../src/core/release/support-state.ts'
import { createReleasesPage } from '../../src/site/release-page.ts'
import { createReleaseStrip } from '../../src/site/release-strip.ts'
import { createTimeline } from '../../src/site/release-timeline.ts'
import { countdown, staleSince, viewRelease } from '../../src/site/release-view.ts'
import { makeRelease } from '../builders.ts'

const NOW = new Date('2026-08-24T06:00:00Z')
const by = (day: string) => ({ 'kubernetes-schedule': day })

/** A minor by its days; without an end it has none on record. */
function minor(version: string, released: string, maintenance?: string, end?: string): Release {
  return makeRelease({
    minor: version,
    released: by(released),
    maintenance: maintenance === undefined ? {} : by(maintenance),
    endOfLife: end === undefined ? {} : by(end),
    patches: [{ version: `${version}.3`, planned: {}, days: by(released) }],
  })
}

const PLANNED = makeRelease({
  ...{ minor: '1.37', released: {}, maintenance: {}, endOfLife: {}, patches: [] },
  planned: { 'release-team': '2026-08-26' },
})
const RELEASES = [
  PLANNED,
  minor('1.36', '2026-04-22', '2027-04-28', '2027-06-28'),
  minor('1.35', '2025-12-17', '2026-12-28', '2027-02-28'),
  minor('1.34', '2025-08-27', '2026-08-20', '2026-10-27'),
  minor('1.33', '2025-04-23', '2026-06-01', '2026-07-28'),
  minor('1.32', '2024-12-11', '2025-12-28', '2026-02-28'),
  minor('1.31', '2024-08-13', '2025-08-28', '2025-11-11'),
  minor('1.0', '2015-07-10'),
]

function shelf(own: { releases?: Release[]; now?: Date; read?: Record<string, string> } = {}) {
  const { releases = RELEASES, now = NOW, read = { 'kubernetes-schedule': '2026-08-21' } } = own
  return { releases, now, releaseSchedule: { read, rounds: [{ target: '2026-09-15' }] } }
}

describe('a countdown', () => {
  const cases: [Support, string][] = [
    [{ state: 'supported', ends: '2027-06-28', daysLeft: 308 }, '308 days left'],
    [{ state: 'maintenance', ends: '2026-08-25', daysLeft: 1 }, '1 day left'],
    [{ state: 'maintenance', ends: '2026-08-24', daysLeft: 0 }, 'ends today'],
    [{ state: 'ended', ended: '2026-08-23', daysAgo: 1 }, 'ended yesterday'],
    [{ state: 'ended', ended: '2026-08-22', daysAgo: 2 }, 'ended 2 days ago'],
    [{ state: 'ended', ended: '2025-08-24', daysAgo: 365 }, 'ended 365 days ago'],
    [{ state: 'ended', ended: '2023-07-28', daysAgo: 1123 }, 'ended on 28 July 2023'],
    [{ state: 'planned', day: '2026-08-24', daysTo: 0 }, 'due today'],
    [{ state: 'planned', day: '2026-08-25', daysTo: 1 }, 'due tomorrow'],
    [{ state: 'planned', day: '2026-08-26', daysTo: 2 }, 'due in 2 days'],
    [{ state: 'due', day: '2026-08-23', daysAgo: 1 }, 'was due yesterday'],
    [{ state: 'unknown' }, 'end not on record'],
  ]
  for (const [support, words] of cases) {
    test(`is in plain words: ${words}`, () => {
      assert.equal(countdown(support), words)
    })
  }
})

describe('the strip of the home page', () => {
  test('has what is to come, what is supported, and what ended of late; the newest first', () => {
    const minors = (now: string) => createReleaseStrip(shelf({ now: new Date(now) })).releases.map((view) => view.minor)
    assert.deepEqual(minors('2026-08-24T06:00:00Z'), ['1.37', '1.36', '1.35', '1.34', '1.33'])
    assert.deepEqual(minors('2026-08-28T00:00:00Z'), ['1.37', '1.36', '1.35', '1.34'])
  })

  test('is empty where nothing is known, and then says nothing of its age', () => {
    assert.deepEqual(createReleaseStrip(shelf({ releases: [], now: new Date('2027-01-01T00:00:00Z') })), {
      releases: [],
      stale: undefined,
    })
  })

  test('says how old the facts are once nobody has looked for longer than ten days', () => {
    assert.equal(staleSince(shelf({ now: new Date('2026-08-31T23:59:59Z') })), undefined)
    assert.equal(staleSince(shelf({ now: new Date('2026-09-01T00:00:00Z') })), '2026-08-21')
    assert.equal(staleSince(shelf({ read: {} })), undefined)
  })
})

describe('the page of releases', () => {
  const page = createReleasesPage(shelf())

  test('parts what is supported or to come from what is over or unknown', () => {
    assert.deepEqual(
      page.current.map((view) => view.minor),
      ['1.37', '1.36', '1.35', '1.34'],
    )
    assert.deepEqual(
      page.past.map((view) => [view.minor, view.support.state]),
      [
        ['1.33', 'ended'],
        ['1.32', 'ended'],
        ['1.31', 'ended'],
        ['1.0', 'unknown'],
      ],
    )
  })

  test('says at once what is supported, and what ends next', () => {
    assert.equal(
      page.summary,
      '1.36, 1.35 and 1.34 are supported on Monday 24 August 2026. The next to end is 1.34, on 27 October 2026.',
    )
    const summaryOn = (day: string) => createReleasesPage(shelf({ now: new Date(day) })).summary
    assert.match(
      summaryOn('2027-03-10') ?? '',
      /^1\.36 alone is supported on Wednesday 10 March 2027, until 28 June 2027\.$/,
    )
    assert.equal(summaryOn('2030-01-01'), undefined)
  })

  test('says of each what to do', () => {
    assert.deepEqual(
      page.current.map(({ advice }) => advice),
      [
        'Planned for 26 August 2026. Until then, try it where nobody depends on it.',
        'Run 1.36.3. All fixes until 28 April 2027, then only security and critical ones.',
        'Run 1.35.3. All fixes until 28 December 2026, then only security and critical ones.',
        'Only security and critical fixes. Plan the move to 1.35 before 27 October 2026.',
      ],
    )
  })

  test('says of what ended of late where to go, and of the others nothing', () => {
    assert.deepEqual(
      page.past.map(({ advice }) => advice?.split(' ').at(-1)),
      ['1.34.', '1.34.', undefined, undefined],
    )
  })

  test('does not say of a plan whose day has passed that it came true', () => {
    const [first] = createReleasesPage(shelf({ now: new Date('2026-09-20T00:00:00Z') })).current
    assert.deepEqual([first?.minor, first?.support.state, first?.released], ['1.37', 'due', undefined])
    assert.match(first?.advice ?? '', /No source has told us/)
  })

  test('tells the days to come and no others, in their order', () => {
    const days = page.ahead.map(({ day }) => day)
    assert.deepEqual(days, [...days].sort())
    assert.deepEqual([days[0], days[1], days.at(-1)], ['2026-08-26', '2026-09-15', '2027-06-28'])
  })

  test('names the sources that it uses, with the day on which each was read, and no others', () => {
    assert.deepEqual(
      page.credits.map(({ id, read }) => [id, read]),
      [
        ['kubernetes-schedule', '2026-08-21'],
        ['release-team', undefined],
      ],
    )
  })

  test('shows all that sources say where they differ, the one that it goes by first', () => {
    const endOfLife = {
      'endoflife-date': '2024-10-28',
      'kubernetes-schedule': '2024-10-28',
      'kubernetes-eol': '2024-10-22',
    }
    const release = makeRelease({ minor: '1.28', released: by('2023-08-15'), maintenance: {}, endOfLife, patches: [] })
    assert.deepEqual(createReleasesPage(shelf({ releases: [release] })).differences, [
      {
        minor: '1.28',
        fact: 'end of life',
        claims: [
          { value: '22 October 2024', by: ['the project’s list of ended branches'] },
          { value: '28 October 2024', by: ['the project’s release schedule', 'endoflife.date'] },
        ],
      },
    ])
  })

  test('shows a last patch that a source does not know', () => {
    const release = makeRelease({
      latest: { 'kubernetes-schedule': '1.36.2', 'endoflife-date': '1.36.4' },
      patches: [{ version: '1.36.4', planned: {}, days: { 'kubernetes-tags': '2026-08-20' } }],
    })
    const [difference] = createReleasesPage(shelf({ releases: [release] })).differences
    assert.deepEqual(
      difference?.claims.map(({ value }) => value),
      ['1.36.4', '1.36.2'],
    )
  })

  test('does not hold it against the tags that the feed of releases has seen a later patch since', () => {
    const release = makeRelease({
      latest: { 'endoflife-date': '1.36.4' },
      patches: [
        { version: '1.36.3', planned: {}, days: { 'kubernetes-tags': '2026-07-22', 'kubernetes-feed': '2026-07-22' } },
        { version: '1.36.4', planned: {}, days: { 'kubernetes-feed': '2026-08-20' } },
        { version: '1.36.5', planned: { 'kubernetes-schedule': '2026-09-15' }, days: {} },
      ],
    })
    assert.deepEqual(createReleasesPage(shelf({ releases: [release] })).differences, [])
  })
})

describe('the drawing of support windows', () => {
  const timeline = createTimeline(
    RELEASES.slice(0, 6).map((release) => viewRelease(release, NOW)),
    NOW,
  )

  test('has a row a minor, inside its width, each stretch where the last one ends', () => {
    assert.deepEqual(
      timeline?.rows.map((row) => row.minor),
      ['1.37', '1.36', '1.35', '1.34', '1.33', '1.32'],
    )
    for (const { window, maintenance, mark, labelX } of timeline.rows) {
      for (const x of [mark ?? 0, labelX, window?.x ?? 0, (maintenance?.x ?? 0) + (maintenance?.width ?? 0)]) {
        assert.ok(x >= 0 && x <= 100, String(x))
      }
      if (window && maintenance) assert.ok(Math.abs(window.x + window.width - maintenance.x) < 0.02)
    }
  })

  test('has no window for what is not out, only the day that is aimed at', () => {
    const [planned] = timeline?.rows ?? []
    assert.deepEqual([planned?.window, planned?.maintenance], [undefined, undefined])
    assert.ok((planned?.mark ?? 0) > (timeline?.today ?? 100))
  })

  test('is told in words too', () => {
    assert.match(
      timeline?.description ?? '',
      /^1\.37 is planned for 26 August 2026\. 1\.36 came out on 22 April 2026, is/,
    )
    assert.match(timeline?.description ?? '', /1\.32 came out on 11 December 2024.*ended on 28 February 2026\.$/)
  })

  test('marks the years that begin in it', () => {
    assert.deepEqual(
      timeline?.years.map(({ year }) => year),
      ['2025', '2026', '2027'],
    )
  })

  test('is not there where no minor has a day', () => {
    assert.equal(createTimeline([], NOW), undefined)
  })
})

test('a source of facts that fails is said to, with the day since when; what it said last stays', () => {
  const content = shelf({ read: { 'kubernetes-schedule': '2026-08-20' } })
  const failing = { status: 'failing' as const, since: '2026-08-21T06:00:00Z', reason: 'answered 404' }
  const told = (health: Map<string, typeof failing | { status: 'ok'; since: string }>) =>
    createReleasesPage({ ...content, health }).credits.find(({ id }) => id === 'kubernetes-schedule')
  assert.deepEqual(
    [told(new Map([['kubernetes-schedule', failing]]))].map((credit) => [credit?.read, credit?.failing]),
    [['2026-08-20', '2026-08-21']],
  )
  assert.equal(
    told(new Map([['kubernetes-schedule', { status: 'ok', since: '2026-08-01T00:00:00Z' }]]))?.failing,
    undefined,
  )
  assert.equal(told(new Map())?.failing, undefined)
})
