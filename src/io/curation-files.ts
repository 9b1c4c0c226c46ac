import fs from 'node:fs'
import type { Content } from '../core/issue/curation.ts'
import type { Problem } from '../core/text/problem.ts'
import type { Commit } from '../jobs/plan-commit.ts'
import { appendLogEntry, readDecisionLogs } from './decision-files.ts'
import { issueFile, readIssues, writeIssueText } from './issue-files.ts'
import { readItems } from './item-files.ts'
import { readSources } from './source-files.ts'

/** What a content folder holds for an editor. */
export interface CurationFiles {
  readonly content: Content
  /** The text of each issue's file, by the issue's key. */
  readonly texts: ReadonlyMap<string, string>
  /** Issues that cannot be read; with one of them nothing may be written. */
  readonly broken: readonly Problem[]
  /** What is wrong with anything else, and was left out. */
  readonly problems: readonly Problem[]
}

export function readCurationFiles(folder: string, now: Date): CurationFiles {
  const issues = readIssues(folder)
  const sources = readSources(folder)
  const items = readItems(folder)
  const logs = readDecisionLogs(folder)
  return {
    content: {
      sources: new Map(sources.entries.map((source) => [source.id, source])),
      items: items.entries.map(({ item }) => item),
      issues: issues.entries.map(({ issue }) => issue),
      logs: logs.entries,
      now,
    },
    texts: new Map(issues.entries.map(({ issue, text }) => [issue.key, text])),
    broken: issues.problems,
    problems: [...sources.problems, ...items.problems, ...logs.problems],
  }
}

/** Writes a change: the issue's file first, for it is the truth, then the line of the editor's log. */
export function writeCommit(
  folder: string,
  { key, editor, commit }: { readonly key: string; readonly editor: string; readonly commit: Commit },
): void {
  if (commit.text === undefined) fs.rmSync(issueFile(folder, key), { force: true })
  else writeIssueText(folder, key, commit.text)
  if (commit.entry) appendLogEntry(folder, key, editor, commit.entry)
}
