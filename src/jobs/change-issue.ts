import { applyOperation, type Operation } from '../core/issue/apply-operation.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { Issue } from '../core/issue/issue.ts'
import { formatMoment } from '../core/text/moment.ts'
import { type Result, success } from '../core/text/problem.ts'

/** What a command would do to an issue; nothing, with the reason, where all is so already. */
export type IssueChange =
  | { readonly outcome: 'changed'; readonly issue: Issue; readonly message: string }
  | { readonly outcome: 'nothing'; readonly message: string }

/** The issue after several operations; fails at the first that makes no sense. */
export function applyOperations(issue: Issue, operations: readonly Operation[]): Result<Issue> {
  let result: Result<Issue> = success(issue)
  for (const operation of operations) result = result.ok ? applyOperation(result.value, operation) : result
  return result
}

export function changeIssue(
  { issue }: Pick<Curation, 'issue'>,
  operations: readonly Operation[],
  message: string,
): Result<IssueChange> {
  const after = applyOperations(issue, operations)
  return after.ok ? success({ outcome: 'changed', issue: after.value, message }) : after
}

export const nothing = (message: string): Result<IssueChange> => success({ outcome: 'nothing', message })

/** An open issue that chose now covers what came until now. */
export function coverUntilNow({ issue, span, now }: Pick<Curation, 'issue' | 'span' | 'now'>): Operation[] {
  if (issue.status === 'published') return []
  return [{ verb: 'cover', from: span.from ?? issue.covers.from, to: formatMoment(now) }]
}
