import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { KINDS } from '../../src/core/source/source.ts'
import { groupSources, listRetired, summariseStates } from '../../src/site/source-list.ts'
import type { SourceStatus } from '../../src/site/source-state.ts'
import { viewSources, type SourceView } from '../../src/site/source-view.ts'
import { makeSource } from '../builders.ts'

const viewsOf = (sources: readonly ReturnType<typeof makeSource>[]) =>
  viewSources({ sources, health: new Map(), items: [], issues: [], now: new Date('2026-08-24T06:00:00Z') })

test('a source of any kind has a group', () => {
  const groups = groupSources(viewsOf(KINDS.map((kind) => makeSource({ id: kind, kind }))))
  assert.deepEqual(groups.flatMap(({ views }) => views.map(({ source }) => source.id)).toSorted(), KINDS.toSorted())
})

test('the sources of a group are sorted by name, whatever its case', () => {
  const groups = groupSources(viewsOf(['b', 'C', 'a'].map((title) => makeSource({ id: title.toLowerCase(), title }))))
  assert.deepEqual(
    groups.map(({ views }) => views.map(({ source }) => source.title)),
    [['a', 'b', 'C']],
  )
})

test('sources that are retired stand by themselves, by name, and in no group', () => {
  const retired = { since: '2026-08-03' }
  const views = viewsOf([
    makeSource({ id: 'd', title: 'd', retired }),
    makeSource({ id: 'c', title: 'C' }),
    makeSource({ id: 'a', title: 'A', kind: 'video', retired }),
  ])
  assert.deepEqual(
    groupSources(views).flatMap(({ views: own }) => own.map(({ source }) => source.id)),
    ['c'],
  )
  assert.deepEqual(
    listRetired(views).map(({ source }) => source.id),
    ['a', 'd'],
  )
})

describe('the sources, all in all', () => {
  /** Views in these states, named by the letters of the alphabet. */
  const inStates = (...states: readonly SourceStatus[]): SourceView[] =>
    viewsOf(states.map((_state, index) => makeSource({ id: `s${index}`, title: `S${index}` }))).map((view, index) => ({
      ...view,
      state: { ...view.state, status: states[index] ?? 'ok' },
    }))
  const say = (...states: readonly SourceStatus[]) =>
    summariseStates(inStates(...states)).map(({ text, sources }) =>
      [text, ...sources.map(({ title }) => title)].join(' '),
    )

  for (const [name, states, expected] of [
    ['say nothing where there are none', [], []],
    ['are told in one sentence while all is well', ['ok', 'ok'], ['All 2 were read in the last week.']],
    ['can be a single one', ['ok'], ['It was read in the last week.']],
    ['can all be unread', ['unread', 'unread'], ['None of them has been read yet.']],
    [
      'are told by what asks for a look, with names',
      ['failing', 'ok', 'parked', 'failing', 'unread', 'stale', 'ok'],
      [
        '2 of 7 were read in the last week.',
        'Failing: S0 S3',
        'Gone for good: S2',
        'Not read for over a week: 1.',
        'Not read yet: 1.',
      ],
    ],
    [
      'are counted where there are too many to name',
      ['ok', ...Array.from({ length: 7 }, () => 'failing' as const)],
      ['1 of 8 was read in the last week.', 'Failing: 7.'],
    ],
  ] as const) {
    test(name, () => {
      assert.deepEqual(say(...states), expected)
    })
  }

  test('are those that we follow', () => {
    const views = viewsOf([makeSource(), makeSource({ id: 'old', retired: { since: '2026-08-03' } })])
    const well = views.map((view) =>
      view.source.retired ? view : { ...view, state: { ...view.state, status: 'ok' as const } },
    )
    assert.deepEqual(summariseStates(well), [{ text: 'It was read in the last week.', sources: [] }])
    assert.deepEqual(summariseStates(views.slice(1)), [])
  })

  test('are each in one sentence at most, and none is forgotten', () => {
    const views = inStates('failing', 'ok', 'parked', 'unread', 'stale')
    const told = summariseStates(views).map(({ text, sources }) => sources.length || Number(/\d+/.exec(text)?.[0]))
    assert.equal(
      told.reduce((sum, count) => sum + count, 0),
      views.length,
    )
  })
})
