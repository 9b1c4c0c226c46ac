import fs from 'node:fs'
import path from 'node:path'
import type { Issue } from '../core/issue/issue.ts'
import { parseIssue } from '../core/issue/issue-file.ts'
import { success } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** An issue beside the text of its file, which edits keep as it stands but for what they change. */
export interface StoredIssue {
  readonly issue: Issue
  readonly text: string
}

/** All issues of a content folder, in the order of their keys. */
export function readIssues(content: string): Collection<StoredIssue> {
  return readCollection(path.join(content, 'issues'), '.md', (text, { name, where }) => {
    const issue = parseIssue(text, name.replace(/\.md$/, ''), where)
    return issue.ok ? success({ issue: issue.value, text }) : issue
  })
}

export function issueFile(content: string, key: string): string {
  return path.join(content, 'issues', `${key}.md`)
}

/** Writes an issue's text, whole or not at all; returns whether the file changed. */
export function writeIssueText(content: string, key: string, text: string): boolean {
  return writeFileAtomic(issueFile(content, key), text)
}

export function hasIssue(content: string, key: string): boolean {
  return fs.existsSync(issueFile(content, key))
}
