import { type CheckCounts, checkIssue, countChecks } from '../core/issue/check-issue.ts'
import { countPool, type PoolCounts } from '../core/issue/count-pool.ts'
import type { Curation } from '../core/issue/curation.ts'
import { TARGET_PICKS } from '../core/issue/issue.ts'
import type { TurnView } from '../core/rota/rota-view.ts'
import { countNoun } from '../core/text/count-noun.ts'

export interface Status extends PoolCounts {
  /** Key of the issue: its first week, or its slug. */
  readonly week: string
  readonly picks: number
  readonly blurbsEdited: number
  readonly checks: CheckCounts
  /** Whose turn it is, where there is a rota and the issue has a week. */
  readonly turn?: TurnView
}

/** Where an issue stands. */
export function showStatus(curation: Curation, turn?: TurnView): Status {
  const { issue } = curation
  return {
    week: issue.key,
    ...countPool(curation),
    picks: issue.picks.length,
    blurbsEdited: issue.picks.filter(({ blurb, unedited }) => blurb.trim() !== '' && !unedited).length,
    checks: countChecks(checkIssue(curation)),
    ...(turn && { turn }),
  }
}

/** `2026-W47: 312 candidates → 268 stories, 31 folded, 13 already ran. Draft: 12/20, 10 blurbs edited; 2 errors, 1 warning` */
export function formatStatus(status: Status, curation: Curation): string {
  const { candidates, stories, folded, alreadyRan, picks, blurbsEdited, checks } = status
  const pool = [`${countNoun(stories, 'story', 'stories')}`, `${folded} folded`, `${alreadyRan} already ran`].join(', ')
  const words = { draft: 'Draft', ready: 'Ready', published: 'Published' }
  const state = curation.isNew ? 'No draft yet' : words[curation.issue.status]
  const edited = `${countNoun(blurbsEdited, 'blurb')} edited`
  const found = `${countNoun(checks.errors, 'error')}, ${countNoun(checks.warnings, 'warning')}`
  const rest = curation.isNew ? '' : `: ${picks}/${TARGET_PICKS}, ${edited}; ${found}`
  return `${status.week}: ${countNoun(candidates, 'candidate')} → ${pool}. ${state}${rest}`
}
