import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { isLeftByMerge } from '../../src/core/issue/decision-log.ts'
import { findConflict } from '../../src/core/text/conflict.ts'
import { ExpectedError, take } from '../../src/core/text/problem.ts'
import { commonOptions, parseCount, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { displayPath, listFiles } from '../../src/io/content-folder.ts'
import { withCurateLock } from '../../src/io/curate-lock.ts'
import { writeCommit } from '../../src/io/curation-files.ts'
import { mendDecisionLogs, readDecisionLogs } from '../../src/io/decision-files.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { issueFile, writeIssueText } from '../../src/io/issue-files.ts'
import { readSections } from '../../src/io/site-settings-file.ts'
import { resolveIssue } from '../../src/jobs/resolve-issue.ts'
import { redoChange, type Turn, undoChange } from '../../src/jobs/undo-changes.ts'
import { writing, type WriteOptions } from './verbs.ts'
import { type Desk, printDifference, report, type Work } from './work.ts'

/** Verbs that go back, and forward again: undo, redo, resolve. */
export function addTurningVerbs(program: Command, { open }: Desk): void {
  for (const verb of ['undo', 'redo'] as const) {
    const what = verb === 'undo' ? 'take back your latest changes, as many as you say' : 'do again what was taken back'
    writing(program, verb, what)
      .argument('[n]', 'how many', parseCount(1), 1)
      .action((count: number, { dryRun = false }: WriteOptions) => {
        const act = () => {
          turnBack(program, open({ poolAlone: true }), verb, { count, dryRun })
        }
        if (dryRun) act()
        else withCurateLock(commonOptions(program).state, act)
      })
  }

  writing(program, 'resolve', 'rebuild an issue from both sides of a merge and the logs of all editors').action(
    (options: WriteOptions) => {
      withCurateLock(commonOptions(program).state, () => {
        resolve(program, options)
      })
    },
  )
}

function turnBack(
  program: Command,
  work: Work,
  verb: 'undo' | 'redo',
  { count, dryRun }: { readonly count: number; readonly dryRun: boolean },
): void {
  const { curation, content, editor } = work
  const titles = new Map([...curation.items, ...curation.issue.picks].map(({ id, title }) => [id, title]))
  const options = { now: curation.now, titleOf: (id: string) => titles.get(id) }
  const key = curation.issue.key
  let [stored, state] = [work.stored, { issue: curation.issue, verdicts: curation.verdicts, edits: curation.edits }]
  let last: Turn | undefined
  let done = 0
  for (; done < count; done++) {
    const turn = take(verb === 'undo' ? undoChange(state, stored, options) : redoChange(state, stored, options))
    last = turn
    if (turn.outcome === 'nothing') break
    const { commit } = turn
    if (!dryRun) writeCommit(content, { key, editor, commit })
    stored = { ...stored, text: commit.text, log: commit.entry ? [...stored.log, commit.entry] : stored.log }
    state = turn.state
    if (!commonOptions(program).json && !dryRun) print(turn.message)
    else if (!commonOptions(program).json) say(`would be ${turn.message}`)
  }
  if (done === 0) process.exitCode = NOTHING_TO_DO
  const message = done > 0 ? `${verb === 'undo' ? 'undone' : 'redone'}: ${done}` : (last?.message ?? '')
  const isChanged = done > 0 && !dryRun
  if (commonOptions(program).json) report(program, work, { message, isChanged, picks: state.issue.picks })
  else if (done === 0) print(message)
  else if (dryRun) printDifference(work.stored, stored.text, message)
  else if (done < count) say(`That was all there is to ${verb}.`)
}

function resolve(program: Command, { dryRun = false }: WriteOptions): void {
  const { content, json } = commonOptions(program)
  const key = program.opts<{ issue?: string }>().issue ?? findIssueToResolve(content)
  const file = issueFile(content, key)
  const where = displayPath(file)
  if (!fs.existsSync(file)) {
    const remedy = 'Name one of content/issues/ with --issue, like 2026-W47'
    throw new ExpectedError({ where, what: 'there is no such issue', remedy }, USAGE)
  }
  const logs = readDecisionLogs(content)
  sayProblems(
    logs.problems.filter((problem) => !isLeftByMerge(problem)),
    'warning',
  )
  const text = fs.readFileSync(file, 'utf8')
  const resolution = take(resolveIssue(text, key, logs.entries, where, readSections(content)))
  const mended = dryRun ? [] : mendDecisionLogs(content, key)
  const isChanged = resolution.text !== text || mended.length > 0
  if (!isChanged) process.exitCode = NOTHING_TO_DO
  if (!dryRun) writeIssueText(content, key, resolution.text)
  const { message, lost } = resolution
  if (json) {
    printJson({
      issue: key,
      file: where,
      changed: isChanged && !dryRun,
      message,
      lost,
      picks: resolution.issue.picks.map(({ id }) => id),
    })
    return
  }
  if (dryRun && isChanged) printDifference({ text, log: [], where }, resolution.text, message)
  else print(message)
  for (const words of lost) say(`Both sides had words of their own here; ours stayed, these gave way: ${words}`)
  for (const log of mended) say(`${displayPath(log)}: the markers of the merge are out, both sides stay.`)
  if (isChanged && !dryRun)
    say(`Look at it, then \`git add ${displayPath(content)}\` and \`git commit\` end the merge.`)
}

/** The issue that a merge left in conflict; else the newest there is. */
function findIssueToResolve(content: string): string {
  const folder = path.join(content, 'issues')
  const names = listFiles(folder, '.md')
  const isBroken = (name: string) => findConflict(fs.readFileSync(path.join(folder, name), 'utf8')) !== undefined
  const name = names.find(isBroken) ?? names.at(-1)
  if (name !== undefined) return name.replace(/\.md$/, '')
  const remedy = 'Start one with `npm run curate -- draft`, or name another content folder with --content'
  throw new ExpectedError({ where: displayPath(folder), what: 'there is no issue to resolve', remedy }, NOTHING_TO_DO)
}
