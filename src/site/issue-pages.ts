import type { Issue } from '../core/issue/issue.ts'
import { itemsWithin, poolSpan } from '../core/issue/pool.ts'
import { foldItems } from '../core/story/fold-items.ts'
import { type CandidateGroup, groupCandidates } from './candidates.ts'
import type { SiteContent } from './content.ts'
import { createLine } from './line.ts'
import { createWeekStrip, type StripDay } from './week-strip.ts'

/** What surrounds an issue: its neighbours in time, what it was chosen from, and what was not chosen. */
export interface IssueSurroundings {
  readonly previous: Issue | undefined
  readonly next: Issue | undefined
  readonly candidates: readonly CandidateGroup[]
  readonly candidateCount: number
  readonly strip: readonly StripDay[]
}

type Shelf = Pick<SiteContent, 'issues' | 'items' | 'sourceNames' | 'now'>

export function surroundIssue(issue: Issue, { issues, items, sourceNames, now }: Shelf): IssueSurroundings {
  const at = issues.findIndex(({ key }) => key === issue.key)
  const pool = itemsWithin(items, poolSpan(issue, issues, now))
  const candidates = groupCandidates(issue, pool, sourceNames)
  const lines = foldItems(pool).map((story) => createLine(story, sourceNames))
  return {
    previous: issues[at + 1],
    next: at > 0 ? issues[at - 1] : undefined,
    candidates,
    candidateCount: candidates.reduce((sum, { lines }) => sum + lines.length, 0),
    strip: createWeekStrip(issue, lines, new Set(issue.picks.map(({ id }) => id))),
  }
}
