import type { Check } from '../core/issue/check.ts'
import type { Curation } from '../core/issue/curation.ts'
import { type Result, success } from '../core/text/problem.ts'
import type { Change } from './plan-change.ts'

/** A change that checks may stand against: it, with the warnings, or the errors that stand against it. */
export type CheckedChange =
  { readonly outcome: 'refused'; readonly checks: readonly Check[] } | (Change & { readonly checks: readonly Check[] })

/**
 * An issue as a change would leave it, for the checks to look at; absent where there is nothing to check: no change, or
 * one that makes it a draft, which may have its faults.
 */
export function curationAfter(curation: Curation, change: Change): Curation | undefined {
  const isFinished = change.outcome === 'changed' && change.state.issue.status !== 'draft'
  return isFinished ? { ...curation, ...change.state } : undefined
}

/** A change, unless an error stands against it. */
export function judgeChange(change: Change, checks: readonly Check[]): Result<CheckedChange> {
  const isRefused = change.outcome === 'changed' && checks.some(({ level }) => level === 'error')
  return success(isRefused ? { outcome: 'refused', checks } : { ...change, checks })
}

/** As `judgeChange`, where the checks take time: links are asked, a mail is weighed. */
export async function checkChange(
  curation: Curation,
  planned: Result<Change>,
  check: (curation: Curation) => Promise<readonly Check[]>,
): Promise<Result<CheckedChange>> {
  if (!planned.ok) return planned
  const after = curationAfter(curation, planned.value)
  return judgeChange(planned.value, after === undefined ? [] : await check(after))
}
