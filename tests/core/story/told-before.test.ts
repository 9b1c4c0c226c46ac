import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../../src/core/item/item.ts'
import { foldItems } from '../../../src/core/story/fold-items.ts'
import { createToldBefore, type ToldPick } from '../../../src/core/story/told-before.ts'
import { idOf, makeItem } from '../../builders.ts'

const TITLE = 'Keeping the lamps of a harbour lit'
const pick = (own: Partial<ToldPick> = {}): ToldPick => {
  const url = own.url ?? 'https://harbour.example/lamps'
  return { id: idOf(url), url, title: TITLE, published: '2026-08-12T00:00:00Z', ...own }
}
const told = (own: Partial<Item> = {}) => {
  const url = own.url ?? 'https://quay.example/lamps'
  return makeItem({ title: TITLE, url, sources: [{ id: 'quay', url }], excerpt: '', ...own })
}
const findIn = (picks: readonly ToldPick[], ...items: Item[]) => {
  const [story, ...rest] = foldItems(items, { edits: [{ verb: 'merge', ids: items.map(({ id }) => id) }] })
  assert.ok(story && rest.length === 0)
  return createToldBefore(picks)(story)
}

describe('a story was told before', () => {
  const { published: _none, ...undatedPick } = pick()
  const cases: [name: string, pick: ToldPick, item: Item][] = [
    ['by the id of its item', pick({ title: 'Ours', id: told({ title: 'Theirs' }).id }), told({ title: 'Theirs' })],
    [
      'by its link',
      pick({ id: '0000000000', title: 'Ours' }),
      told({ title: 'Theirs', url: 'http://www.harbour.example/lamps/?utm_source=x' }),
    ],
    [
      'by the link of a carrier',
      pick({ title: 'Ours' }),
      told({ title: 'Theirs', sources: [{ id: 'planet', url: 'https://harbour.example/lamps#top' }] }),
    ],
    [
      'by where else it stood',
      pick({ title: 'Ours', also: [{ url: 'https://quay.example/lamps' }] }),
      told({ title: 'Theirs' }),
    ],
    ['by its title', pick(), told()],
    ['by the title that the author gave it', pick({ title: 'Lamps!', originalTitle: TITLE }), told()],
    ['by the title that the editor gave it', pick({ title: TITLE, originalTitle: 'Lamps!' }), told()],
    ['by its title, where no date is known', undatedPick, told()],
  ]
  for (const [name, earlier, item] of cases) {
    test(name, () =>
      assert.equal(findIn([pick({ url: 'https://pier.example/other', title: 'Ropes' }), earlier], item), earlier),
    )
  }

  test('as any of its items was', () => {
    const earlier = pick()
    assert.equal(findIn([earlier], told({ title: 'Ropes', url: 'https://pier.example/ropes' }), told()), earlier)
  })

  test('by the latest of the picks that told it', () => {
    const [one, other] = [pick(), pick({ title: 'Told again' })]
    assert.equal(findIn([one, other], told({ url: 'https://harbour.example/lamps' })), other)
  })
})

describe('a story was not told before', () => {
  const cases: [name: string, pick: ToldPick, item: Item][] = [
    ['where another part of it was', pick({ title: `${TITLE}, Part 1` }), told({ title: `${TITLE}, Part 2` })],
    ['where the same site bore that title', pick(), told({ url: 'https://harbour.example/lamps-again' })],
    ['where the title is of last year', pick({ published: '2025-08-12T00:00:00Z' }), told()],
    ['where the title says little', pick({ title: 'Weekly update' }), told({ title: 'Weekly update' })],
    ['where nothing is alike', pick({ title: 'Ropes' }), told()],
  ]
  for (const [name, earlier, item] of cases) {
    test(name, () => assert.equal(findIn([earlier], item), undefined))
  }

  test('where nothing was told', () => assert.equal(findIn([], told()), undefined))
})
