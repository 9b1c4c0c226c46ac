import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Verdict } from '../../src/core/issue/curation-state.ts'
import { ADDED_BY_HAND, KINDS } from '../../src/core/source/source.ts'
import { foldItems } from '../../src/core/story/fold-items.ts'
import type { StoryEdit } from '../../src/core/story/story.ts'
import type { Item } from '../../src/core/item/item.ts'
import { groupCandidates, paginateCandidates } from '../../src/site/candidates.ts'
import { describeCandidates, listKinds } from '../../src/site/candidate-words.ts'
import { surroundIssue } from '../../src/site/issue-pages.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const sources = new Map([
  ['harbour-blog', makeSource()],
  ['planet', makeSource({ id: 'planet', title: 'Planet', url: 'https://planet.example/feed.xml' })],
])
const covers = { from: '2026-08-10T12:00:00Z', to: '2026-08-20T12:00:00Z' }
const WORDS = ['lamp', 'anchor', 'ballast', 'compass', 'derrick', 'fathom', 'galley', 'halyard', 'keel', 'mast']

/** Items whose titles have nothing in common, all of one source and minute but for what is said. */
const makeItems = (count: number, own: Partial<Item> = {}) =>
  Array.from({ length: count }, (_, n) =>
    makeItem({
      url: `https://harbour.example/${own.kind ?? 'blog'}/${n}`,
      title: `The ${WORDS[n % 10]}${n} of ${WORDS[(n * 7 + 3) % 10]}${n * 13}`,
      ...own,
    }),
  )

const group = (items: readonly Item[]) =>
  groupCandidates(makeIssue({ covers }), foldItems(items, { sources }), { sources })

test('the others are without the picks, and without what a pick names beside itself', () => {
  const [picked, named, other] = makeItems(3)
  assert.ok(picked && named && other)
  const pick = makePick({ id: picked.id, url: picked.url, also: [{ source: 'Harbour Blog', url: named.url }] })
  const issue = makeIssue({ covers, picks: [pick] })
  const groups = groupCandidates(issue, foldItems([picked, named, other], { sources }), { sources })
  assert.deepEqual(
    groups.flatMap(({ lines }) => lines.map(({ id }) => id)),
    [other.id],
  )
})

test('an item of any kind has a group, and an empty group is left out', () => {
  for (const kind of KINDS) {
    assert.deepEqual(
      group([makeItem({ kind })]).map((one) => one.kind),
      [kind],
    )
  }
})

test('a link that was added by hand is named for its host', () => {
  const url = 'https://www.beacon.example/x'
  const item = makeItem({ url, sources: [{ id: ADDED_BY_HAND, url }] })
  assert.equal(group([item])[0]?.lines[0]?.source, 'beacon.example')
})

test('a candidate says why it was left out, where else it ran, and who else told it', () => {
  const [skipped, silent, held, ran] = makeItems(4)
  assert.ok(skipped && silent && held && ran)
  const verdicts = new Map<string, Verdict>([
    [skipped.id, { verdict: 'skip', reason: 'a rehash of <last> week' }],
    [silent.id, { verdict: 'skip' }],
    [held.id, { verdict: 'shortlist' }],
  ])
  const copy = makeItem({
    ...{ url: 'https://planet.example/copy', title: skipped.title },
    sources: [{ id: 'planet', url: 'https://planet.example/copy' }],
  })
  const later = makeIssue({ key: '2026-W36', number: 9 })
  const edits: StoryEdit[] = [{ verb: 'merge', ids: [skipped.id, copy.id] }]
  const stories = foldItems([skipped, silent, held, ran, copy], { sources, edits })
  const ranIn = ({ id }: { id: string }) => (id === ran.id ? later : undefined)
  const lines = groupCandidates(makeIssue({ covers }), stories, { sources, verdicts, ranIn })[0]?.lines
  const byId = new Map(lines?.map((line) => [line.id, line]))
  assert.equal(lines?.length, 4)
  assert.equal(byId.get(skipped.id)?.reason, 'a rehash of <last> week')
  assert.deepEqual(byId.get(skipped.id)?.carriers, [{ source: 'Planet', url: 'https://planet.example/copy' }])
  assert.deepEqual([byId.get(silent.id)?.reason, byId.get(silent.id)?.isHeld], [undefined, false])
  assert.equal(byId.get(held.id)?.isHeld, true)
  assert.equal(byId.get(ran.id)?.ranIn?.number, 9)
})

