import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  formatLogEntry,
  inOrderOfTime,
  type LogEntry,
  makeLogEntry,
  parseDecisionLog,
} from '../../../src/core/issue/decision-log.ts'
import { readHistory } from '../../../src/core/issue/history.ts'
import { dropConflictMarkers } from '../../../src/core/text/conflict.ts'
import { readDecisions } from '../../../src/core/issue/read-decisions.ts'
import type { Operation } from '../../../src/core/issue/operation.ts'
import { idOf } from '../../builders.ts'

const WHERE = 'content/decisions/2026-W34/ada.jsonl'
const [lamp, rope] = [idOf('https://harbour.example/lamp'), idOf('https://harbour.example/rope')]
const skip = (id = lamp, reason = 'an advertisement'): Operation => ({ verb: 'skip', ids: [id], reason })

function makeLog(...lines: (Partial<LogEntry> & { readonly did: Operation[] })[]): LogEntry[] {
  const log: LogEntry[] = []
  for (const line of lines) {
    log.push(makeLogEntry(log, { at: '2026-08-18T19:00:00Z', back: [], ...line }))
  }
  return log
}

describe('a log', () => {
  const log = makeLog(
    { did: [skip()], back: [{ verb: 'clear', ids: [lamp] }] },
    { did: [{ verb: 'shortlist', ids: [rope] }] },
  )
  const text = log.map(formatLogEntry).join('')

  test('is read back as it was written', () => {
    assert.deepEqual(parseDecisionLog(text, WHERE), { entries: log, problems: [] })
  })

  test('keeps a line for each of two decisions that say the same', () => {
    const twice = makeLog({ did: [skip()] }, { did: [skip()] })
    assert.equal(new Set(twice.map(({ id }) => id)).size, 2)
  })

  test('is one line a decision, whatever an editor typed', () => {
    const entry = makeLog({ did: [{ verb: 'note', text: 'a\u2028b\n\u{1f6a2} "c"' }] })[0]!
    assert.equal(formatLogEntry(entry).split('\n').length, 2)
    assert.deepEqual(parseDecisionLog(formatLogEntry(entry), WHERE).entries, [entry])
  })

  const broken: [what: string, line: string, problem: RegExp][] = [
    ['cut off', text.slice(0, 40), /line is not JSON/],
    ['of no object', '7', /expected/],
    [
      'with a verb that is none',
      '{"id":"00000000","at":"2026-08-18T19:00:00Z","did":[{"verb":"sink"}]}',
      /verb|expected|invalid/i,
    ],
    ['with a date that is none', '{"id":"00000000","at":"soon","did":[]}', /moment in UTC/],
    ['with fields of its own', '{"id":"00000000","at":"2026-08-18T19:00:00Z","did":[],"x":1}', /no such field/],
  ]
  for (const [what, line, problem] of broken) {
    test(`loses nothing but a line ${what}, and says which`, () => {
      const lines = text.trimEnd().split('\n')
      const { entries, problems } = parseDecisionLog([lines[0], line, lines[1]].join('\n'), WHERE)
      assert.deepEqual(entries, log)
      assert.equal(problems.length, 1)
      assert.equal(problems[0]?.line, 2)
      assert.match(problems[0].what, problem)
    })
  }

  test('counts both sides of a merge, and says so', () => {
    const [first = '', second = ''] = text.trimEnd().split('\n')
    const merged = `<<<<<<< HEAD\n${first}\n=======\n${second}\n>>>>>>> other\n`
    const { entries, problems } = parseDecisionLog(merged, WHERE)
    assert.deepEqual(entries, log)
    assert.match(problems[0]?.what ?? '', /both sides count/)
    assert.equal(dropConflictMarkers(merged), text)
  })
})

describe('undo and redo', () => {
  const ids = (steps: readonly { entry: LogEntry }[], log: readonly LogEntry[]) =>
    steps.map(({ entry }) => log.indexOf(entry))

  test('take turns, and a new change ends what could be redone', () => {
    const log = makeLog({ did: [skip()] }, { did: [skip(rope)] })
    const turn = (fields: Partial<LogEntry>) =>
      log.push(makeLogEntry(log, { at: '2026-08-18T19:00:00Z', did: [], back: [], ...fields }))
    turn({ undoes: log[1]!.id })
    assert.deepEqual(ids(readHistory(log).done, log), [0])
    assert.deepEqual(ids(readHistory(log).undone, log), [1])
    turn({ undoes: log[0]!.id })
    turn({ redoes: log[0]!.id })
    assert.deepEqual(ids(readHistory(log).done, log), [0])
    assert.equal(readHistory(log).done[0]?.last, log[4])
    turn({})
    assert.deepEqual(ids(readHistory(log).done, log), [0, 5])
    assert.deepEqual(readHistory(log).undone, [])
  })

  test('pass over a line that speaks of one that is lost', () => {
    const log = makeLog({ did: [skip()] })
    log.push(makeLogEntry(log, { at: '2026-08-18T19:00:00Z', did: [], back: [], undoes: 'ffffffff' }))
    assert.deepEqual(ids(readHistory(log).done, log), [0])
  })
})

describe('what several editors said', () => {
  const at = (hour: number) => `2026-08-18T${String(hour).padStart(2, '0')}:00:00Z`
  const log = (editor: string, ...lines: { hour: number; did: Operation }[]) => ({
    issue: '2026-W34',
    editor,
    entries: makeLog(...lines.map(({ hour, did }) => ({ at: at(hour), did: [did] }))),
  })

  test('is told in the order of time, whoever said it', () => {
    const all = inOrderOfTime([
      log('bo', { hour: 9, did: skip(lamp, 'b') }),
      log('ada', { hour: 8, did: skip(lamp, 'a') }, { hour: 10, did: skip(lamp, 'c') }),
    ])
    assert.deepEqual(
      all.map(({ editor, operation }) => `${editor} ${'reason' in operation ? operation.reason : ''}`),
      ['ada a', 'bo b', 'ada c'],
    )
  })

  test('stands as the last of them left it', () => {
    const { verdicts, shortlistedAt, edits } = readDecisions([
      log('ada', { hour: 8, did: skip() }, { hour: 11, did: { verb: 'merge', ids: [lamp, rope] } }),
      log(
        'bo',
        { hour: 9, did: { verb: 'shortlist', ids: [lamp, rope] } },
        { hour: 12, did: { verb: 'split', ids: [lamp, rope] } },
      ),
      log('cy', { hour: 10, did: { verb: 'clear', ids: [rope] } }),
    ])
    assert.deepEqual([...verdicts], [[lamp, { verdict: 'shortlist', by: 'bo' }]])
    assert.deepEqual([...shortlistedAt], [[lamp, '2026-W34']])
    assert.deepEqual(
      edits.map(({ verb }) => verb),
      ['merge', 'split'],
    )
  })
})
