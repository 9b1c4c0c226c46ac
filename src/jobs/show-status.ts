import { type CheckCounts, checkIssue, countChecks } from '../core/issue/check-issue.ts'
import type { Curation } from '../core/issue/curation.ts'
import { countNoun } from '../core/text/count-noun.ts'

export interface Status {
  /** Key of the issue: its first week, or its slug. */
  readonly week: string
  /** Items that the issue chooses from. */
  readonly candidates: number
  readonly stories: number
  /** Items that stand under another one of their story. */
  readonly folded: number
  /** Candidates that an earlier issue ran. */
  readonly alreadyRan: number
  readonly picks: number
  readonly blurbsEdited: number
  readonly checks: CheckCounts
}

/** Where an issue stands. */
export function showStatus(curation: Curation): Status {
  const { issue, pool, stories, ranIn } = curation
  return {
    week: issue.key,
    candidates: pool.length,
    stories: stories.length,
    folded: pool.length - stories.length,
    alreadyRan: pool.filter((item) => ranIn(item) !== undefined).length,
    picks: issue.picks.length,
    blurbsEdited: issue.picks.filter(({ blurb, unedited }) => blurb.trim() !== '' && !unedited).length,
    checks: countChecks(checkIssue(curation)),
  }
}

/** `2026-W47: 312 candidates, 13 already ran. Draft: 12 picks, 10 blurbs edited; 2 errors, 1 warning` */
export function formatStatus(status: Status, curation: Curation): string {
  const { candidates, stories, folded, alreadyRan, picks, blurbsEdited, checks } = status
  const pool = [
    countNoun(candidates, 'candidate'),
    folded > 0 && `${countNoun(stories, 'story', 'stories')}, ${folded} folded`,
    `${alreadyRan} already ran`,
  ].filter(Boolean)
  const words = { draft: 'Draft', ready: 'Ready', published: 'Published' }
  const state = curation.isNew ? 'No draft yet' : words[curation.issue.status]
  const edited = `${countNoun(blurbsEdited, 'blurb')} edited`
  const found = `${countNoun(checks.errors, 'error')}, ${countNoun(checks.warnings, 'warning')}`
  const rest = curation.isNew ? '' : `: ${countNoun(picks, 'pick')}, ${edited}; ${found}`
  return `${status.week}: ${pool.join(', ')}. ${state}${rest}`
}
