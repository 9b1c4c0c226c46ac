import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type DecisionLog, makeLogEntry } from '../../../src/core/issue/decision-log.ts'
import { type IssueVersions, mergeIssues } from '../../../src/core/issue/merge-issues.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import type { Operation } from '../../../src/core/issue/operation.ts'
import { makeIssue, makePick } from '../../builders.ts'

const pickOf = (name: string, own: Partial<Issue['picks'][number]> = {}) =>
  makePick({ url: `https://harbour.example/${name}`, title: name, section: 'technical', ...own })
const [a, b, c] = [pickOf('a'), pickOf('b'), pickOf('c')]
const issueOf = (...picks: Issue['picks']) => makeIssue({ status: 'draft', picks })

function logOf(editor: string, hour: number, ...operations: Operation[]): DecisionLog {
  const at = `2026-08-18T${hour}:00:00Z`
  return {
    issue: issueOf().key,
    editor,
    entries: operations.map((operation) => makeLogEntry([], { at, did: [operation], back: [] })),
  }
}

const pick = (one: typeof a): Operation => ({ verb: 'pick', pick: one })
const drop = (one: typeof a): Operation => ({ verb: 'drop', id: one.id })
const blurb = (one: typeof a, text: string): Operation => ({ verb: 'blurb', id: one.id, text })

function titles({ ours, theirs, base }: Partial<IssueVersions>, ...logs: DecisionLog[]): string {
  const { issue } = mergeIssues({ ours: ours ?? issueOf(), theirs, base }, logs)
  return issue.picks.map(({ title }) => title).join('')
}

describe('the picks of two versions', () => {
  const cases: [what: string, picks: string, versions: Partial<IssueVersions>, logs: DecisionLog[]][] = [
    ['come together, ours first', 'abc', { ours: issueOf(a), theirs: issueOf(b, c) }, []],
    ['count once where both have one', 'ab', { ours: issueOf(a, b), theirs: issueOf(b) }, []],
    [
      'lack what one side dropped, by its log',
      'b',
      { ours: issueOf(b), theirs: issueOf(a, b) },
      [logOf('ada', 10, pick(a), drop(a))],
    ],
    [
      'have what was dropped and picked again',
      'a',
      { ours: issueOf(), theirs: issueOf(a) },
      [logOf('ada', 10, pick(a), drop(a)), logOf('bo', 11, pick(a))],
    ],
    [
      'lack what a hand took out, as their origin shows',
      'b',
      { ours: issueOf(b), theirs: issueOf(a, b), base: issueOf(a) },
      [],
    ],
    [
      'keep what one side took out and the other wrote on',
      'a',
      { ours: issueOf(), theirs: issueOf({ ...a, blurb: 'More.' }), base: issueOf(a) },
      [],
    ],
  ]
  for (const [what, expected, versions, logs] of cases) {
    test(what, () => {
      assert.equal(titles(versions, ...logs), expected)
    })
  }

  test('are there once where git has put both places of one into either side, and where the later log says', () => {
    const [here, there] = [a, { ...a, section: 'tooling' }] as const
    const both = { ours: issueOf(here, b, there), theirs: issueOf(here, b, there), base: issueOf(b) }
    for (const [first, last] of [
      [here, there],
      [there, here],
    ] as const) {
      const { issue } = mergeIssues(both, [
        logOf('ada', 10, pick(first)),
        logOf('bo', 11, { verb: 'move', id: a.id, section: last.section }),
      ])
      assert.deepEqual(
        issue.picks.filter(({ id }) => id === a.id).map(({ section }) => section),
        [last.section],
      )
      assert.deepEqual(issue.picks.map(({ title }) => title).sort(), ['a', 'b'])
    }
  })

  test('stand in the order of sections', () => {
    const lead = pickOf('z', { section: 'headlines' })
    assert.equal(titles({ ours: issueOf(a), theirs: issueOf(lead, b) }), 'zab')
  })

  test('of one version alone are made up for out of the logs', () => {
    const { issue, broughtBack } = mergeIssues({ ours: issueOf(a), theirs: undefined, base: undefined }, [
      logOf('ada', 10, pick(a)),
      logOf('bo', 11, pick(b), pick(c), drop(c)),
    ])
    assert.deepEqual(
      issue.picks.map(({ title }) => title),
      ['a', 'b'],
    )
    assert.deepEqual(broughtBack, [b.id])
  })
})

