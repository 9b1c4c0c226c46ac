import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { readReleases } from '../../src/io/release-files.ts'
import { createPatchTable, listMinorFacts } from '../../src/site/minor-facts.ts'
import { renderMinorFeed } from '../../src/site/tag-feed.ts'
import { listMinors, minorTitle, viewMinor } from '../../src/site/minor-page.ts'
import { countPatchDifferences, findDifferences } from '../../src/site/release-differences.ts'
import { plainDay } from '../../src/site/release-view.ts'
import type { Release } from '../../src/core/release/release.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { makeItem, makeRelease, makeSource } from '../builders.ts'

const NOW = new Date('2026-08-24T06:00:00Z')
const settings = { name: 'Crowsnest', url: 'https://crowsnest.example', language: 'en' } as SiteSettings

const shelf = (releases: Release[], items = [makeItem({ versions: ['1.36'] })]) => ({
  ...{ releases, items, settings, now: NOW, issues: [], posts: [], caseStudies: [], edits: [] },
  ...{ releaseSchedule: { read: { 'kubernetes-tags': '2026-08-22' }, rounds: [] } },
  ...{ topics: new Map(), sourceNames: new Map([['harbour-blog', makeSource()]]) },
})
const EMPTY = { planned: {}, released: {}, maintenance: {}, endOfLife: {}, latest: {}, patches: [] }

/** A minor of which sources say different things, wherever they can. */
const DISPUTED = makeRelease({
  planned: { 'kubernetes-schedule': '2026-04-15', 'release-team': '2026-04-22' },
  released: { 'kubernetes-schedule': '2026-04-22', 'kubernetes-tags': '2026-04-21' },
  endOfLife: { 'kubernetes-eol': '2027-07-01', 'endoflife-date': '2027-06-28' },
  latest: { 'kubernetes-schedule': '1.36.1', 'endoflife-date': '1.36.2' },
  patches: [
    { version: '1.36.0', planned: {}, days: { 'kubernetes-tags': '2026-04-21' } },
    { version: '1.36.1', planned: {}, days: { 'kubernetes-schedule': '2026-05-12', 'kubernetes-tags': '2026-05-11' } },
    { version: '1.36.2', planned: { 'kubernetes-schedule': '2026-06-09' }, days: { 'kubernetes-tags': '2026-06-11' } },
    { version: '1.36.3', planned: { 'kubernetes-schedule': '2026-09-15' }, days: {} },
    { version: '1.36.4', planned: {}, days: {} },
  ],
})

describe('what is on file of a minor', () => {
  test('stands beside whoever states it, what we go by first', () => {
    const said = listMinorFacts(DISPUTED).map(({ fact, said }) => [fact, said.map(({ value }) => value)])
    assert.deepEqual(said, [
      ['Day that is aimed at', ['15 April 2026', '22 April 2026']],
      ['Released', ['22 April 2026', '21 April 2026']],
      ['Maintenance from', ['28 April 2027']],
      ['End of life', ['1 July 2027', '28 June 2027']],
      ['Latest patch', ['1.36.2', '1.36.1']],
    ])
    const [released] = listMinorFacts(DISPUTED).filter(({ fact }) => fact === 'Released')
    assert.deepEqual(
      released?.said.map(({ by }) => by),
      [['the project’s release schedule'], ['release-data’s list of tags']],
    )
  })

  test('is empty, and not invented, where no source says anything', () => {
    const facts = listMinorFacts(makeRelease(EMPTY))
    assert.deepEqual(
      facts.map(({ fact, said }) => [fact, said.length]),
      [
        ['Released', 0],
        ['Maintenance from', 0],
        ['End of life', 0],
        ['Latest patch', 0],
      ],
    )
  })

  test('calls no patch the latest tagged one that is planned alone', () => {
    const latest = listMinorFacts(DISPUTED).find(({ fact }) => fact === 'Latest patch')
    assert.deepEqual(latest?.said[0]?.by, ['release-data’s list of tags', 'endoflife.date'])
  })
})

