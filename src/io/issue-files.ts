import fs from 'node:fs'
import path from 'node:path'
import type { Issue } from '../core/issue/issue.ts'
import { parseIssue } from '../core/issue/issue-file.ts'
import { nameEditors } from '../core/issue/name-editors.ts'
import { settlePickCves } from '../core/issue/settle-pick-cves.ts'
import { withToldCorrections } from '../core/issue/told-corrections.ts'
import { failure, type Result, success } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { readPeople } from './author-files.ts'
import { type Collection, displayPath, readCollection } from './content-folder.ts'
import { readItems } from './item-files.ts'
import { readSections } from './site-settings-file.ts'

/** An issue beside the text of its file, which edits keep as it stands but for what they change. */
export interface StoredIssue {
  readonly issue: Issue
  readonly text: string
}

/** All issues of a content folder, in the order of their keys. */
export function readIssues(content: string): Collection<StoredIssue> {
  const sections = readSections(content)
  return readCollection(path.join(content, 'issues'), '.md', (text, { name, where }) => {
    const issue = parseIssue(text, name.replace(/\.md$/, ''), where, sections)
    return issue.ok ? success({ issue: issue.value, text }) : issue
  })
}

/**
 * One issue, by its key or by a week that it is about. A broken file among the others is no obstacle.
 *
 * @returns a problem that names the issues there are, where there is no such one
 */
export function readIssue(content: string, key: string): Result<StoredIssue> {
  const file = issueFile(content, key)
  if (/^[A-Za-z0-9-]+$/.test(key) && fs.existsSync(file)) {
    const text = fs.readFileSync(file, 'utf8')
    const issue = parseIssue(text, key, displayPath(file), readSections(content))
    return issue.ok ? success({ issue: issue.value, text }) : issue
  }
  const { entries } = readIssues(content)
  const about = entries.find(({ issue }) => issue.weeks.includes(key))
  if (about !== undefined) return success(about)
  const latest = entries.slice(-3).map(({ issue }) => issue.key)
  return failure({
    where: displayPath(path.join(content, 'issues')),
    what: `there is no issue ${JSON.stringify(key)}`,
    remedy:
      latest.length === 0
        ? 'Begin one with `npm run curate -- draft`, or name another folder with --content'
        : `Choose one that is there, like ${latest.join(', ')}, or name another folder with --content`,
  })
}

/**
 * One issue as a mail tells it: with the corrections of earlier ones that it will tell when it is published, with the
 * names of its editors, and of the flaws that its picks name those that have a page.
 *
 * @param key its key, or a week that it is about
 */
export function readToldIssue(content: string, key: string): Result<Issue> {
  const stored = readIssue(content, key)
  if (!stored.ok) return stored
  const issue = nameEditors(stored.value.issue, readPeople(content))
  if (issue.status === 'published') return success(withKnownCves(content, issue))
  const issues = readIssues(content).entries.map((entry) => entry.issue)
  return success(withKnownCves(content, withToldCorrections(issue, issues)))
}

/** No item was seen after it: of all items, just those with an advisory are read. */
const NEVER = '9999-12-31T00:00:00Z'

function withKnownCves(content: string, issue: Issue): Issue {
  const { entries } = readItems(content, { after: NEVER, ids: new Set(), advisories: true })
  const items = entries.map(({ item }) => item)
  return settlePickCves([issue], items)[0] ?? issue
}

/** Where the issue with a key stands. */
export function issueFile(content: string, key: string): string {
  return path.join(content, 'issues', `${key}.md`)
}

/** Writes an issue's text, whole or not at all; returns whether the file changed. */
export function writeIssueText(content: string, key: string, text: string): boolean {
  return writeFileAtomic(issueFile(content, key), text)
}
