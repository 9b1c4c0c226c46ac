import type { Issue } from '../core/issue/issue.ts'
import type { CandidateGroup } from './candidates.ts'
import type { SiteContent } from './content.ts'
import { surroundIssue } from './issue-pages.ts'
import { createIssueView, type IssueView } from './issue-view.ts'
import { type Line, newestFirst } from './line.ts'
import { createRiver, groupByDay, type RiverDay } from './river.ts'

export interface HomeView {
  /** The newest issue that is shown; none before the first. */
  readonly issue: IssueView | undefined
  /** How many candidates of it have a page. */
  readonly others: number
  /** The newest lines of the river, by day. */
  readonly river: readonly RiverDay[]
  /** How many lines the river has in all. */
  readonly riverCount: number
  /** Where the river has nothing yet: the newest of what was not picked. */
  readonly unpicked: readonly Line[]
  readonly earlier: readonly Issue[]
}

const LONGEST_RIVER = 36
const EARLIER_ISSUES = 5

type Shelf = Pick<SiteContent, 'issues' | 'items' | 'latest' | 'sourceNames' | 'now'> &
  Partial<Pick<SiteContent, 'logs' | 'edits'>>

/** What the home page shows: the latest issue, and the river of what came in since. */
export function createHomeView(content: Shelf): HomeView {
  const [issue, ...earlier] = content.issues
  const around = issue && surroundIssue(issue, content)
  const lines = createRiver(content.items, content.latest, content.sourceNames, content.edits)
  return {
    issue: issue && createIssueView(issue),
    others: around?.candidateCount ?? 0,
    river: groupByDay(lines.slice(0, riverLines(issue))),
    riverCount: lines.length,
    unpicked: lines.length > 0 ? [] : newestOthers(around?.candidates ?? []).slice(0, riverLines(issue)),
    earlier: earlier.slice(0, EARLIER_ISSUES),
  }
}

/** About as long as the issue beside it. */
const riverLines = (issue: Issue | undefined) =>
  issue === undefined ? LONGEST_RIVER : Math.min(LONGEST_RIVER, 10 + issue.picks.length)

/** Newest first, and releases, which are many and alike, after all else. */
function newestOthers(groups: readonly CandidateGroup[]): Line[] {
  const [releases, others] = [true, false].map((released) =>
    groups
      .filter(({ kind }) => (kind === 'release') === released)
      .flatMap(({ lines }): readonly Line[] => lines)
      .sort(newestFirst),
  ) as [Line[], Line[]]
  return [...others, ...releases]
}
