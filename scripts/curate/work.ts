import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { type Curation, openCuration } from '../../src/core/issue/curation.ts'
import { findNewestPublished } from '../../src/core/issue/open-issue.ts'
import { latestIssues } from '../../src/core/issue/pool.ts'
import { lineDiff } from '../../src/core/text/line-diff.ts'
import { ExpectedError, type Result, take } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { withCurateLock } from '../../src/io/curate-lock.ts'
import { readCurationFiles, writeCommit } from '../../src/io/curation-files.ts'
import { editorName } from '../../src/io/editor-name.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { issueFile } from '../../src/io/issue-files.ts'
import type { Change } from '../../src/jobs/plan-change.ts'
import { planCommit, type Stored } from '../../src/jobs/plan-commit.ts'

/** The issue at work, with what is on the disk of it. */
export interface Work {
  readonly curation: Curation
  readonly content: string
  /** Whose log the decisions go to; git is only asked where somebody wants to know. */
  readonly editor: string
  readonly stored: Stored
}

/** What a command does with the issue at work. */
export interface Desk {
  /**
   * Reads everything, or only what the work on the issue needs, which is faster. A broken issue stops here, before
   * anything is written; a broken item is left out, and said.
   */
  readonly open: (options?: { readonly poolAlone?: boolean; readonly almanac?: boolean }) => Work
  /** As `open`, for verbs that need an issue with a file; where all are published there is nothing to do. */
  readonly openFile: (options?: { readonly almanac?: boolean }) => Work
  /** Whose log the decisions go to. */
  readonly nameEditor: () => string
  /** Plans a change on what stands now, and writes it, or prints it with --dry-run; the same bytes are nothing to do. */
  readonly change: (plan: (work: Work) => Result<Change>, options: ChangeOptions) => void
}

export interface ChangeOptions {
  readonly dryRun?: boolean
  /**
   * Which issue it is about, where none is named: the open one, which has a file (`open`); that, or one that the change
   * begins (`any`); the newest that is out (`published`).
   */
  readonly issue?: 'open' | 'any' | 'published'
  /** The key of the issue, where what is done says it, and not `--issue`. */
  readonly key?: string
  /** Whether it may write sections that the program writes itself, and so needs all that they are made of. */
  readonly almanac?: boolean
}

/** The desk of a program that has the common options, `--issue` and `--editor`. */
export function createDesk(program: Command): Desk {
  let name: string | undefined
  const nameEditor = () => (name ??= editorName(program.opts<{ editor?: string }>().editor))
  const open = ({ isPublished = false, poolAlone = false, almanac = false, said = '' } = {}): Work => {
    const { content, now } = commonOptions(program)
    if (!fs.existsSync(content)) {
      const remedy = 'Name one with --content, or run this in the project, which has one'
      throw new ExpectedError({ where: displayPath(content), what: 'there is no such content folder', remedy })
    }
    const key = said === '' ? program.opts<{ issue?: string }>().issue : said
    const files = readCurationFiles(content, now, { issue: key, poolAlone, almanac })
    if (files.broken.length > 0) throw new ExpectedError(files.broken)
    sayProblems(files.problems, 'warning')
    const newest = isPublished ? findNewestPublished(files.content.issues)?.key : undefined
    const curation = take(openCuration(files.content, key ?? newest), USAGE)
    const { key: found } = curation.issue
    return {
      ...{ curation, content },
      get editor() {
        return nameEditor()
      },
      get stored() {
        const log = files.content.logs?.find(({ issue, editor }) => issue === found && editor === nameEditor())
        const where = displayPath(issueFile(content, found))
        return { text: files.texts.get(found), log: log?.entries ?? [], where }
      },
    }
  }
  const openFile = ({ isPublished = false, almanac = false, said = '' } = {}) => {
    const work = open({ isPublished, poolAlone: !isPublished, almanac, said })
    if (!work.curation.isNew) return work
    throw noIssue(work)
  }
  return {
    open: (options = {}) => open(options),
    openFile: ({ almanac = false } = {}) => openFile({ almanac }),
    nameEditor,
    change: (plan, options) => {
      const { state } = commonOptions(program)
      const act = () => {
        const { issue, almanac = false, key: said = '' } = options
        const isPublished = issue === 'published'
        const work = issue === 'any' ? open({ almanac, said }) : openFile({ isPublished, almanac, said })
        carryOut(program, work, take(plan(work), USAGE), options)
      }
      if (options.dryRun) act()
      else withCurateLock(state, act)
    },
  }
}

function noIssue({ curation, content }: Work): ExpectedError {
  const newest = latestIssues(curation.issues, 1)[0]
  return new ExpectedError(
    {
      where: displayPath(path.join(content, 'issues')),
      what: newest ? `no issue is open; the newest, ${newest.key}, is published already` : 'there is no issue yet',
      remedy: 'Start one with `npm run curate -- draft` or `npm run curate -- new issue`, or name one with --issue',
    },
    NOTHING_TO_DO,
  )
}

/** Writes what a change comes to, or prints it with --dry-run. */
export function carryOut(program: Command, work: Work, change: Change, { dryRun }: ChangeOptions): void {
  const { curation, stored, content, editor } = work
  if (change.outcome === 'nothing') {
    process.exitCode = NOTHING_TO_DO
    return report(program, work, { message: change.message, isChanged: false, picks: curation.issue.picks })
  }
  const { state, operations, message } = change
  const key = state.issue.key
  const at =
    key === curation.issue.key ? stored : { text: undefined, log: [], where: displayPath(issueFile(content, key)) }
  const commit = take(planCommit(curation, state, operations, at, { now: curation.now }))
  const isChanged = commit.entry !== undefined
  if (!isChanged) process.exitCode = NOTHING_TO_DO
  if (isChanged && !dryRun) writeCommit(content, { key, editor, commit })
  const { json } = commonOptions(program)
  if (isChanged && dryRun && !json) printDifference(at, commit.text, message)
  else {
    const said = isChanged ? message : `${key} is so already`
    report(
      program,
      { curation, stored: at },
      { message: said, isChanged: isChanged && !dryRun, picks: state.issue.picks, key },
    )
  }
}

/** The lines that a file would change by; of a decision that changes no file, its words. */
export function printDifference({ text: stored, where }: Stored, text: string | undefined, message: string): void {
  if (text === stored) return print(`would be: ${message}`)
  say(`${where} would ${text === undefined ? 'be removed' : stored === undefined ? 'be written' : 'change'}:`)
  for (const line of lineDiff(stored ?? '', text ?? '')) print(line)
}

export interface Outcome {
  readonly message: string
  readonly isChanged: boolean
  readonly picks: readonly { readonly id: string }[]
  readonly key?: string
}

export function report(
  program: Command,
  { curation, stored }: Pick<Work, 'curation' | 'stored'>,
  { message, isChanged, picks, key }: Outcome,
): void {
  if (!commonOptions(program).json) return print(message)
  const issue = key ?? curation.issue.key
  printJson({ issue, file: stored.where, changed: isChanged, message, picks: picks.map(({ id }) => id) })
}
