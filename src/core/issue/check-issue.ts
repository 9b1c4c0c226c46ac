import { checkArchive } from './check-archive.ts'
import { checkBlurbs } from './check-blurbs.ts'
import { checkCode } from './check-code.ts'
import { checkImages } from './check-images.ts'
import { checkLinks } from './check-links.ts'
import { checkMix } from './check-mix.ts'
import { checkShape } from './check-shape.ts'
import type { Check, IssueCheck } from './check.ts'
import type { Curation } from './curation.ts'
import type { Issue } from './issue.ts'

const CHECKS: readonly IssueCheck[] = [
  checkShape,
  checkBlurbs,
  checkCode,
  checkImages,
  checkLinks,
  checkArchive,
  checkMix,
]

/** What holds of an issue that another newsletter sent: its place among ours. How it was written was settled then. */
const OF_IMPORTED = new Set(['weeks', 'number', 'duplicate', 'tracking'])

/**
 * What is wrong with an issue, as far as the content folder alone can tell, errors first. The size of its mail, its
 * editors' employers and whether its links work are known to `jobs/check-whole-issue.ts`.
 */
export function checkIssue(curation: Curation): Check[] {
  const found = CHECKS.flatMap((check) => check(curation))
  const { issue } = curation
  const holding = issue.imported === undefined ? found : found.filter(({ check }) => OF_IMPORTED.has(check))
  return sortChecks(holding, issue)
}

/** Errors first; those of the whole issue before those of its picks, these in their order. */
export function sortChecks(checks: readonly Check[], issue: Pick<Issue, 'picks'>): Check[] {
  const order = new Map(issue.picks.map(({ id }, index) => [id, index]))
  const place = ({ pick }: Check) => (pick === undefined ? -1 : (order.get(pick) ?? -1))
  return checks.toSorted((a, b) => Number(b.level === 'error') - Number(a.level === 'error') || place(a) - place(b))
}

export interface CheckCounts {
  readonly errors: number
  readonly warnings: number
}

export function countChecks(checks: readonly Check[]): CheckCounts {
  const errors = checks.filter(({ level }) => level === 'error').length
  return { errors, warnings: checks.length - errors }
}
