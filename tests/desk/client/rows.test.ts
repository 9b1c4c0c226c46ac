import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { matchesFilter, NO_FILTER, type StoryFilter } from '../../../src/desk/client/filter.ts'
import { issueRows, leavesOf, nextUndecided, type StoryRow, storyRows } from '../../../src/desk/client/rows.ts'
import { SECTION_LETTERS } from '../../../src/desk/client/section-letters.ts'
import { snapshotOf } from '../../../src/desk/client/snapshot.ts'
import { makeDeskView, makePickView, makeStoryView } from './desk-builders.ts'

const ids = ['a', 'b', 'c', 'd', 'e']
const stories = ids.map((id) => makeStoryView({ id }))
const flood = { id: 'f', source: 'harbour-blog', day: '2026-08-20', stories: ['b', 'd'] }
const snapshot = snapshotOf(makeDeskView({ stories, floods: [flood] }))
const keysOf = (shown: readonly string[], open: readonly string[] = []) =>
  storyRows(snapshot, new Set(shown), new Set(open)).map(({ key }) => key)

describe('the rows of the stories', () => {
  test('a flood is one row in place of its first story, and shows its own below it where it is open', () => {
    assert.deepEqual(keysOf(ids), ['a', 'flood-f', 'c', 'e'])
    assert.deepEqual(keysOf(ids, ['flood-f']), ['a', 'flood-f', 'b', 'd', 'c', 'e'])
  })

  test('one story of a flood that a filter leaves stands by itself', () => {
    assert.deepEqual(keysOf(['a', 'd']), ['a', 'd'])
  })

  test('the next open story lies behind the cursor, then before it, and decided ones and those that ran are passed by', () => {
    const decided = snapshotOf(
      makeDeskView({
        stories: [
          makeStoryView({ id: 'a' }),
          makeStoryView({ id: 'b', verdict: 'skip' }),
          makeStoryView({ id: 'c', ranIn: { key: '2026-W30', number: 3 } }),
          makeStoryView({ id: 'd' }),
        ],
      }),
    )
    const rows = storyRows(decided, new Set(ids), new Set())
    assert.deepEqual(
      ['a', 'b', 'd', undefined].map((key) => nextUndecided(rows, key)?.key),
      ['d', 'd', 'a', 'a'],
    )
    assert.equal(nextUndecided(rows.slice(1, 3), 'b'), undefined)
  })

  test('the issue has its head first, and picks by section, whatever their order in the file', () => {
    const picks = [makePickView({ id: 'x', section: 'technical' }), makePickView({ id: 'y', section: 'headlines' })]
    assert.deepEqual(issueRows(picks, ['headlines', 'technical']).slice(4), ['y', 'x'])
  })
})

describe('the filter', () => {
  const story = makeStoryView({
    ...{ title: 'Lamps of the Harbour', kind: 'release', topics: ['storage'], tags: ['SIG Node'] },
    ...{ authors: ['Maren Hafen'], verdict: 'shortlist', suggestion: '' },
  })
  const cases: readonly (readonly [string, Partial<StoryFilter>, boolean])[] = [
    ['nothing asked', {}, true],
    ['words in any order and case', { text: 'harbour LAMPS' }, true],
    ['an author', { text: 'maren' }, true],
    ['a tag', { text: 'sig node' }, true],
    ['a word that is not there', { text: 'lamps fog' }, false],
    ['its kind', { kind: 'release' }, true],
    ['another kind', { kind: 'blog' }, false],
    ['its topic', { topic: 'storage' }, true],
    ['another source', { source: 'planet' }, false],
    ['its verdict', { verdict: 'shortlist' }, true],
    ['open', { verdict: 'open' }, false],
    ['suggested by a reader who said nothing', { verdict: 'suggested' }, true],
  ]
  for (const [what, own, expected] of cases) {
    test(`${what}: ${expected ? 'shown' : 'hidden'}`, () => {
      assert.equal(matchesFilter(story, { ...NO_FILTER, ...own }), expected)
    })
  }
})

test('every section has a letter of its own', () => {
  assert.equal(new Set(SECTION_LETTERS.map(({ letter }) => letter)).size, SECTION_LETTERS.length)
})

describe('leaves of the list', () => {
  const row = (id: string, level: 1 | 2 = 1): StoryRow => ({
    ...{ kind: 'story', key: id, story: makeStoryView({ id }), level },
  })
  const list = Array.from({ length: 60 }, (_, index) => row(`s${index}`))
  const startsOf = (rows: readonly StoryRow[]) => leavesOf(rows).map((leaf) => leaf.rows[0]?.key)

  test('hold each row once, in order, and know where they begin', () => {
    const leaves = leavesOf(list)
    assert.deepEqual(
      leaves.flatMap(({ rows }) => rows),
      list,
    )
    assert.ok(leaves.length > 1)
    for (const { from, rows } of leaves) assert.equal(list[from], rows[0])
  })

  test('begin with the same rows when a flood is opened', () => {
    const inner = Array.from({ length: 30 }, (_, index) => row(`inner${index}`, 2))
    assert.deepEqual(startsOf([...list.slice(0, 5), ...inner, ...list.slice(5)]), startsOf(list))
  })

  test('are none of an empty list', () => {
    assert.deepEqual(leavesOf([]), [])
  })
})
