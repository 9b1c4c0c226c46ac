import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../src/core/item/item.ts'
import { readCalendar } from '../../src/site/day-calendar.ts'
import { createDayViews, type DayView } from '../../src/site/day-view.ts'
import { describeDay, summariseDay } from '../../src/site/day-words.ts'
import { makeIssue, makeItem, makePick, makeSource, makeTopic } from '../builders.ts'

const sourceNames = new Map(
  [makeSource(), makeSource({ id: 'planet', title: 'Planet Harbour', site: 'https://planet.example/' })].map(
    (source) => [source.id, source],
  ),
)
const shelf = {
  sourceNames,
  issues: [],
  topics: new Map([['harbours', makeTopic()]]),
  groups: new Map(),
}

let serial = 0
function itemOf(own: Partial<Item> = {}): Item {
  serial += 1
  return makeItem({ url: `https://harbour.example/${serial}`, title: `Lantern ${'x'.repeat(serial)}`, ...own })
}

function viewsOf(items: readonly Item[], own: Partial<Parameters<typeof createDayViews>[1]> = {}, size?: number) {
  const months = readCalendar({ items, issues: [], posts: [], caseStudies: [] }).flatMap(({ months }) => months)
  return months.flatMap((month) => createDayViews(month, { ...shelf, ...own }, size))
}

function viewOf(...items: readonly Item[]): DayView {
  const [view, ...others] = viewsOf(items)
  assert.ok(view)
  assert.equal(others.length, 0)
  return view
}

const storiesOf = ({ pages }: DayView) => pages.flatMap(({ groups }) => groups.flatMap(({ stories }) => stories))
const anchorsOf = ({ pages: [{ groups, elsewhere }] }: DayView) => [
  ...groups.flatMap(({ stories }) => stories.flatMap(({ id, also }) => [id, ...also.flatMap((one) => one.id ?? [])])),
  ...elsewhere,
]

