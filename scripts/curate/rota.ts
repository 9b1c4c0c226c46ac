import type { Command } from 'commander'
import { editIssueFile } from '../../src/core/issue/edit-issue-file.ts'
import { changedTurns, changeRota, type RotaChange, type RotaCommand } from '../../src/core/rota/change-rota.ts'
import { formatTurns, NOBODY_EDITS, writeReminder } from '../../src/core/rota/describe-rota.ts'
import { editRotaFile } from '../../src/core/rota/edit-rota-file.ts'
import type { RotaFacts } from '../../src/core/rota/plan-turns.ts'
import { viewRota, viewTurn } from '../../src/core/rota/rota-view.ts'
import { hasTurns, LONGEST_TURN } from '../../src/core/rota/rota.ts'
import { lineDiff } from '../../src/core/text/line-diff.ts'
import { foldSpace } from '../../src/core/text/plain-text.ts'
import { ExpectedError, success, take } from '../../src/core/text/problem.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { isWeek, weekOf } from '../../src/core/text/week.ts'
import { commonOptions, parseCount, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { withCurateLock } from '../../src/io/curate-lock.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { issueFile, readIssues, writeIssueText } from '../../src/io/issue-files.ts'
import { readRota, type RotaFile, rotaFacts, writeRota } from '../../src/io/rota-file.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { usage, writing, type WriteOptions } from './verbs.ts'

/** Turns that are shown, where nobody says how many. */
const SHOWN = 8

interface ReasonOptions extends WriteOptions {
  readonly reason?: string
}

/** `rota`: who edits which week, and what changes that. */
export function addRotaVerb(program: Command): void {
  const rota = program
    .command('rota')
    .description('who edits which week: this one, and those after it')
    .option('--weeks <n>', 'how many turns', parseCount(1, 60), SHOWN)
    .option('--remind', 'a reminder of this week, as markdown')
    .addHelpText(
      'after',
      `
Examples:
  npm run curate -- rota --weeks 12
  npm run curate -- rota hand-over 2026-W49 bo-mole --reason "at sea"
  npm run curate -- rota swap 2026-W49 2026-W51
  npm run curate -- rota skip 2026-W52 --reason "Holidays"
  npm run curate -- rota double 2026-W52
  npm run curate -- rota clear 2026-W52`,
    )
    .action((options: { weeks: number; remind?: boolean }) => {
      show(program, options)
    })

  const change = (command: RotaCommand, options: WriteOptions) => {
    if (options.dryRun) changeFiles(program, command, options)
    else
      withCurateLock(commonOptions(program).state, () => {
        changeFiles(program, command, options)
      })
  }

  reasoned(writing(rota, 'hand-over', 'somebody else edits a week, as if it were their turn'))
    .argument('<week>', 'like 2026-W49', parseWeek)
    .argument('[id...]', 'who edits, and who reviews if somebody does; nobody yet, without one')
    .action((week: string, editors: string[], options: ReasonOptions) => {
      change({ verb: 'hand-over', week, editors, ...reasonOf(options) }, options)
    })
  writing(rota, 'swap', 'the editors of two weeks change places')
    .argument('<week>', 'like 2026-W49', parseWeek)
    .argument('<other>', 'like 2026-W51', parseWeek)
    .action((week: string, other: string, options: WriteOptions) => {
      change({ verb: 'swap', week, with: other }, options)
    })
  reasoned(writing(rota, 'skip', 'no issue in a week; whose turn it was has the next'))
    .argument('<week>', 'like 2026-W52', parseWeek)
    .action((week: string, options: ReasonOptions) => {
      change({ verb: 'skip', week, ...reasonOf(options) }, options)
    })
  reasoned(writing(rota, 'double', 'one issue for a week and the next, which is one turn'))
    .argument('<week>', 'the first, like 2026-W52', parseWeek)
    .option('--count <n>', 'of how many weeks', parseCount(2, LONGEST_TURN), 2)
    .action((week: string, options: ReasonOptions & { count: number }) => {
      change({ verb: 'double', week, count: options.count, ...reasonOf(options) }, options)
    })
  writing(rota, 'clear', 'a week is as the order has it again')
    .argument('<week>', 'like 2026-W52', parseWeek)
    .action((week: string, options: WriteOptions) => {
      change({ verb: 'clear', week }, options)
    })
}

const reasoned = (command: Command) => command.option('--reason <text>', 'why, in a few words')

/** One line of what can be seen, as the file of the rota and every list of turns have it; of spaces alone it is none. */
function reasonOf({ reason = '' }: ReasonOptions): { readonly reason?: string } {
  const words = foldSpace(reason)
  return words === '' ? {} : { reason: words }
}

interface Read {
  readonly file: RotaFile
  readonly facts: RotaFacts
  readonly issues: ReturnType<typeof readIssues>
  readonly settings: SiteSettings
}

/** Settings, a rota or issues that cannot be read stop every command here: what is written would be a guess. */
function read(program: Command): Read {
  const { content } = commonOptions(program)
  // Issues are read by the sections that the settings name.
  const settings = take(readSiteSettings(content))
  const file = readRota(content)
  const issues = readIssues(content)
  const broken = [...file.broken, ...issues.problems]
  if (broken.length > 0) throw new ExpectedError(broken)
  sayProblems(file.problems, 'warning')
  const facts = rotaFacts(
    file,
    issues.entries.map(({ issue }) => issue),
  )
  return { file, facts, issues, settings }
}

function show(
  program: Command,
  { weeks, remind = false }: { readonly weeks: number; readonly remind?: boolean },
): void {
  const { now, json } = commonOptions(program)
  const { file, facts, settings } = read(program)
  const view = viewRota(facts, now, weeks, file.problems)
  const reminder = writeReminder(view, { repository: settings.repository })
  if (json) return printJson({ ...view, reminder })
  if (remind) return print(`# ${reminder.title}\n\n${reminder.body.trimEnd()}`)
  const turns = [...(view.late ? [view.late] : []), view, ...view.next]
  for (const line of formatTurns(turns)) print(line)
  if (!hasTurns(file.rota)) say(`${NOBODY_EDITS}.`)
}

function changeFiles(program: Command, command: RotaCommand, { dryRun = false }: WriteOptions): void {
  const { content, json } = commonOptions(program)
  const { file, facts, issues } = read(program)
  const outcome = take(changeRota(facts, command), USAGE)
  if (outcome.outcome === 'nothing') {
    process.exitCode = NOTHING_TO_DO
    if (json) printJson({ changed: false, message: outcome.message, file: file.where, issues: [], turns: [] })
    else print(outcome.message)
    return
  }
  const text = take(editRotaFile(file.text, file.rota, outcome.rota, file.where))
  const edits = take(editIssues(content, issues, outcome))
  const isRotaChanged = JSON.stringify(file.rota) !== JSON.stringify(outcome.rota)
  if (!dryRun) {
    if (isRotaChanged) writeRota(content, text)
    for (const { key, after } of edits) writeIssueText(content, key, after)
  } else if (!json) {
    if (isRotaChanged) printChange(file.where, file.text, text)
    for (const { key, before, after } of edits) printChange(displayPath(issueFile(content, key)), before, after)
    return
  }
  report(program, facts, { file, outcome, keys: edits.map(({ key }) => key), isChanged: !dryRun })
}

interface Done {
  readonly file: RotaFile
  readonly outcome: RotaChange
  readonly keys: readonly string[]
  readonly isChanged: boolean
}

/** What was done, and the turns that are others now. */
function report(program: Command, before: RotaFacts, { file, outcome, keys, isChanged }: Done): void {
  const { content, now, json } = commonOptions(program)
  const issues = before.issues.map((issue) => ({ ...issue, ...outcome.issues.get(issue.key) }))
  const after: RotaFacts = { ...before, rota: outcome.rota, issues }
  const turns = changedTurns(before, after, weekOf(now), SHOWN)
  const { message } = outcome
  if (json)
    return printJson({ changed: isChanged, message, file: file.where, issues: keys, turns: turns.map(viewTurn) })
  print(message)
  for (const key of keys) say(`${displayPath(issueFile(content, key))} says so, too.`)
  for (const line of formatTurns(turns)) print(line)
}

function printChange(where: string, before: string | undefined, after: string): void {
  say(`${where} would ${before === undefined ? 'be written' : 'change'}:`)
  for (const line of lineDiff(before ?? '', after)) print(line)
}

/** The files of open issues that follow: as by hand, so that no undo of a decision turns back what was agreed. */
function editIssues(content: string, issues: Read['issues'], { issues: fields }: RotaChange) {
  const edits: { readonly key: string; readonly before: string; readonly after: string }[] = []
  for (const { issue, text } of issues.entries) {
    const change = fields.get(issue.key)
    if (change === undefined) continue
    const { editors = issue.editors, weeks = issue.weeks } = change
    const changed = { ...issue, editors: [...editors], weeks: [...weeks] }
    const edited = editIssueFile(text, issue, changed, displayPath(issueFile(content, issue.key)))
    if (!edited.ok) return edited
    if (edited.value !== text) edits.push({ key: issue.key, before: text, after: edited.value })
  }
  return success(edits)
}

function parseWeek(text: string): string {
  const week = text.toUpperCase()
  if (isWeek(week)) return week
  throw usage('the week', text, 'Name an ISO week that exists, like 2026-W47')
}
