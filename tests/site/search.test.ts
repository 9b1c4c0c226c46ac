import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { arrangeHit, type FoundPage, wholeFirst } from '../../src/site/search/arrange-hits.ts'
import { describeSearch } from '../../src/site/search/describe-search.ts'
import { formatSearchQuery, readSearchQuery, type SearchQuery } from '../../src/site/search/search-query.ts'

const ask = (text: string, own: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  kind: '',
  topic: '',
  year: '',
  ...own,
})
const plain = (runs: readonly { text: string; isMarked: boolean }[]) =>
  runs.map(({ text, isMarked }) => (isMarked ? `[${text}]` : text)).join('')

/** A page of the index made of parts, found wherever one of the words stands. */
function found(parts: readonly { id: string; title: string; text: string }[], words: string, kind = 'day'): FoundPage {
  const all: string[] = ['Thursday', '20', 'August', '2026.']
  const anchors = parts.map(({ id, title, text }) => {
    const location = all.length
    all.push(...`${title}. ${text}`.split(' '))
    return { id, text: title, location }
  })
  const wanted = words.split(' ')
  return {
    url: '/2026/08/20/#2',
    content: all.join(' '),
    locations: all.flatMap((word, place) =>
      wanted.some((each) => word.toLowerCase().startsWith(each)) ? [place] : [],
    ),
    anchors,
    meta: { title: 'Thursday 20 August 2026', kind, date: '20 August 2026' },
  }
}

const PARTS = [
  { id: 'a~blog~storage', title: 'A read', text: 'The lamp is lit, and the keeper sleeps.' },
  { id: 'b~security', title: 'Lamp out', text: 'No keeper saw it.' },
  { id: 'c~release', title: 'Calm', text: 'The lamp.' },
]

describe('a result', () => {
  test('leads to the parts that have most of what was asked, marked where it stands', () => {
    const hit = arrangeHit(found(PARTS, 'lamp keeper'), ask('lamp keeper'))
    assert.deepEqual(
      hit?.parts.map(({ href, title, excerpt }) => [href, plain(title), plain(excerpt)]),
      [
        ['/2026/08/20/#b', '[Lamp] out', 'No [keeper] saw it.'],
        ['/2026/08/20/#a', 'A read', 'The [lamp] is lit, and the [keeper] sleeps.'],
      ],
    )
    assert.deepEqual(
      [hit?.href, plain(hit?.title ?? []), hit?.others, hit?.isWhole],
      ['/2026/08/20/', 'Thursday 20 August 2026', 1, true],
    )
  })

  test('passes the filters with the parts that do, and not at all where none does', () => {
    const ids = (own: Partial<SearchQuery>) =>
      arrangeHit(found(PARTS, 'lamp'), ask('lamp', own))?.parts.map(({ href }) => href.split('#')[1])
    assert.deepEqual(ids({ kind: 'release' }), ['c'])
    assert.deepEqual(ids({ topic: 'storage' }), ['a'])
    assert.equal(ids({ topic: 'networking' }), undefined)
    assert.equal(ids({ kind: 'release', topic: 'storage' }), undefined)
  })

  test('shows the words around what was found, and says where it leaves some out', () => {
    const long = [{ id: 'a~blog', title: 'Long', text: `${'before '.repeat(40)}here ${'after '.repeat(40)}`.trim() }]
    const text = plain(arrangeHit(found(long, 'here'), ask('here'))?.parts[0]?.excerpt ?? [])
    assert.match(text, /^…(before ){4}\[here\]( after){25}…$/)
  })

  test('of a page that says all of it in one place comes before one that says it here and there', () => {
    const apart = arrangeHit(found(PARTS.slice(1), 'calm keeper'), ask('calm keeper'))!
    const whole = arrangeHit(found(PARTS, 'lamp keeper'), ask('lamp keeper'))!
    assert.deepEqual([apart.isWhole, whole.isWhole], [false, true])
    assert.deepEqual(wholeFirst([apart, whole]), [whole, apart])
  })
})

describe('a query', () => {
  test('stands in the address, and is read back from it', () => {
    for (const query of [ask(''), ask('a & b', { kind: 'blog' }), ask('“x”', { topic: 'ai-ml', year: '2026' })]) {
      assert.deepEqual(readSearchQuery(formatSearchQuery(query)), query)
    }
    assert.equal(formatSearchQuery(ask('')), '')
    assert.equal(readSearchQuery(`?q=${'x'.repeat(999)}`).text.length, 200)
  })

  test('is answered in words', () => {
    const cases = [
      { query: ask('x'), found: 1, dropped: 0, isComplete: true, words: '1 result for “x”.' },
      { query: ask('x'), found: 12, dropped: 2, isComplete: false, words: 'Up to 10 results for “x”.' },
      { query: ask('x'), found: 12, dropped: 2, isComplete: true, words: '10 results for “x”.' },
      { query: ask('x'), found: 0, dropped: 0, isComplete: true, words: 'No result for “x”.' },
      {
        query: ask('x', { year: '2020' }),
        found: 3,
        dropped: 3,
        isComplete: true,
        words: 'No result for “x” of that kind, topic and year.',
      },
    ]
    for (const { query, words, ...counts } of cases) assert.equal(describeSearch(query, counts), words)
  })
})