describe('words that two versions have differently', () => {
  const filled = pickOf('a', { blurb: 'From the excerpt', unedited: true })
  const { unedited: _mark, ...plain } = filled
  const mine = { ...plain, blurb: 'Mine.' }
  const yours = { ...plain, blurb: 'Yours.' }
  const ofLogs = [logOf('ada', 10, pick(filled), blurb(filled, 'Mine.')), logOf('bo', 11, blurb(filled, 'Yours.'))]

  const merge = (ours: Issue, theirs: Issue, base: Issue | undefined, ...logs: DecisionLog[]) => {
    const { issue, lost } = mergeIssues({ ours, theirs, base }, logs)
    return {
      blurb: issue.picks[0]?.blurb,
      isFilled: issue.picks[0]?.unedited ?? false,
      lost: lost.map(({ text }) => text),
    }
  }

  test('are those of the side that changed them', () => {
    assert.deepEqual(merge(issueOf(filled), issueOf(yours), issueOf(filled)), {
      blurb: 'Yours.',
      isFilled: false,
      lost: [],
    })
    assert.deepEqual(merge(issueOf(mine), issueOf(filled), issueOf(filled)), {
      blurb: 'Mine.',
      isFilled: false,
      lost: [],
    })
  })

  test('are the later ones, where logs have both', () => {
    assert.deepEqual(merge(issueOf(mine), issueOf(yours), undefined, ...ofLogs), {
      blurb: 'Yours.',
      isFilled: false,
      lost: [],
    })
  })

  test("are an editor's, where the other side only has what the program filled in", () => {
    const logs = [logOf('ada', 10, pick(filled), blurb(filled, 'Mine.')), logOf('bo', 11, pick(filled))]
    assert.deepEqual(merge(issueOf(mine), issueOf(filled), undefined, ...logs), {
      blurb: 'Mine.',
      isFilled: false,
      lost: [],
    })
  })

  test("are a hand's, where the others stand in a log", () => {
    const byHand = { ...plain, blurb: 'By hand.' }
    assert.equal(merge(issueOf(byHand), issueOf(yours), undefined, ...ofLogs).blurb, 'By hand.')
    assert.equal(merge(issueOf(mine), issueOf(byHand), undefined, ...ofLogs).blurb, 'By hand.')
  })

  test('are ours where two hands wrote, and theirs are said', () => {
    assert.deepEqual(merge(issueOf(mine), issueOf(yours), undefined), {
      blurb: 'Mine.',
      isFilled: false,
      lost: ['Yours.'],
    })
  })
})

describe('the rest of two versions', () => {
  test('is filled in from the side that has it', () => {
    const ours = { ...issueOf(a), title: 'Ours', subject: '' }
    const theirs = { ...issueOf(a), title: '', subject: 'Theirs' }
    const { issue, lost } = mergeIssues({ ours, theirs, base: undefined }, [])
    assert.deepEqual([issue.title, issue.subject, lost], ['Ours', 'Theirs', []])
  })

  test('keeps every word of the sections, the editors of both, and the corrections of both', () => {
    const correction = (text: string) => ({ date: '2026-08-20', text })
    const ours = {
      ...issueOf(a),
      body: 'Note.\n\n## Shoutouts\n\nTo Ada.\n',
      editors: ['ada'],
      corrections: [correction('x')],
    }
    const theirs = { ...issueOf(a), body: '## Shoutouts\n\nTo Bo.\n', editors: ['bo'], corrections: [correction('y')] }
    const { issue } = mergeIssues({ ours, theirs, base: undefined }, [])
    assert.equal(issue.body, 'Note.\n\n## Shoutouts\n\nTo Ada.\n\nTo Bo.\n')
    assert.deepEqual(issue.editors, ['ada', 'bo'])
    assert.equal(issue.corrections.length, 2)
  })

  test('covers what either covers', () => {
    const ours = { ...issueOf(), covers: { from: '2026-08-14T12:00:00Z', to: '2026-08-20T12:00:00Z' } }
    const theirs = { ...issueOf(), covers: { from: '2026-08-13T12:00:00Z', to: '2026-08-21T12:00:00Z' } }
    const { issue } = mergeIssues({ ours, theirs, base: undefined }, [])
    assert.deepEqual(issue.covers, { from: theirs.covers.from, to: theirs.covers.to })
  })
})
