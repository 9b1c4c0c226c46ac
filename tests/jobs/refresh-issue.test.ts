import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Curation, openCuration } from '../../src/core/issue/curation.ts'
import type { Issue } from '../../src/core/issue/issue.ts'
import { take } from '../../src/core/text/problem.ts'
import { draftIssue } from '../../src/jobs/draft-issue.ts'
import { holdIssue } from '../../src/jobs/hold-issue.ts'
import type { Change } from '../../src/jobs/plan-change.ts'
import { planPublication } from '../../src/jobs/publish-issue.ts'
import { refreshIssue } from '../../src/jobs/refresh-issue.ts'
import { makeIssue, makeItem, makeRelease } from '../builders.ts'

const ending = makeRelease({ minor: '1.33', endOfLife: { 'kubernetes-schedule': '2026-08-31' }, patches: [] })
const release = makeItem({
  url: 'https://github.com/harbour/lamp/releases/tag/v1.2.3',
  title: 'lamp v1.2.3',
  kind: 'release',
  release: { project: 'lamp', version: 'v1.2.3', changes: 'a second wick' },
})

function open(own: Partial<Issue> = {}): Curation {
  const issue = makeIssue({ status: 'draft', ...own })
  return take(
    openCuration(
      {
        sources: new Map(),
        items: [makeItem(), release],
        issues: [issue],
        almanac: { releases: [ending], schedule: { read: {}, rounds: [] }, events: [] },
        now: new Date('2026-08-21T09:00:00Z'),
      },
      issue.key,
    ),
  )
}

function changed(change: Change): Extract<Change, { outcome: 'changed' }> {
  if (change.outcome !== 'changed') throw new assert.AssertionError({ message: change.message })
  return change
}

describe('an issue with sections that the program writes', () => {
  test('gets them with its draft, which spends no pick on what they tell', () => {
    const { state, message } = changed(take(draftIssue(open(), 5)))
    assert.deepEqual(
      state.issue.picks.map(({ title }) => title),
      ['First light'],
    )
    assert.match(
      state.issue.body,
      /^## Release watch\n\n- \[1\.33\]\(.*, in 10 days\.\n\n## Subproject releases\n\n- \[lamp v1\.2\.3\]/,
    )
    assert.match(message, /; Release watch and Subproject releases written$/)
    const again = take(draftIssue({ ...open(state.issue) }, 1))
    assert.equal(again.outcome, 'nothing')
  })

  test('spends picks on releases where an editor took their section out', () => {
    const { state } = changed(take(draftIssue(open(), 5)))
    const body = state.issue.body.slice(0, state.issue.body.indexOf('## Subproject'))
    const { state: after, message } = changed(take(draftIssue(open({ ...state.issue, body }), 5)))
    assert.equal(after.issue.picks.length, 2)
    assert.match(message, /Subproject releases left as an editor wants it$/)
  })

  test('is held with the sections of its hour, and then comes out with just these', () => {
    const held = changed(take(holdIssue(open(), { until: '2026-08-25T09:00:00Z' }))).state.issue
    assert.match(held.body, /on Monday 31 August, in 6 days/)
    const due = { ...open(held), now: new Date('2026-08-26T09:00:00Z') }
    assert.equal(changed(take(planPublication(due))).state.issue.body, held.body)
  })

  test('comes out with the sections of the moment', () => {
    const { state, message } = changed(take(planPublication(open())))
    assert.match(state.issue.body, /in 10 days/)
    assert.match(message, /; Release watch and Subproject releases written$/)
  })

  test('says what it left alone, and how that comes back', () => {
    const change = take(
      refreshIssue(open({ body: '## Release watch\n\nMine.\n\n## Subproject releases\n\nMine.\n' }), []),
    )
    assert.equal(change.outcome, 'nothing')
    assert.match(change.message, /Release watch and Subproject releases left .* `curate refresh release-watch`/)
    const forced = changed(take(refreshIssue(open({ body: '## Release watch\n\nMine.\n' }), ['release-watch'])))
    assert.doesNotMatch(forced.state.issue.body, /Mine/)
  })

  test('says where there is nothing to write', () => {
    assert.match(
      take(refreshIssue(open(), ['events-and-calls'])).message,
      /there is nothing to say in Events and calls/,
    )
  })

  for (const [status, what] of [
    ['published', 'its sections stay as they came out'],
    ['ready', 'its sections are settled'],
  ] as const) {
    test(`is not refreshed when it is ${status}`, () => {
      const refused = refreshIssue(open({ status }), ['release-watch'])
      assert.ok(!refused.ok && refused.problems[0]?.what.includes(what))
    })
  }
})