describe('the patches of a minor', () => {
  const table = createPatchTable(DISPUTED)

  test('have a column for each source that gives a day of any', () => {
    assert.deepEqual(
      table.columns.map(({ id }) => id),
      ['kubernetes-schedule', 'kubernetes-tags'],
    )
    assert.deepEqual(createPatchTable(makeRelease(EMPTY)), { columns: [], rows: [], rest: 0 })
  })

  test('show every day that is stated, what was aimed at, and where sources differ', () => {
    const rows = table.rows.map(({ version, cells, differs, isUndated }) => [
      version,
      cells.map(({ day, planned }) => day ?? (planned && `aimed at ${planned}`) ?? '–').join(', '),
      ...(differs ? ['differs'] : []),
      ...(isUndated ? ['undated'] : []),
    ])
    assert.deepEqual(rows, [
      ['1.36.4', '–, –', 'undated'],
      ['1.36.3', 'aimed at 2026-09-15, –'],
      ['1.36.2', 'aimed at 2026-06-09, 2026-06-11'],
      ['1.36.1', '2026-05-12, 2026-05-11', 'differs'],
      ['1.36.0', '–, 2026-04-21'],
    ])
  })

  test('are cut where they would make a page without end, and the others counted', () => {
    const patches = Array.from({ length: 130 }, (_, at) => ({ version: `1.36.${at}`, planned: {}, days: {} }))
    const { rows, rest } = createPatchTable(makeRelease({ patches }))
    assert.deepEqual([rows.length, rest, rows[0]?.version], [100, 30, '1.36.129'])
  })
})

describe('what sources do not agree on', () => {
  test('is told of every fact, and counted for days of patches', () => {
    assert.deepEqual(
      findDifferences([DISPUTED]).map(({ fact }) => fact),
      ['day that is aimed at', 'day of release', 'end of life', 'latest patch'],
    )
    assert.deepEqual(countPatchDifferences([DISPUTED, makeRelease({ minor: '1.35' })]), [{ minor: '1.36', count: 1 }])
  })
})

describe('the page of a minor', () => {
  const releases = [makeRelease({ ...EMPTY, minor: '1.37', planned: { 'release-team': '9999-12-31' } }), DISPUTED]
  const content = shelf([...releases, makeRelease({ ...EMPTY, minor: '1.0', name: '<b>One</b> & “one”' })])

  test('stands between its neighbours, with what is about it', () => {
    const pages = listMinors(content)
    assert.deepEqual(
      pages.map(({ view, before, after, shelf }) => [view.minor, before?.minor, after?.minor, shelf.items.length]),
      [
        ['1.37', '1.36', undefined, 0],
        ['1.36', '1.0', '1.37', 1],
        ['1.0', undefined, '1.36', 0],
      ],
    )
  })

  test('draws its window with the patches that came out, and not those that are planned', () => {
    const page = listMinors(content).find(({ view }) => view.minor === '1.36')
    assert.ok(page)
    const { timeline, credits } = viewMinor(page, content)
    assert.deepEqual(
      timeline?.rows.map(({ minor, patches }) => [minor, patches.length]),
      [['1.36', 2]],
    )
    assert.ok(timeline.today !== undefined)
    assert.match(timeline.description, /^1\.36 came out on 22 April 2026, .* ends on 1 July 2027\.$/)
    assert.ok(credits.some(({ id, read }) => id === 'kubernetes-tags' && read === '2026-08-22'))
  })

  test('ends its drawing with what ended long ago', () => {
    const old = makeRelease({
      minor: '1.2',
      released: { 'kubernetes-tags': '2016-03-16' },
      maintenance: {},
      patches: [],
    })
    const ended = { ...old, endOfLife: { 'kubernetes-eol': '2016-10-23' } }
    const [page] = listMinors(shelf([ended]))
    assert.ok(page)
    const { timeline } = viewMinor(page, shelf([ended]))
    assert.equal(timeline?.today, undefined)
    assert.ok((timeline?.rows[0]?.window?.width ?? 0) > 80)
  })

  test('has no drawing of a minor without a day, and a place for one in the far future', () => {
    const [far, , bare] = listMinors(content)
    assert.ok(far && bare)
    assert.equal(viewMinor(bare, content).timeline, undefined)
    const mark = viewMinor(far, content).timeline?.rows[0]?.mark
    assert.ok(mark !== undefined && mark > 99 && mark <= 100)
    assert.equal(minorTitle(bare.view), 'Kubernetes 1.0 “<b>One</b> & “one””')
  })

  test('has a feed of what is about it, each item under the id that it has in every feed', () => {
    const [, page] = listMinors(content)
    assert.ok(page)
    const feed = renderMinorFeed(page, content)
    const [item] = page.shelf.items
    assert.ok(feed.includes(`urn:crowsnest:item:${item?.id}<`))
    assert.ok(feed.includes('https://crowsnest.example/releases/1.36/rss.xml'))
  })
})

