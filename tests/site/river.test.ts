import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLine } from '../../src/site/line.ts'
import { createRiver, groupByDay, paginateRiver } from '../../src/site/river.ts'
import type { Item } from '../../src/core/item/item.ts'
import { makeIssue, makeItem, makeSource } from '../builders.ts'

const sources = new Map([['harbour-blog', makeSource()]])
const latest = makeIssue({ covers: { from: '2026-08-10T12:00:00Z', to: '2026-08-17T12:00:00Z' } })

let serial = 0
function itemOf(own: Partial<Item>): Item {
  serial += 1
  return makeItem({ url: `https://harbour.example/${serial}`, title: `Item ${serial}`, ...own })
}

test('the river begins after the cut-off of the latest issue', () => {
  const before = itemOf({ firstSeen: '2026-08-17T12:00:00Z', published: '2026-08-17T11:00:00Z' })
  const behind = itemOf({ firstSeen: '2026-08-17T12:00:01Z', published: '2026-08-17T11:00:00Z' })
  assert.deepEqual(
    createRiver([before, behind], latest, sources).map(({ id }) => id),
    [behind.id],
  )
})

test('without an issue everything recent is in the river', () => {
  assert.equal(createRiver([itemOf({}), itemOf({})], undefined, sources).length, 2)
})

test('the archive of a new source does not flood the river', () => {
  const old = itemOf({ firstSeen: '2026-08-18T00:00:00Z', published: '2026-07-10T00:00:00Z' })
  const fresh = itemOf({ firstSeen: '2026-08-18T00:00:00Z', published: '2026-07-20T00:00:00Z' })
  assert.deepEqual(
    createRiver([old, fresh], latest, sources).map(({ id }) => id),
    [fresh.id],
  )
})

test('two thousand items first seen at one moment are grouped by their own days, newest first', () => {
  const items = Array.from({ length: 2000 }, (_, index) =>
    itemOf({
      firstSeen: '2026-08-24T06:00:00Z',
      published: new Date(Date.parse('2026-08-24T00:00:00Z') - (index % 20) * 86_400_000 + index * 1000)
        .toISOString()
        .replace('.000Z', 'Z'),
    }),
  )
  const days = groupByDay(createRiver(items, latest, sources)).map(({ day }) => day)
  assert.equal(days.length, 20)
  assert.equal(days[0], '2026-08-24')
  assert.deepEqual(days, days.toSorted().reverse())
})

test('an item without a date, or with one in the future, belongs to the day of its first sight', () => {
  const undated = itemOf({ published: undefined, firstSeen: '2026-08-20T07:00:00Z' })
  const future = itemOf({ published: '2030-01-01T00:00:00Z', firstSeen: '2026-08-20T08:00:00Z' })
  assert.deepEqual(
    createRiver([undated, future], latest, sources).map(({ day }) => day),
    ['2026-08-20', '2026-08-20'],
  )
})

test('the order of files does not change the river', () => {
  const items = Array.from({ length: 12 }, () => itemOf({ published: '2026-08-18T09:00:00Z' }))
  assert.deepEqual(createRiver(items, latest, sources), createRiver(items.toReversed(), latest, sources))
})

test('a page that begins inside a day says so', () => {
  const items = Array.from({ length: 5 }, () => itemOf({ published: '2026-08-18T09:00:00Z' }))
  const pages = paginateRiver(createRiver(items, latest, sources), 3)
  assert.deepEqual(
    pages.map((days) => days.map(({ lines, continued }) => [lines.length, continued])),
    [[[3, false]], [[2, true]]],
  )
})

test('an empty river is one empty page', () => {
  assert.deepEqual(paginateRiver([]), [[]])
})

test('a line says what the advisories of its story are about, each flaw once, and others say nothing', () => {
  const adviseOf = (...cves: string[]) => itemOf({ advisory: { cves, affected: [], fixed: [] } })
  const line = (lead: Item, ...others: Item[]) => createLine({ id: lead.id, lead, items: [lead, ...others] }, sources)
  const told = line(adviseOf('CVE-2026-1234'), adviseOf('CVE-2026-1234', 'CVE-2026-1235'))
  assert.deepEqual(told.cves, ['CVE-2026-1234', 'CVE-2026-1235'])
  assert.equal('cves' in line(itemOf({ cves: ['CVE-2026-1234'] })), false)
})
