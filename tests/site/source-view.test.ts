import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { SourceHealth } from '../../src/core/source/source-health.ts'
import { formatPerMonth, formatPickRate, viewSources } from '../../src/site/source-view.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const now = new Date('2026-08-24T06:00:00Z')
type Shelf = Parameters<typeof viewSources>[0]

const view = (own: Partial<Shelf>) =>
  viewSources({ sources: [makeSource()], health: new Map(), items: [], issues: [], now, ...own })
const viewOne = (own: Partial<Shelf>) => {
  const [first] = view(own)
  assert.ok(first)
  return first
}

/** An item that was published and first seen at one moment. */
const seen = (moment: string, own: Parameters<typeof makeItem>[0] = {}) =>
  makeItem({ url: `https://harbour.example/${moment}`, published: moment, firstSeen: moment, ...own })

describe('a source', () => {
  test('has all items that it carried, newest first, and those that others carried too', () => {
    const url = 'https://harbour.example/a'
    const both = [
      { id: 'harbour-blog', url },
      { id: 'planet', url },
    ]
    const items = [
      makeItem({ url: 'https://harbour.example/b', published: '2026-08-16T09:00:00Z' }),
      makeItem({ url, published: '2026-08-18T09:00:00Z', sources: both }),
    ]
    const sources = [makeSource(), makeSource({ id: 'planet' }), makeSource({ id: 'mute' })]
    assert.deepEqual(
      view({ sources, items }).map(({ source, items: own, newest }) => [
        source.id,
        own.map((item) => item.url),
        newest,
      ]),
      [
        ['harbour-blog', [url, 'https://harbour.example/b'], '2026-08-18'],
        ['planet', [url], '2026-08-18'],
        ['mute', [], undefined],
      ],
    )
  })

  test('has an item once that stood in its feed under two links', () => {
    const url = 'https://harbour.example/a'
    const sources = [
      { id: 'harbour-blog', url },
      { id: 'harbour-blog', url: `${url}?again` },
    ]
    assert.equal(viewOne({ items: [makeItem({ url, sources })] }).items.length, 1)
  })

  test('has the items in one order, whatever that of the files', () => {
    const items = ['c', 'a', 'b'].map((title) => makeItem({ url: `https://harbour.example/${title}`, title }))
    const titles = (list: typeof items) => viewOne({ items: list }).items.map(({ title }) => title)
    assert.deepEqual(titles(items), ['a', 'b', 'c'])
    assert.deepEqual(titles(items.toReversed()), ['a', 'b', 'c'])
  })
})

describe('a source that is retired', () => {
  const own = seen('2026-08-18T00:00:00Z')
  const sources = [makeSource({ retired: { since: '2026-08-19', reason: 'it has ended' } })]
  const failing: SourceHealth = { status: 'failing', since: '2026-01-05T00:00:00Z' }
  const health = new Map([['harbour-blog', failing]])

  test('keeps what it brought, and what was picked of it', () => {
    const issues = [makeIssue({ picks: [makePick({ id: own.id, url: own.url, title: own.title })] })]
    const retired = viewOne({ sources, items: [own], issues })
    const followed = viewOne({ items: [own], issues })
    assert.deepEqual(
      [retired.items, retired.newest, retired.picks, retired.pickRate],
      [followed.items, followed.newest, followed.picks, followed.pickRate],
    )
    assert.equal(retired.picks.length, 1)
  })

  test('is in no trouble, and publishes nothing a month', () => {
    const { state, perMonth } = viewOne({ sources, health, items: [seen('2026-05-01T00:00:00Z'), own] })
    assert.deepEqual([state.status, state.trouble, perMonth], ['retired', undefined, undefined])
  })
})

