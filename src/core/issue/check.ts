import type { Curation } from './curation.ts'

/** What a check found. An error holds up publishing, a warning does not. */
export interface Check {
  readonly level: 'error' | 'warning'
  /** Name of the check, the same from run to run. */
  readonly check: string
  /** Id of the pick that it is about. */
  readonly pick?: string
  readonly message: string
  /** What to do about it. */
  readonly remedy: string
}

export type IssueCheck = (curation: Curation) => Check[]

/** The plain text of a title, short enough for a line. */
export const shorten = (title: string) => (title.length > 60 ? `${title.slice(0, 59).trimEnd()}…` : title)
