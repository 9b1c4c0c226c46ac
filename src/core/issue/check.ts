import { cutText } from '../text/plain-text.ts'
import type { Curation } from './curation.ts'
import { findOpenIssue } from './open-issue.ts'

/** What a check found. An error holds up publishing, a warning does not. */
export interface Check {
  readonly level: 'error' | 'warning'
  /** Name of the check, the same from run to run. */
  readonly check: string
  /** Id of the pick that it is about. */
  readonly pick?: string
  /** One sentence, without a full stop. */
  readonly message: string
  /** What to do about it: a sentence, or a command to run. */
  readonly remedy: string
}

export type IssueCheck = (curation: Curation) => Check[]

/** The plain text of a title, short enough for a line. */
export const shorten = (title: string) => cutText(title, 60)

/** The start of a command about an issue: where it is not the one that commands take unasked, it is named. */
export function curateCommand({ issue, issues }: Pick<Curation, 'issue' | 'issues'>): string {
  const open = findOpenIssue(issues)
  const isTaken = open === undefined ? issue.status !== 'published' : open.key === issue.key
  return isTaken ? 'npm run curate --' : `npm run curate -- --issue ${issue.key}`
}
