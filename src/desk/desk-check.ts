import { createCheckSupport } from '../io/check-support.ts'
import { checkWholeIssue } from '../jobs/check-whole-issue.ts'
import type { CheckDesk } from './desk-session.ts'

/** The checks that the command makes, for the desk. */
export function createDeskCheck(folders: { readonly content: string; readonly state: string }): CheckDesk {
  return (curation, links) => checkWholeIssue(curation, createCheckSupport({ ...folders, isOffline: !links }))
}
