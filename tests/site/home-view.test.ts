import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHomeView } from '../../src/site/home-view.ts'
import type { Issue } from '../../src/core/issue/issue.ts'
import type { Item } from '../../src/core/item/item.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const covers = { from: '2026-08-14T12:00:00Z', to: '2026-08-21T12:00:00Z' }
const viewOf = (issues: Issue[], items: Item[]) =>
  createHomeView({
    ...{ issues, items, latest: issues[0], now: new Date('2026-08-24T06:00:00Z') },
    sourceNames: new Map([['harbour-blog', makeSource()]]),
  })

const itemsFrom = (first: string, count: number, own: Partial<Item> = {}) =>
  Array.from({ length: count }, (_, index) => {
    const moment = new Date(Date.parse(first) + index * 60_000).toISOString().replace('.000Z', 'Z')
    return makeItem({ url: `https://harbour.example/${first}/${index}`, published: moment, firstSeen: moment, ...own })
  })

test('before the first issue the home page is the river', () => {
  const view = viewOf([], itemsFrom('2026-08-22T00:00:00Z', 100))
  assert.equal(view.issue, undefined)
  assert.equal(view.riverCount, 100)
  assert.equal(view.river.flatMap(({ lines }) => lines).length, 36)
})

test('the river beside an issue is about as long as the issue, and says how much more there is', () => {
  const issue = makeIssue({ covers, picks: Array.from({ length: 4 }, () => makePick()) })
  const view = viewOf([issue], itemsFrom('2026-08-22T00:00:00Z', 300))
  assert.equal(view.river.flatMap(({ lines }) => lines).length, 14)
  assert.equal(view.riverCount, 300)
  assert.deepEqual(view.unpicked, [])
})

test('while the river is empty the others of the issue stand in its place, releases last', () => {
  const items = [...itemsFrom('2026-08-20T00:00:00Z', 2, { kind: 'release' }), ...itemsFrom('2026-08-18T00:00:00Z', 2)]
  const view = viewOf([makeIssue({ covers })], items)
  assert.equal(view.riverCount, 0)
  assert.equal(view.others, 4)
  assert.deepEqual(
    view.unpicked.map(({ day }) => day),
    ['2026-08-18', '2026-08-18', '2026-08-20', '2026-08-20'],
  )
})

test('earlier issues are the ones after the newest, at most five', () => {
  const issues = Array.from({ length: 8 }, (_, index) => makeIssue({ number: 8 - index, covers }))
  assert.deepEqual(
    viewOf(issues, []).earlier.map(({ facts }) => Number(/\d+/.exec(facts)?.[0])),
    [7, 6, 5, 4, 3],
  )
})