describe('the page of a day', () => {
  test('leads from an advisory, also from one that is folded under another, to the flaws that it is about, and names the others', () => {
    const advisory = { cves: ['CVE-2026-1234', 'CVE-2026-1235'], affected: [], fixed: [] }
    const named = ['CVE-2026-1234', 'CVE-2020-8555']
    const [told] = storiesOf(viewOf(itemOf({ kind: 'security', advisory, cves: named })))
    assert.deepEqual(told?.tags, [
      { text: 'CVE-2026-1234', href: '/security/CVE-2026-1234/' },
      { text: 'CVE-2026-1235', href: '/security/CVE-2026-1235/' },
    ])
    assert.deepEqual(told.names, ['CVE-2020-8555'])
    const [blog] = storiesOf(viewOf(itemOf({ cves: named })))
    assert.deepEqual([blog?.tags, blog?.names], [[], named])
  })

  test('has every item of its UTC day, by kind in the order of all lists, newest first', () => {
    const items = [
      itemOf({ kind: 'release', published: '2026-08-18T23:59:59Z' }),
      itemOf({ kind: 'blog', published: '2026-08-18T00:00:00Z', title: 'Early' }),
      itemOf({ kind: 'blog', published: '2026-08-18T09:30:00Z', title: 'Late' }),
      itemOf({ kind: 'security', published: '2026-08-18T08:00:00Z' }),
      itemOf({ published: '2026-08-17T23:59:59Z' }),
    ]
    const [view, before] = viewsOf(items)
    assert.deepEqual(
      view?.pages[0].groups.map(({ id, stories }) => [id, stories.length]),
      [
        ['security', 1],
        ['blog', 2],
        ['release', 1],
      ],
    )
    assert.deepEqual([view?.day, before?.day], ['2026-08-18', '2026-08-17'])
    assert.deepEqual(
      view?.pages[0].groups[1]?.stories.map(({ title, time }) => [title, time]),
      [
        ['Late', '09:30'],
        ['Early', undefined],
      ],
    )
  })

  test('holds an item without a date, or with one to come, on the day of its first sight', () => {
    const items = [undefined, '2030-01-01T00:00:00Z'].map((published) =>
      itemOf({ published, firstSeen: '2026-08-19T07:00:00Z' }),
    )
    const view = viewOf(...items)
    assert.equal(view.day, '2026-08-19')
    assert.deepEqual(
      storiesOf(view).map(({ time }) => time),
      [undefined, undefined],
    )
  })

  test('tells a story once, with an anchor for each of its items', () => {
    const title = 'The lighthouse keeps a scheduler of its own now'
    const original = itemOf({ title, url: 'https://harbour.example/keeper/' })
    const copy = itemOf({
      title,
      url: 'https://planet.example/keeper/',
      sources: [{ id: 'planet', url: 'https://planet.example/keeper/' }],
    })
    const view = viewOf(copy, original)
    assert.deepEqual([view.items, view.stories], [2, 1])
    const [story] = storiesOf(view)
    assert.deepEqual(new Set(anchorsOf(view)), new Set([original.id, copy.id]))
    assert.equal(story?.also.length, 1)
    assert.match(describeDay(view), /^2 links of our sources, which tell 1 story\./)
  })

  test('tells the same story again on another day, where its other items belong', () => {
    const title = 'The lighthouse keeps a scheduler of its own now'
    const first = itemOf({ title, published: '2026-08-17T09:00:00Z' })
    const url = 'https://planet.example/again/'
    const second = itemOf({ title, url, sources: [{ id: 'planet', url }], published: '2026-08-18T09:00:00Z' })
    const views = viewsOf([first, second])
    assert.deepEqual(views.map(anchorsOf), [[second.id], [first.id]])
  })

  test('names others that carried an item, without an anchor', () => {
    const url = 'https://harbour.example/carried/'
    const item = itemOf({
      url,
      sources: [
        { id: 'harbour-blog', url },
        { id: 'planet', url: 'https://planet.example/c' },
      ],
    })
    assert.deepEqual(storiesOf(viewOf(item))[0]?.also, [
      { id: undefined, source: 'Planet Harbour', url: 'https://planet.example/c' },
    ])
  })

  test('links an item to the issues that picked it, by id or by link', () => {
    const item = itemOf({ url: 'https://harbour.example/picked/' })
    const issues = [
      makeIssue({
        key: '2026-W35',
        number: 2,
        picks: [makePick({ id: 'ffffffffff', url: 'https://www.harbour.example/picked' })],
      }),
      makeIssue({ key: '2026-W34', number: 1, picks: [makePick({ id: item.id, url: 'https://elsewhere.example/' })] }),
      makeIssue({ key: '2026-W36', number: 3, status: 'draft', picks: [makePick({ id: item.id })] }),
    ]
    const [view] = viewsOf([item], { issues })
    assert.deepEqual(view && storiesOf(view)[0]?.picked.map(({ number, href }) => [number, href]), [
      [1, `/issues/2026-W34/#${item.id}`],
      [2, '/issues/2026-W35/#ffffffffff'],
    ])
  })

  test('says who wrote an item, how long it is and in which language, but names no machine', () => {
    const [story] = storiesOf(
      viewOf(
        itemOf({
          authors: [{ name: 'Maren Hafen', org: 'Lighthouse Works' }, { name: 'release-bot[bot]' }],
          minutes: 6,
          language: 'de',
          topics: ['harbours', 'gone'],
          versions: ['1.34'],
          keps: ['2400'],
          cves: ['CVE-2026-1234'],
        }),
      ),
    )
    assert.deepEqual(story?.facts, ['Maren Hafen (Lighthouse Works)', '6 min', 'in German'])
    assert.equal(story.lang, 'de')
    assert.deepEqual(story.tags, [
      { text: 'Harbours', href: '/topics/harbours/' },
      { text: 'KEP-2400', href: '/keps/2400/' },
    ])
    assert.deepEqual(story.names, ['v1.34', 'CVE-2026-1234'])
  })

  test('names three authors at most', () => {
    const authors = ['Ada', 'Bo', 'Cy', 'Di'].map((name) => ({ name }))
    assert.equal(storiesOf(viewOf(itemOf({ authors })))[0]?.facts[0], 'Ada, Bo and 2 more')
  })

  test('does not depend on the order of files', () => {
    const items = Array.from({ length: 30 }, (_, index) => itemOf({ kind: index % 2 === 0 ? 'blog' : 'video' }))
    assert.deepEqual(viewsOf(items), viewsOf(items.toReversed()))
  })
})

describe('a day of very many items', () => {
  const flood = Array.from({ length: 120 }, (_, index) =>
    itemOf({ title: `Talk ${index}: ${'pier '.repeat(index + 1)}`, published: '2026-08-20T10:00:00Z' }),
  )

  test('quotes the first of them alone, and says so', () => {
    const view = viewOf(...flood)
    assert.equal(storiesOf(view).filter(({ quote }) => quote !== '').length, 90)
    assert.match(describeDay(view), /too many to quote/)
    assert.doesNotMatch(describeDay(viewOf(...flood.slice(0, 90))), /too many to quote/)
  })

  test('has pages, of which the first knows every permalink of the others', () => {
    const [view] = viewsOf(flood, {}, 50)
    assert.ok(view)
    assert.deepEqual(
      view.pages.map(({ groups }) => groups.map(({ count, isContinued }) => [count, isContinued])),
      [[[50, false]], [[50, true]], [[20, true]]],
    )
    assert.deepEqual(new Set(anchorsOf(view)), new Set(flood.map(({ id }) => id)))
    assert.deepEqual(
      view.pages.slice(1).map(({ elsewhere }) => elsewhere),
      [[], []],
    )
  })
})

test('a day is summed up by how many links it has, and the first of them', () => {
  const view = viewOf(itemOf({ title: 'Fog', kind: 'blog' }), itemOf({ title: 'Leak', kind: 'security' }))
  assert.equal(summariseDay(view, view.pages[0]), '2 links of 18 August 2026: Leak; Fog')
})
