import { checkArchive } from './check-archive.ts'
import { checkBlurbs } from './check-blurbs.ts'
import { checkLinks } from './check-links.ts'
import { checkMix } from './check-mix.ts'
import { checkShape } from './check-shape.ts'
import type { Check, IssueCheck } from './check.ts'
import type { Curation } from './curation.ts'

const CHECKS: readonly IssueCheck[] = [checkShape, checkBlurbs, checkLinks, checkArchive, checkMix]

/** All that is wrong with an issue, as far as can be seen without the network: errors first, then in the order of the issue. */
export function checkIssue(curation: Curation, checks: readonly IssueCheck[] = CHECKS): Check[] {
  const found = checks.flatMap((check) => check(curation))
  const order = new Map(curation.issue.picks.map(({ id }, index) => [id, index]))
  const place = ({ pick }: Check) => (pick === undefined ? -1 : (order.get(pick) ?? -1))
  return found.toSorted((a, b) => Number(b.level === 'error') - Number(a.level === 'error') || place(a) - place(b))
}

export interface CheckCounts {
  readonly errors: number
  readonly warnings: number
}

export function countChecks(checks: readonly Check[]): CheckCounts {
  const errors = checks.filter(({ level }) => level === 'error').length
  return { errors, warnings: checks.length - errors }
}
