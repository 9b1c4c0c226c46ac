import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../../src/core/item/item.ts'
import { ADDED_BY_HAND } from '../../../src/core/source/source.ts'
import { coverageOf, itemSource } from '../../../src/core/story/carriers.ts'
import { foldItems } from '../../../src/core/story/fold-items.ts'
import { rankStories } from '../../../src/core/story/rank-stories.ts'
import { makeItem, makeSource } from '../../builders.ts'

const NOW = new Date('2026-08-20T12:00:00Z')
const SOURCES = new Map(
  [
    makeSource({ id: 'heavy', title: 'Heavy', weight: 5 }),
    makeSource({ id: 'light', title: 'Light', weight: 1 }),
    makeSource({ id: 'home', title: 'Home', weight: 1, site: 'https://www.home.example/blog/' }),
  ].map((source) => [source.id, source]),
)

function carried(title: string, sources: string[], published = '2026-08-20T09:00:00Z', own: Partial<Item> = {}): Item {
  const url = own.url ?? `https://x.example/${title}`
  return makeItem({ title, url, published, sources: sources.map((id) => ({ id, url })), ...own })
}

function undated(title: string): Item {
  const { published: _none, ...item } = carried(title, ['heavy'])
  return item
}

const rank = (items: readonly Item[]) => rankStories(foldItems(items), { sources: SOURCES, now: NOW })

describe('the ranking', () => {
  const cases: [name: string, first: Item, second: Item][] = [
    ['a heavy source before a light one', carried('a', ['heavy']), carried('b', ['light'])],
    ['more sources before fewer', carried('a', ['light', 'home']), carried('b', ['light'])],
    ['a heavy source among several counts', carried('a', ['light', 'heavy']), carried('b', ['light', 'home'])],
    ['new before old', carried('a', ['heavy']), carried('b', ['heavy'], '2026-08-10T00:00:00Z')],
    ['a fresh date before none', carried('a', ['heavy']), undated('b')],
    [
      'newer before older on one day',
      carried('a', ['heavy'], '2026-08-20T10:00:00Z'),
      carried('b', ['heavy'], '2026-08-20T08:00:00Z'),
    ],
    ['added by an editor before a light source', carried('a', [ADDED_BY_HAND]), carried('b', ['light'])],
  ]
  for (const [name, first, second] of cases) {
    test(`puts ${name}`, () => {
      for (const items of [
        [first, second],
        [second, first],
      ])
        assert.equal(rank(items)[0]?.id, first.id)
    })
  }

  const reasons: [item: Item, expected: string[]][] = [
    [carried('a', ['light', 'heavy']), ['weight 5', '2 sources', 'new today']],
    [carried('a', ['light'], '2026-08-18T12:00:00Z'), ['weight 1', '2 days old']],
    [carried('a', ['light'], '2026-08-19T12:00:00Z'), ['weight 1', '1 day old']],
    [carried('a', ['light'], '2027-01-01T00:00:00Z'), ['weight 1', 'new today']],
    [undated('a'), ['weight 5', 'undated']],
    [carried('a', [ADDED_BY_HAND]), ['added by an editor', 'new today']],
  ]
  for (const [item, expected] of reasons) {
    test(`says why: ${expected.join(', ')}`, () => {
      assert.deepEqual(rank([item])[0]?.reasons, expected)
    })
  }
})

describe('the source of an item', () => {
  test('is the one whose site it stands on', () => {
    assert.equal(
      itemSource(carried('a', ['heavy', 'home'], undefined, { url: 'https://home.example/a' }), SOURCES),
      'Home',
    )
  })

  test('is the first where it stands on none', () => {
    assert.equal(itemSource(carried('a', ['heavy', 'home']), SOURCES), 'Heavy')
  })

  test('is the host of a link that was added by hand', () => {
    assert.equal(
      itemSource(carried('a', [ADDED_BY_HAND], undefined, { url: 'https://www.port.example/a' }), SOURCES),
      'port.example',
    )
  })

  test('is not among the others that carry it, and each of those is there once', () => {
    const [story] = foldItems([
      carried('a', [], undefined, {
        sources: [
          { id: 'heavy', url: 'https://x.example/a' },
          { id: 'heavy', url: 'http://www.x.example/a/' },
          { id: 'light', url: 'https://x.example/a?utm_source=feed' },
          { id: 'light', url: 'https://x.example/a' },
        ],
      }),
    ])
    assert.ok(story)
    assert.deepEqual(coverageOf(story, SOURCES), [{ source: 'Light', url: 'https://x.example/a' }])
  })
})
