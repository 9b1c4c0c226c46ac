import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { CurationState } from '../../src/core/issue/curation-state.ts'
import { parseIssue } from '../../src/core/issue/issue-file.ts'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import type { Operation } from '../../src/core/issue/operation.ts'
import { take } from '../../src/core/text/problem.ts'
import { planChange } from '../../src/jobs/plan-change.ts'
import { planCommit, type Stored } from '../../src/jobs/plan-commit.ts'
import { redoChange, undoChange } from '../../src/jobs/undo-changes.ts'
import { makeIssue, makePick, makeState } from '../builders.ts'

const NOW = new Date('2026-08-18T19:00:00Z')
const [lamp, rope, bell] = ['lamp', 'rope', 'bell'].map((name) =>
  makePick({ url: `https://harbour.example/${name}`, title: `The ${name}`, section: 'technical' }),
) as [ReturnType<typeof makePick>, ReturnType<typeof makePick>, ReturnType<typeof makePick>]

/** An editor at work: what stands on the disk, and what follows from it. */
interface Bench {
  readonly stored: Stored
  readonly state: CurationState
}

/** As a hand leaves a file: comments, quotes, a list in brackets, blank lines. */
const HAND = `---
number: 1   # the first
title: 'Ships: in bottles'
status: draft
date: 2026-08-21
weeks: [2026-W34]

covers: {from: 2026-08-14T12:00:00Z, to: 2026-08-21T12:00:00Z}
picks:
  # stands apart

  # of the lamp
  - id: ${lamp.id}
    section: technical
    title: "The lamp"   # ours
    url: https://harbour.example/lamp
    source: Harbour Blog
    blurb: >-
      Over
      two lines
    # below the lamp
---


A note, with two blank lines above.


## Shoutouts
Thanks.
`

function begin(text: string | undefined): Bench {
  const empty = makeIssue({ status: 'draft', title: '', subject: '', preheader: '', body: '', picks: [] })
  const issue = text === undefined ? empty : take(parseIssue(text, '2026-W34', 'issue'))
  return { stored: { text, log: [], where: 'issue' }, state: makeState({ issue }) }
}

function change({ stored, state }: Bench, ...operations: Operation[]): Bench {
  const planned = planChange(state, operations, '')
  assert.ok(planned.ok && planned.value.outcome === 'changed', JSON.stringify(planned))
  const after = planned.value.state
  const commit = planCommit(state, after, operations, stored, { now: NOW })
  assert.ok(commit.ok, JSON.stringify(commit))
  assert.ok(commit.value.entry)
  return reread({ ...stored, text: commit.value.text, log: [...stored.log, commit.value.entry] }, after)
}

function turn(how: typeof undoChange, { stored, state }: Bench): Bench & { message: string } {
  const turned = how(state, stored, { now: NOW })
  assert.ok(turned.ok, JSON.stringify(turned))
  if (turned.value.outcome === 'nothing') return { stored, state, message: turned.value.message }
  const { commit, state: after, message } = turned.value
  return { ...reread({ ...stored, text: commit.text, log: [...stored.log, commit.entry!] }, after), message }
}

/** As the next command finds it: out of the file. */
function reread(stored: Stored, state: CurationState): Bench {
  return { stored, state: { ...state, issue: begin(stored.text).state.issue } }
}

const undo = (bench: Bench) => turn(undoChange, bench)
const redo = (bench: Bench) => turn(redoChange, bench)

const CHANGES: Operation[][] = [
  [{ verb: 'pick', pick: rope }],
  [
    { verb: 'clear', ids: [bell.id] },
    { verb: 'pick', pick: bell, at: 1 },
  ],
  [{ verb: 'move', id: bell.id, section: 'headlines', at: 1 }],
  [{ verb: 'blurb', id: rope.id, text: 'Why it matters.' }],
  [{ verb: 'title', id: bell.id, text: 'The bell rings' }],
  [{ verb: 'note', text: 'Another note.' }],
  [{ verb: 'head', field: 'subject', text: 'A subject' }],
  [{ verb: 'skip', ids: [lamp.id], reason: 'no' }],
  [{ verb: 'drop', id: bell.id }],
  [{ verb: 'merge', ids: [lamp.id, rope.id] }],
]
const OF_HAND: Operation[][] = [
  ...CHANGES,
  [{ verb: 'blurb', id: lamp.id, text: 'Another.' }],
  [{ verb: 'move', id: rope.id, at: 1 }],
  [{ verb: 'drop', id: lamp.id }],
  [{ verb: 'drop', id: rope.id }],
]