/** What others collected of all minors; too large, and not ours, to ship with the project. */
const FACTS = path.resolve(
  process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../../shared/data'),
  'releases/kubernetes_releases_facts.json',
)

interface Collected {
  readonly releases: readonly {
    readonly version: string
    readonly code_name: string | null
    readonly announcement: { readonly url: string } | null
    readonly release_date: Readonly<Record<string, string | null>>
    readonly eol: Readonly<Record<string, string | null>>
    readonly maintenance_mode: string | null
    readonly final_or_latest_patch: Readonly<Record<string, string | null>>
    readonly patches: Readonly<Record<string, string>>
  }[]
}

describe('the pages of our own minors', () => {
  if (!fs.existsSync(FACTS)) {
    test('have every date and patch that others collected', (t) => {
      t.skip(`there is no ${FACTS}; set CROWSNEST_CORPUS to a folder that has one`)
    })
    return
  }
  const { releases: collected } = JSON.parse(fs.readFileSync(FACTS, 'utf8')) as Collected
  const own = readReleases(path.resolve(import.meta.dirname, '../../content')).entries
  for (const each of collected) {
    const { version, code_name, announcement, release_date, eol, maintenance_mode, patches } = each
    test(`have every date and patch of ${version} that others collected`, () => {
      const release = own.find(({ minor }) => minor === version)
      assert.ok(release)
      const said = new Map(listMinorFacts(release).map(({ fact, said }) => [fact, said.map(({ value }) => value)]))
      const expectSaid = (fact: string, days: Iterable<string | null>) => {
        for (const day of days) if (day !== null) assert.ok(said.get(fact)?.includes(plainDay(day)), `${fact} ${day}`)
      }
      expectSaid('Released', Object.values(release_date))
      expectSaid('End of life', Object.values(eol))
      expectSaid('Maintenance from', [maintenance_mode])
      const { git_tags, git_tag_date, website_schedule_next, ...latest } = each.final_or_latest_patch
      for (const patch of [git_tags, ...Object.values(latest)]) {
        if (patch) assert.ok(said.get('Latest patch')?.includes(patch), `latest ${patch}`)
      }
      const rows = new Map(createPatchTable(release).rows.map((row) => [row.version, row.cells]))
      const expectRow = (patch: string, day: string) => {
        assert.ok(
          rows.get(patch)?.some((cell) => cell.day === day || cell.planned === day),
          `${patch} ${day}`,
        )
      }
      for (const [patch, day] of Object.entries(patches)) expectRow(patch, day)
      if (git_tags && git_tag_date) expectRow(git_tags, git_tag_date)
      const [next, aimed] = website_schedule_next?.split(' @ ') ?? []
      if (next && aimed) expectRow(next, aimed)
      if (announcement) assert.equal(release.announcement, announcement.url)
      if (code_name) assert.ok(minorTitle({ minor: version, name: release.name }).includes(code_name))
    })
  }
})