describe('items a month', () => {
  const old = seen('2026-05-01T00:00:00Z')

  for (const [name, items, expected] of [
    ['are not known without an item', [], undefined],
    ['are not known of a source that is not followed for 90 days yet', [seen('2026-05-26T06:00:01Z')], undefined],
    ['are none where there were none in 90 days', [seen('2026-05-26T06:00:00Z')], 0],
    ['are a third of those of 90 days', [old, seen('2026-06-01T00:00:00Z'), seen('2026-08-24T05:00:00Z')], 2 / 3],
    [
      'leave out what was no news when it was first seen',
      [old, seen('2026-08-01T00:00:00Z'), seen('2026-08-02T00:00:00Z', { published: '2019-01-01T00:00:00Z' })],
      1 / 3,
    ],
  ] as const) {
    test(name, () => {
      assert.equal(viewOne({ items }).perMonth, expected)
    })
  }

  test('are none for a source that is well, and mute, for 90 days', () => {
    const health: SourceHealth = { status: 'ok', since: '2026-01-01T00:00:00Z' }
    assert.equal(viewOne({ health: new Map([['harbour-blog', health]]) }).perMonth, 0)
  })

  for (const [perMonth, text] of [
    [undefined, 'new'],
    [0, '0'],
    [1 / 3, '0.3'],
    [2, '2'],
    [9.94, '9.9'],
    [14.33, '14'],
  ] as const) {
    test(`are shown as ${text}`, () => {
      assert.equal(formatPerMonth(perMonth), text)
    })
  }
})

describe('picks of a source', () => {
  const inside = seen('2026-08-18T00:00:00Z')
  const passedOver = seen('2026-08-19T00:00:00Z')
  const outside = seen('2026-08-22T00:00:00Z')
  const pickOf = ({ id, url, title }: typeof inside, own = {}) =>
    makePick({ id, url, title, source: 'Somebody', ...own })
  const rateOf = (own: Partial<Shelf>) => formatPickRate(viewOne(own).pickRate)

  test('are counted over what published issues could choose from', () => {
    const issues = [makeIssue({ picks: [pickOf(inside)] })]
    assert.equal(rateOf({ items: [inside, passedOver, outside], issues }), '1 of 2')
  })

  test('are not those of a draft', () => {
    const issues = [makeIssue({ status: 'ready', picks: [pickOf(inside)] })]
    const { picks, pickRate } = viewOne({ items: [inside], issues })
    assert.deepEqual([picks, pickRate], [[], { picked: 0, of: 0 }])
  })

  test('count for every source that carried the item, whoever the pick names', () => {
    const shared = seen('2026-08-18T00:00:00Z', {
      sources: ['harbour-blog', 'planet'].map((id) => ({ id, url: 'https://harbour.example/x' })),
    })
    const sources = [
      makeSource(),
      makeSource({ id: 'planet', title: 'Planet' }),
      makeSource({ id: 'other', title: 'Somebody' }),
    ]
    const views = view({ sources, items: [shared], issues: [makeIssue({ picks: [pickOf(shared)] })] })
    assert.deepEqual(
      views.map(({ pickRate }) => formatPickRate(pickRate)),
      ['1 of 1', '1 of 1', undefined],
    )
  })

  test('count for the source that the pick names where the item is no longer on file', () => {
    const issues = [makeIssue({ picks: [pickOf(inside, { source: 'Harbour Blog' })] })]
    assert.equal(rateOf({ issues }), '1 of 1')
    assert.equal(rateOf({ issues: [makeIssue({ picks: [pickOf(inside)] })] }), undefined)
  })

  test('count an item once that ran twice, name both issues, the newest first, and never exceed what there was', () => {
    const issues = [1, 2].map((number) =>
      makeIssue({
        key: `2026-W0${number}`,
        number,
        covers: { from: '2026-01-01T00:00:00Z', to: '2026-01-08T00:00:00Z' },
        picks: [pickOf(outside)],
      }),
    )
    const { picks, pickRate } = viewOne({ items: [outside], issues })
    assert.deepEqual(pickRate, { picked: 1, of: 1 })
    assert.deepEqual(
      picks.map(({ issue }) => issue.number),
      [2, 1],
    )
  })
})