for (const [name, text, changes] of [
  ['a file as the program writes it', formatIssue(makeIssue({ status: 'draft', picks: [lamp] })), OF_HAND],
  ['a file as a hand wrote it', HAND, OF_HAND],
  ['a file with the line ends of Windows', HAND.replaceAll('\n', '\r\n'), OF_HAND],
  ['no file at all', undefined, CHANGES],
] as const) {
  describe(`undo, of ${name},`, () => {
    const benches = [begin(text)]
    for (const operations of changes) benches.push(change(benches.at(-1)!, ...operations))

    test('gives each earlier file back, byte for byte, down to the first', () => {
      let bench = benches.at(-1)!
      for (const before of benches.slice(0, -1).toReversed()) {
        bench = undo(bench)
        assert.equal(bench.stored.text, before.stored.text)
        assert.deepEqual(bench.state.verdicts, before.state.verdicts)
        assert.deepEqual(bench.state.edits, before.state.edits)
      }
      assert.equal(undo(bench).message, 'there is nothing to undo')
    })

    test('is taken back by redo, byte for byte, to the last', () => {
      let bench = benches.at(-1)!
      for (let left = changes.length; left > 0; left--) bench = undo(bench)
      for (const after of benches.slice(1)) {
        bench = redo(bench)
        assert.equal(bench.stored.text, after.stored.text)
        assert.deepEqual(bench.state.verdicts, after.state.verdicts)
      }
      assert.equal(redo(bench).message, 'there is nothing to redo')
    })
  })
}

describe('a hand edit made between two changes', () => {
  const first = change(begin(HAND), { verb: 'pick', pick: rope })
  const second = change(first, { verb: 'blurb', id: rope.id, text: 'Ours.' })
  const text = second.stored
    .text!.replace("'Ships: in bottles'", 'Ships in jars')
    .replace('# of the lamp', '# of the lamp!')
  const edited = reread({ ...second.stored, text }, second.state)

  test('survives the undo of both', () => {
    const { stored, state } = undo(undo(edited))
    assert.equal(state.issue.title, 'Ships in jars')
    assert.match(stored.text ?? '', /# of the lamp!/)
    assert.deepEqual(
      state.issue.picks.map(({ id }) => id),
      [lamp.id],
    )
  })

  test('that took the pick out leaves nothing to undo, and is no failure', () => {
    const gone = change(second, { verb: 'drop', id: rope.id })
    const byHand = reread({ ...gone.stored, log: second.stored.log }, gone.state)
    const { message, state } = undo(byHand)
    assert.match(message, /^undone: .*1 of it could not be: it has changed since/)
    assert.deepEqual(state.issue, byHand.state.issue)
  })

  test('that put words into an issue keeps the file, when the pick that began it is undone', () => {
    const begun = change(begin(undefined), { verb: 'pick', pick: rope })
    const worded = reread({ ...begun.stored, text: `${begun.stored.text}\nA note of mine.\n` }, begun.state)
    const { stored, state } = undo(worded)
    assert.equal(state.issue.picks.length, 0)
    assert.match(stored.text ?? '', /A note of mine/)
  })
})

describe('a change', () => {
  test('that changes nothing leaves no line in the log', () => {
    const { state, stored } = begin(HAND)
    const commit = planCommit(state, state, [{ verb: 'clear', ids: [lamp.id] }], stored, { now: NOW })
    assert.deepEqual(commit, { ok: true, value: { text: HAND, entry: undefined } })
  })

  test('that is a verdict alone begins no issue', () => {
    const { stored } = change(begin(undefined), { verb: 'skip', ids: [lamp.id] })
    assert.equal(stored.text, undefined)
    assert.equal(stored.log.length, 1)
  })

  test('never stands before the one that it follows, though the clock was set back', () => {
    const { state, stored } = change(begin(HAND), { verb: 'pick', pick: rope })
    const after = planChange(state, [{ verb: 'drop', id: rope.id }], '')
    assert.ok(after.ok && after.value.outcome === 'changed')
    const commit = planCommit(state, after.value.state, after.value.operations, stored, { now: new Date(0) })
    assert.ok(commit.ok)
    assert.equal(commit.value.entry?.at, stored.log[0]?.at)
  })
})
