import fs from 'node:fs'
import type { Content } from '../core/issue/curation.ts'
import { findOpenIssue } from '../core/issue/open-issue.ts'
import { itemsNeeded } from '../core/issue/pool.ts'
import { readDecisions } from '../core/issue/read-decisions.ts'
import { occasionOfRota } from '../core/rota/occasion-of-rota.ts'
import { hasTurns } from '../core/rota/rota.ts'
import type { Problem } from '../core/text/problem.ts'
import type { Commit } from '../jobs/plan-commit.ts'
import { readAlmanac } from './almanac-files.ts'
import { appendLogEntry, readDecisionLogs } from './decision-files.ts'
import { issueFile, readIssues, writeIssueText } from './issue-files.ts'
import { readItems } from './item-files.ts'
import { readRota, rotaFacts } from './rota-file.ts'
import { readSiteSettings } from './site-settings-file.ts'
import { readSources } from './source-files.ts'

/** What a content folder holds for an editor. */
export interface CurationFiles {
  readonly content: Content
  /** The text of each issue's file, by the issue's key. */
  readonly texts: ReadonlyMap<string, string>
  /** Issues, or settings, that cannot be read; with one of them nothing may be written. */
  readonly broken: readonly Problem[]
  /** What is wrong with anything else, and was left out. */
  readonly problems: readonly Problem[]
}

export interface CurationNeeds {
  /** Which issue is at work; by default the open one. */
  readonly issue?: string | undefined
  /** Only the items that the work on this issue needs; those of past issues, which the ranking learns from, are left. */
  readonly poolAlone?: boolean
  /** Also what the program writes sections of: the almanac, and all advisories. */
  readonly almanac?: boolean
}

/** Reads what a content folder holds for an editor; what is wrong in it is told beside the rest. */
export function readCurationFiles(
  folder: string,
  now: Date,
  { issue: key, poolAlone = false, almanac = false }: CurationNeeds = {},
): CurationFiles {
  const settings = readSiteSettings(folder)
  const issues = readIssues(folder)
  const sources = readSources(folder)
  const logs = readDecisionLogs(folder)
  const all = issues.entries.map(({ issue }) => issue)
  const issue = key === undefined ? findOpenIssue(all) : all.find((each) => each.key === key)
  const shortlisted = poolAlone ? readDecisions(logs.entries).shortlistedAt.keys() : []
  const needed = poolAlone ? { ...itemsNeeded(issue, all, shortlisted), advisories: almanac } : undefined
  const items = readItems(folder, needed)
  const days = almanac ? readAlmanac(folder) : undefined
  const rota = readRota(folder)
  const facts = rotaFacts(rota, all)
  return {
    content: {
      sources: new Map(sources.entries.map((source) => [source.id, source])),
      items: items.entries.map(({ item }) => item),
      issues: all,
      logs: logs.entries,
      ...(days && { almanac: days.almanac }),
      ...(hasTurns(rota.rota) && { occasionOf: (weeks?: readonly string[]) => occasionOfRota(facts, now, weeks) }),
      sections: settings.ok ? settings.value.sections : undefined,
      now,
    },
    texts: new Map(issues.entries.map(({ issue, text }) => [issue.key, text])),
    // Without its settings an issue would be read, and written, by sections that are not its own.
    broken: settings.ok ? issues.problems : settings.problems,
    problems: [...sources.problems, ...items.problems, ...logs.problems, ...(days?.problems ?? []), ...rota.broken],
  }
}

/**
 * Writes a change: the issue's file first, for it is the truth, then the line of the editor's log. Where the log cannot be
 * written the file is as it was: what is not in the log cannot be taken back.
 */
export function writeCommit(
  folder: string,
  { key, editor, commit }: { readonly key: string; readonly editor: string; readonly commit: Commit },
): void {
  const file = issueFile(folder, key)
  const before = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
  writeOrRemove(folder, key, commit.text)
  try {
    if (commit.entry) appendLogEntry(folder, key, editor, commit.entry)
  } catch (error) {
    writeOrRemove(folder, key, before)
    throw error
  }
}

function writeOrRemove(folder: string, key: string, text: string | undefined): void {
  if (text === undefined) fs.rmSync(issueFile(folder, key), { force: true })
  else writeIssueText(folder, key, text)
}