test('more than ten of one source and day are one row, which holds them all and counts as so many', () => {
  const flood = makeItems(12, { published: '2026-08-18T09:00:00Z' })
  const others = makeItems(3, { kind: 'video', published: '2026-08-18T09:00:00Z' })
  const [blogs, videos] = group([...flood, ...others])
  assert.equal(blogs?.lines.length, 12)
  assert.equal(blogs?.rows.length, 1)
  const row = blogs?.rows[0]
  assert.ok(row && 'candidates' in row)
  assert.deepEqual([row.source, row.day, row.candidates.length], ['Harbour Blog', '2026-08-18', 12])
  assert.equal(videos?.rows.length, 3)
})

describe('the pages of the others', () => {
  const groups = group([
    ...makeItems(5, { kind: 'security' }),
    ...makeItems(8, { kind: 'media' }),
    ...makeItems(25, { kind: 'release', published: undefined }).map((item, n) => ({
      ...item,
      published: `2026-08-${10 + (n % 9)}T0${n % 10}:00:00Z`,
    })),
  ])
  const shown = (size: number) =>
    paginateCandidates(groups, size).map((parts) =>
      parts.map(({ kind, count, isContinued }) => `${kind} ${count}${isContinued ? ' more' : ''}`).join(', '),
    )

  for (const [size, pages] of [
    [100, ['security 5, media 8, release 25']],
    [38, ['security 5, media 8, release 25']],
    [20, ['security 5, media 8, release 7', 'release 18 more']],
    [10, ['security 5', 'media 8, release 2', 'release 10 more', 'release 10 more', 'release 3 more']],
  ] as const) {
    test(`of at most ${size} go kind by kind`, () => {
      assert.deepEqual(shown(size), pages)
    })
  }

  test('lose none and repeat none', () => {
    const ids = paginateCandidates(groups, 7).flatMap((parts) =>
      parts.flatMap(({ rows }) =>
        rows.flatMap((row) => ('candidates' in row ? row.candidates : [row]).map(({ id }) => id)),
      ),
    )
    assert.equal(ids.length, 38)
    assert.equal(new Set(ids).size, 38)
  })

  test('lead to each kind where it begins', () => {
    assert.deepEqual(
      listKinds(paginateCandidates(groups, 10), '2026-W34', 2).map(({ id, count, href }) => [id, count, href]),
      [
        ['security', 5, '/issues/2026-W34/candidates/#security'],
        ['media', 8, '#media'],
        ['release', 25, '#release'],
      ],
    )
  })
})

describe('what surrounds an issue', () => {
  const items = makeItems(6)
  const issue = makeIssue({ covers, picks: [makePick({ id: items[0]?.id ?? '', url: items[0]?.url ?? '' })] })
  const around = (edits: StoryEdit[]) =>
    surroundIssue(issue, {
      ...{ items, edits, issues: [issue], sourceNames: sources, now: new Date('2026-08-24T06:00:00Z') },
      logs: [
        {
          ...{ issue: issue.key, editor: 'ada' },
          entries: [
            {
              ...{ id: '00000001', at: '2026-08-19T00:00:00Z', back: [] },
              did: [{ verb: 'skip', ids: [items[1]?.id ?? ''], reason: 'Too short.' }],
            },
          ],
        },
        {
          ...{ issue: '2026-W99', editor: 'ada' },
          entries: [
            {
              ...{ id: '00000002', at: '2026-08-19T00:00:00Z', back: [] },
              did: [{ verb: 'skip', ids: [items[2]?.id ?? ''], reason: 'Of another issue.' }],
            },
          ],
        },
      ],
    })

  test('has the reasons of its own editors', () => {
    const reasons = around([]).candidates.flatMap(({ lines }) => lines.map(({ reason }) => reason).filter(Boolean))
    assert.deepEqual(reasons, ['Too short.'])
  })

  test('counts candidates, stories and picks, after what editors merged', () => {
    const merge: StoryEdit = { verb: 'merge', ids: [items[2]?.id ?? '', items[3]?.id ?? ''] }
    const { pool, candidateCount } = around([merge])
    assert.deepEqual([pool, candidateCount], [{ items: 6, stories: 5 }, 4])
    const words = describeCandidates({ ...issue, candidates: 9 }, { pool, candidateCount })
    assert.match(words, /^6 candidates came in between .*, and tell 5 stories\./)
    assert.match(words, /The editors had 9 before them/)
    assert.match(words, /1 of them was picked, the other 4 are here/)
    assert.doesNotMatch(describeCandidates(issue, around([])), /stories|The editors had/)
  })

  test('says so where picks came from elsewhere', () => {
    const more = { ...issue, picks: [...issue.picks, makePick({ url: 'https://elsewhere.example/' })] }
    const words = describeCandidates(more, { pool: { items: 6, stories: 6 }, candidateCount: 5 })
    assert.match(words, /1 of them is in the issue, which has 2 picks, the other 5 are here/)
  })
})
