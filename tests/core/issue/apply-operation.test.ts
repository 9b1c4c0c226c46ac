import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applyOperation } from '../../../src/core/issue/apply-operation.ts'
import type { Operation } from '../../../src/core/issue/operation.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import type { SectionId } from '../../../src/core/issue/section.ts'
import { makeIssue, makePick, makeState } from '../../builders.ts'

const pickIn = (name: string, section: SectionId) =>
  makePick({ url: `https://harbour.example/${name}`, title: name, section })
const [a, b, c, d] = [
  pickIn('a', 'headlines'),
  pickIn('b', 'technical'),
  pickIn('c', 'technical'),
  pickIn('d', 'watch-and-listen'),
] as const
const issue = makeIssue({ status: 'draft', picks: [a, b, c, d] })

function apply(operation: Operation, to: Issue = issue): Issue {
  const after = applyOperation(makeState({ issue: to }), operation)
  assert.ok(after.ok, JSON.stringify(after))
  return after.value.issue
}

describe('where a pick stands', () => {
  const cases: { name: string; section: SectionId; at?: number; order: string }[] = [
    { name: 'at the end of its section', section: 'technical', order: 'abcxd' },
    { name: 'at a place counted from 1', section: 'technical', at: 1, order: 'axbcd' },
    { name: 'at a place inside', section: 'technical', at: 2, order: 'abxcd' },
    { name: 'at the end, for a place beyond it', section: 'technical', at: 9, order: 'abcxd' },
    { name: 'before the sections that come later, where its own is new', section: 'security', order: 'axbcd' },
    { name: 'last, where its section comes after all', section: 'shoutouts', order: 'abcdx' },
  ]
  for (const { name, section, at, order } of cases) {
    test(`is ${name}`, () => {
      const after = apply({ verb: 'pick', pick: pickIn('x', section), at })
      assert.equal(after.picks.map(({ title }) => title).join(''), order)
    })
  }

  test('changes with a move, section and place at once', () => {
    const after = apply({ verb: 'move', id: d.id, section: 'technical', at: 2 })
    assert.equal(after.picks.map(({ title }) => title).join(''), 'abdc')
    assert.equal(after.picks[2]?.section, 'technical')
  })

  test('within its section changes with a move to a place', () => {
    assert.equal(
      apply({ verb: 'move', id: b.id, at: 2 })
        .picks.map(({ title }) => title)
        .join(''),
      'acbd',
    )
  })
})

describe('an operation', () => {
  test('never changes the issue that it is given', () => {
    const before = structuredClone(issue)
    apply({ verb: 'drop', id: a.id })
    apply({ verb: 'blurb', id: a.id, text: 'x' })
    assert.deepEqual(issue, before)
  })

  test('that writes a blurb makes it ours, on one line', () => {
    const unedited = makeIssue({ status: 'draft', picks: [{ ...a, unedited: true }] })
    const [pick] = apply({ verb: 'blurb', id: a.id, text: ' two\n lines ' }, unedited).picks
    assert.equal(pick?.blurb, 'two lines')
    assert.equal(pick !== undefined && 'unedited' in pick, false)
  })

  test('that writes a title keeps the first one, through a second, until it is back', () => {
    const once = apply({ verb: 'title', id: a.id, text: 'One' })
    const twice = apply({ verb: 'title', id: a.id, text: 'Two' }, once)
    assert.equal(twice.picks[0]?.originalTitle, 'a')
    assert.deepEqual(apply({ verb: 'title', id: a.id, text: 'a' }, twice), issue)
  })

  test('that writes a note leaves the sections of the body', () => {
    const withBody = makeIssue({ body: 'Old.\n\n## Shoutouts\n\nThanks.\n' })
    assert.equal(apply({ verb: 'note', text: 'New.' }, withBody).body, 'New.\n\n## Shoutouts\n\nThanks.\n')
    assert.equal(apply({ verb: 'note', text: '' }, withBody).body, '## Shoutouts\n\nThanks.\n')
  })

  const publish = { verb: 'publish', from: '2026-08-14T12:00:00Z', at: '2026-08-22T09:00:00Z', candidates: 7 } as const
  test('that publishes sets status, cut-off and candidates, and moves a past day on', () => {
    const { status, covers, candidates, date } = apply(publish)
    assert.deepEqual(
      { status, covers, candidates, date },
      {
        status: 'published',
        covers: { from: publish.from, to: publish.at },
        candidates: 7,
        date: '2026-08-22',
      },
    )
  })

  test('that publishes leaves a day that lies ahead', () => {
    assert.equal(apply(publish, makeIssue({ date: '2026-08-30' })).date, '2026-08-30')
  })

  const refused: [name: string, operation: Operation, what: RegExp][] = [
    ['a second pick of the same', { verb: 'pick', pick: b }, /picked already, in technical/],
    ['a drop of what is not picked', { verb: 'drop', id: 'ffffffffff' }, /not among the picks/],
    ['a move of what is not picked', { verb: 'move', id: 'ffffffffff', at: 1 }, /not among the picks/],
    ['an empty blurb', { verb: 'blurb', id: a.id, text: ' \n' }, /empty/],
    ['an empty title', { verb: 'title', id: a.id, text: '' }, /empty/],
    ['a note that begins a section', { verb: 'note', text: 'Hm\n\n## Shoutouts\n\nAll' }, /no heading/],
  ]
  for (const [name, operation, what] of refused) {
    test(`is refused: ${name}`, () => {
      const after = applyOperation(makeState({ issue }), operation)
      assert.ok(!after.ok)
      assert.match(after.problems[0]?.what ?? '', what)
    })
  }
})
