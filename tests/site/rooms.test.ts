import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describeFeeds } from '../../src/site/feed-list.ts'
import { headFeeds } from '../../src/site/head-feeds.ts'
import { openRooms, type Rooms } from '../../src/site/rooms.ts'
import type { SiteContent } from '../../src/site/site-content.ts'
import { makeItem, makeSource, makeTopic } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'

const nothing: SiteContent = {
  ...{
    settings: makeSettings({ subject: 'island ferries', kubernetes: false }),
    now: new Date('2026-08-26T06:00:00Z'),
  },
  ...{
    sources: [],
    sourceNames: new Map(),
    items: [],
    issues: [],
    edits: [],
    posts: [],
    caseStudies: [],
    releases: [],
  },
  ...{ topics: new Map(), groups: new Map(), people: new Map(), series: new Map(), events: [], latest: undefined },
} as never
const opened = (content: Partial<SiteContent>): string[] =>
  Object.entries(openRooms({ ...nothing, ...content }))
    .filter(([name, isOpen]) => isOpen && name !== 'flags')
    .map(([name]) => name)
const post = {
  slug: 'a',
  authors: [],
  date: '2026-08-20',
  status: 'published',
  series: { id: 'log', part: 1 },
} as never

describe('the rooms of the site', () => {
  const cases: readonly (readonly [what: string, content: Partial<SiteContent>, open: readonly (keyof Rooms)[]])[] = [
    ['nothing', {}, []],
    ['a topic', { topics: new Map([['harbours', makeTopic()]]) }, ['topics']],
    ['a case study', { caseStudies: [post] }, ['posts', 'caseStudies']],
    ['somebody who writes', { people: new Map([['a', { id: 'a', name: 'A' }]]) }, ['authors']],
    ['a source', { sources: [makeSource()] }, ['kinds']],
    ['links', { items: [makeItem()] }, ['kinds']],
    ['an event', { events: [{ id: 'a' } as never] }, ['events', 'calendar']],
    ['a release', { releases: [{ minor: '1.36' } as never] }, []],
  ]
  for (const [what, content, open] of cases) {
    test(`are, of a publication with ${what}, ${open.length === 0 ? 'all closed' : open.join(' and ')}`, () => {
      assert.deepEqual(opened(content), open)
    })
  }

  test('open a series with its first part', () => {
    const series = new Map([['log', { id: 'log', title: 'Log', description: '', intro: '', unit: 'Day', parts: 2 }]])
    assert.deepEqual(opened({ series }), [])
    assert.deepEqual(opened({ series, posts: [post] }), ['posts', 'series'])
  })

  test('are open about Kubernetes from the first day, but what is written by hand, and a calendar without a day', () => {
    const settings = makeSettings()
    const first = ['kinds', 'sigs', 'keps', 'projects', 'releases', 'security', 'events']
    assert.deepEqual(opened({ settings }), first)
    assert.deepEqual(opened({ settings, releases: [{ minor: '1.36' } as never] }), [...first, 'calendar'])
  })

  test('say which feeds pages offer, and how they are named', () => {
    const rooms = openRooms(nothing)
    assert.ok(!headFeeds(rooms).some(({ path }) => path.startsWith('/posts/')))
    assert.ok(headFeeds({ posts: true }).some(({ path }) => path === '/posts/rss.xml'))
    assert.equal(describeFeeds(rooms), 'of headlines alone')
    assert.equal(describeFeeds({ ...rooms, topics: true, sigs: true }), 'of headlines alone, of topics and of groups')
  })
})
