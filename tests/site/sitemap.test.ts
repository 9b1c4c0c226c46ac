import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SiteContent } from '../../src/site/site-content.ts'
import { listPlaces } from '../../src/site/list-places.ts'
import { renderSitemap } from '../../src/site/sitemap.ts'
import { makeIssue, makeItem, makePick, makeSource, makeTopic } from '../builders.ts'

const item = makeItem({ firstSeen: '2026-08-19T10:00:00Z', published: '2026-08-18T09:00:00Z', topics: ['harbours'] })
const issue = makeIssue({
  picks: [makePick()],
  corrections: [
    { date: '2026-08-25', text: 'b' },
    { date: '2026-08-23', text: 'a' },
  ],
})
const source = makeSource()
const content: SiteContent = {
  settings: {
    name: 'Crowsnest',
    url: 'https://crowsnest.example/a&b',
    tagline: 'The week',
    description: 'What happened.',
    language: 'en',
    mail: { from: 'weekly@crowsnest.example' },
  },
  sources: [
    source,
    makeSource({ id: 'quiet', url: 'https://quiet.example/feed.xml' }),
    makeSource({ id: 'retired', url: 'https://retired.example/feed.xml', retired: { since: '2026-08-03' } }),
  ],
  sourceNames: new Map([[source.id, source]]),
  health: new Map(),
  items: [item],
  issues: [makeIssue({ key: '2026-W35', weeks: ['2026-W35'], number: 2, status: 'draft', date: '2026-08-28' }), issue],
  logs: [],
  edits: [],
  topics: new Map([['harbours', makeTopic()]]),
  groups: new Map(),
  people: new Map([['lookout', { id: 'lookout', name: 'Maren' }]]),
  posts: [],
  caseStudies: [],
  series: new Map(),
  releases: [],
  events: [],
  latest: issue,
  showsDrafts: true,
  indexed: true,
  now: new Date('2026-08-26T06:00:00Z'),
} as never
const changes = new Map(listPlaces(content).map(({ path, changed }) => [path, changed]))

describe('the map of the site', () => {
  for (const [path, changed] of [
    ['/', '2026-08-25'],
    ['/issues/2026-W34/', '2026-08-25'],
    ['/2026/08/18/', '2026-08-19T10:00:00Z'],
    ['/2026/08/', '2026-08-28'],
    ['/sources/harbour-blog/', '2026-08-19T10:00:00Z'],
    ['/sources/quiet/', undefined],
    ['/sources/retired/', undefined],
    ['/topics/harbours/', '2026-08-21'],
    ['/about/', undefined],
  ] as const) {
    test(`has ${path}, changed ${changed ?? 'with the program alone'}`, () => {
      assert.ok(changes.has(path))
      assert.equal(changes.get(path), changed)
    })
  }

  test('has every page once, and none of an issue that is not published', () => {
    assert.equal(changes.size, listPlaces(content).length)
    assert.deepEqual(
      [...changes.keys()].filter((path) => path.includes('2026-W35')),
      [],
    )
  })

  test('does not change with the clock', () => {
    const later = { ...content, now: new Date('2027-08-26T06:00:00Z') }
    assert.deepEqual(listPlaces(later), listPlaces(content))
  })
})

describe('the file of the map', () => {
  const places = Array.from({ length: 5 }, (_, index) => ({
    path: `/${index}/`,
    changed: index === 0 ? undefined : `2026-08-0${index}`,
  }))

  test('has absolute addresses, escaped, and days where they are known', () => {
    const files = renderSitemap('https://crowsnest.example/a&b', places.slice(0, 2))
    assert.deepEqual([...files.keys()], ['/sitemap.xml'])
    assert.equal(
      files.get('/sitemap.xml'),
      `<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://crowsnest.example/a&amp;b/0/</loc></url>
<url><loc>https://crowsnest.example/a&amp;b/1/</loc><lastmod>2026-08-01</lastmod></url>
</urlset>
`,
    )
  })

  test('becomes an index of parts, with the newest change of each, where there are too many', () => {
    const files = renderSitemap('https://crowsnest.example', places, 2)
    assert.deepEqual([...files.keys()], ['/sitemap.xml', '/sitemap/1.xml', '/sitemap/2.xml', '/sitemap/3.xml'])
    const index = files.get('/sitemap.xml') ?? ''
    assert.match(index, /<sitemapindex /)
    assert.match(index, /<loc>https:\/\/crowsnest\.example\/sitemap\/2\.xml<\/loc><lastmod>2026-08-03<\/lastmod>/)
    assert.equal(files.get('/sitemap/3.xml')?.match(/<url>/g)?.length, 1)
  })

  test('of a site without pages is still a map', () => {
    assert.match(renderSitemap('https://crowsnest.example', []).get('/sitemap.xml') ?? '', /<urlset [^]*<\/urlset>/)
  })
})
