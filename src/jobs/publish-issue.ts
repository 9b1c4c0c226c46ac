import type { Check } from '../core/issue/check.ts'
import { checkIssue } from '../core/issue/check-issue.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { Operation } from '../core/issue/operation.ts'
import { formatMoment } from '../core/text/moment.ts'
import { type Result, success } from '../core/text/problem.ts'
import { type Change, planChange } from './change-issue.ts'

/** An issue about to be published: the change, or the errors that stand against it. */
export type Publication =
  { readonly outcome: 'refused'; readonly checks: readonly Check[] } | (Change & { readonly checks: readonly Check[] })

/**
 * Publishes an issue: status, day, cut-off and the number of candidates; as it will then stand it must pass every
 * check. What is published already stays as it is.
 */
export function publishIssue(curation: Curation): Result<Publication> {
  const { issue, pool, span, now } = curation
  if (issue.status === 'published') {
    return success({ outcome: 'nothing', message: `${issue.key} is published already`, checks: [] })
  }
  const from = span.from ?? issue.covers.from
  const operation: Operation = { verb: 'publish', from, at: formatMoment(now), candidates: pool.length }
  const change = planChange(curation, [operation], `published ${issue.key}, number ${issue.number}: ${issue.title}`)
  if (!change.ok) return change
  if (change.value.outcome === 'nothing') return success({ ...change.value, checks: [] })
  const checks = checkIssue({ ...curation, issue: change.value.state.issue })
  if (checks.some(({ level }) => level === 'error')) return success({ outcome: 'refused', checks })
  return success({ ...change.value, checks })
}
