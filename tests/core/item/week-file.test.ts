import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatItem, parseItem } from '../../../src/core/item/item-file.ts'
import { formatWeekFile, parseWeekFile, weekFileName, weekOfFile } from '../../../src/core/item/week-file.ts'
import type { Item } from '../../../src/core/item/item.ts'
import { makeItem } from '../../builders.ts'

const FULL = makeItem({
  url: 'https://harbour.example/full',
  title: 'Kubernetes v1.37: "quotes", a # and — dashes',
  updated: '2026-08-19T00:00:00Z',
  authors: [{ name: 'Ada Quay', org: 'Harbour Works' }, { name: "Bo O'Mast" }],
  sources: [
    {
      id: 'harbour-blog',
      url: 'https://harbour.example/posts/first-light/?utm_source=rss',
      guid: 'tag:harbour,2026:1',
    },
    { id: 'planet', url: 'https://planet.example/1', guid: '' },
  ],
  language: 'de',
  minutes: 6,
  categories: ['Lamps', '1.20'],
  enclosures: [{ url: 'https://harbour.example/1.mp3', type: 'audio/mpeg', length: 1 }, { url: 'https://a.example/' }],
  topics: ['releases'],
  sigs: ['sig-release'],
  versions: ['1.20', '1.37'],
  keps: ['753'],
  cves: ['CVE-2026-0001'],
  projects: ['argo'],
  written: '0a1b2c',
  excerpt: 'One **strong** paragraph.\n\n---\n\n- and a list: with a "colon"\u2028and an odd line end 🚢',
})
const { published: _, ...undated } = makeItem({
  url: 'https://harbour.example/undated',
  firstSeen: '2026-08-19T00:00:00Z',
})
const ITEMS: readonly Item[] = [makeItem(), FULL, undated, makeItem({ url: 'https://harbour.example/2', excerpt: '' })]

const sorted = (items: readonly Item[]) => items.toSorted((a, b) => (a.id < b.id ? -1 : 1))

describe('the file of an old week', () => {
  test('gives every item back equal, with all of its fields, one a line', () => {
    const text = formatWeekFile([FULL, undated])
    assert.deepEqual(parseWeekFile(text, 'x.jsonl'), { items: [FULL, undated], problems: [] })
    assert.equal(text.split(/[\n\u2028]/).length, 3)
  })

  test('has the same bytes whatever the order of items and fields, and when it is written again', () => {
    const text = formatWeekFile(ITEMS)
    assert.equal(formatWeekFile(ITEMS.toReversed()), text)
    const turned = ITEMS.map((item) => {
      const authors = item.authors.map((author) => Object.fromEntries(Object.entries(author).reverse()))
      return Object.fromEntries(Object.entries({ ...item, authors }).reverse()) as Item
    })
    assert.equal(formatWeekFile(turned), text)
    assert.equal(formatWeekFile(parseWeekFile(text, 'x.jsonl').items), text)
  })

  test('has the earliest first, by publication or else first sight, then by id', () => {
    const late = makeItem({ url: 'https://harbour.example/late', published: '2026-08-20T00:00:00Z' })
    const early = makeItem({ url: 'https://harbour.example/early', published: '2026-08-17T00:00:00.5Z' })
    const twins = sorted([1, 2, 3].map((n) => makeItem({ url: `https://harbour.example/twin/${n}` })))
    const { items } = parseWeekFile(formatWeekFile([late, undated, ...twins.toReversed(), early]), 'x.jsonl')
    assert.deepEqual(items, [early, ...twins, undated, late])
  })

  test('leaves out what says nothing', () => {
    const line = JSON.stringify({
      id: makeItem().id,
      title: 'First light',
      url: 'https://harbour.example/posts/first-light/',
      published: '2026-08-18T09:00:00Z',
      firstSeen: '2026-08-18T10:00:00Z',
      kind: 'blog',
      sources: [{ id: 'harbour-blog', url: 'https://harbour.example/posts/first-light/' }],
    })
    assert.equal(formatWeekFile([makeItem({ excerpt: '' })]), `${line}\n`)
  })

  test('keeps whatever the file of an item keeps', () => {
    for (const item of ITEMS) {
      const own = parseItem(formatItem(item), 'x.md')
      assert.ok(own.ok)
      assert.deepEqual(parseWeekFile(formatWeekFile([own.value]), 'x.jsonl').items, [own.value])
    }
  })

  test('is read line by line: a broken one is named with file, line and field, and the others are read', () => {
    const [good = ''] = formatWeekFile([makeItem()]).split('\n')
    const text = [
      good,
      '<<<<<<< HEAD',
      '',
      good.replace('"kind":"blog"', '"kind":"blogg"').replace('2026-08-18T09:00:00Z', 'last week'),
      `${good.slice(0, -1)},"lamp":1}`,
      '[]',
      good,
      formatWeekFile([undated]).trim(),
    ].join('\r\n')
    const { items, problems } = parseWeekFile(`\ufeff${text}`, 'content/items/2026-W34.jsonl')
    assert.deepEqual(items, [makeItem(), undated])
    assert.ok(problems.every(({ where }) => where === 'content/items/2026-W34.jsonl'))
    assert.deepEqual(
      problems.map(({ line, field }) => [line, field]),
      [
        [2, undefined],
        [4, 'published'],
        [4, 'kind'],
        [5, 'lamp'],
        [6, undefined],
        [7, 'id'],
      ],
    )
  })

  for (const [name, forged] of [
    ['url', { url: 'javascript:alert(1)' }],
    ['title', { title: 'two\nlines' }],
    ['sources', { sources: [] }],
    ['sources[0].url', { sources: [{ id: 'harbour-blog', url: 'data:text/html,hello' }] }],
    ['minutes', { minutes: '6' }],
    ['excerpt', { excerpt: 5 }],
  ] as const) {
    test(`is held to the schema of items: ${name}`, () => {
      const line = JSON.stringify({ ...(JSON.parse(formatWeekFile([makeItem()])) as object), ...forged })
      const { items, problems } = parseWeekFile(line, 'x.jsonl')
      assert.deepEqual(items, [])
      assert.deepEqual(
        problems.map(({ field, line }) => [field, line]),
        [[name, 1]],
      )
    })
  }

  test('is named after the week, and nothing else is', () => {
    assert.equal(weekOfFile(weekFileName('2024-W12')), '2024-W12')
    for (const name of [
      '2024-W60.jsonl',
      '2024-W12.json',
      'a/2024-W12.jsonl',
      '2024-W12/x.md',
      '.jsonl',
      'notes.jsonl',
    ])
      assert.equal(weekOfFile(name), undefined, name)
  })
})
