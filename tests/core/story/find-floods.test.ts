import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../../src/core/item/item.ts'
import { RESERVED_SOURCES } from '../../../src/core/source/source.ts'
import { findFloods } from '../../../src/core/story/find-floods.ts'
import { foldItems } from '../../../src/core/story/fold-items.ts'
import { makeItem, makeSource } from '../../builders.ts'

function talks(count: number, own: Partial<Item> = {}): Item[] {
  return Array.from({ length: count }, (_, index) => {
    const url = `https://harbour.example/talks/${own.published ?? ''}/${index}`
    return makeItem({
      title: `Talk ${index}`,
      url,
      sources: [
        { id: 'planet', url },
        { id: 'harbour-blog', url },
      ],
      ...own,
    })
  })
}

const SOURCES = new Map([['harbour-blog', makeSource({ site: 'https://harbour.example/' })]])

describe('a flood', () => {
  test('is more than ten stories of one source on one day', () => {
    const stories = foldItems(talks(11))
    const floods = findFloods(stories, SOURCES)
    assert.deepEqual(
      floods.map(({ id, source, day }) => [id, source, day]),
      [['harbour-blog-2026-08-18', 'harbour-blog', '2026-08-18']],
    )
    assert.deepEqual(floods[0]?.stories, stories)
    assert.deepEqual(findFloods(foldItems(talks(10)), SOURCES), [])
  })

  test('is of one day', () => {
    const [one, other] = ['2026-08-18T23:59:59Z', '2026-08-19T00:00:00Z'].map((published) => talks(6, { published }))
    assert.deepEqual(findFloods(foldItems([...(one ?? []), ...(other ?? [])]), SOURCES), [])
  })

  test('of what has no date is of the day on which it was first seen', () => {
    const items = talks(11).map(({ published: _none, ...item }) => ({ ...item, firstSeen: '2026-08-20T10:00:00Z' }))
    assert.equal(findFloods(foldItems(items), SOURCES)[0]?.day, '2026-08-20')
  })

  test('is not what editors added or readers suggested, however much in a day', () => {
    for (const id of RESERVED_SOURCES) {
      const stories = foldItems(talks(11).map((item) => ({ ...item, sources: [{ id, url: item.url }] })))
      assert.deepEqual(findFloods(stories, SOURCES), [])
    }
  })

  test('is of the first carrier where the site of none is known', () => {
    assert.equal(findFloods(foldItems(talks(11)))[0]?.source, 'planet')
  })
})
