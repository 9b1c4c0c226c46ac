import type { Issue } from '../core/issue/issue.ts'
import { compareText } from '../core/text/compare-text.ts'
import { formatDay } from '../core/text/moment.ts'
import { issueTitle } from './archive.ts'
import type { CandidateGroup } from './candidates.ts'
import type { SiteContent } from './site-content.ts'
import { surroundIssue } from './issue-pages.ts'
import { createIssueView, type IssueView } from './issue-view.ts'
import { type Line, newestFirst } from './line.ts'
import { longFormPath } from './long-form-view.ts'
import { issuePath } from './paths.ts'
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
  readonly earlier: readonly RecentLink[]
  /** The newest posts and case studies. */
  readonly longReads: readonly RecentLink[]
}

/** A page of this site, and what is to be known of it besides its title. */
export interface RecentLink {
  readonly href: string
  readonly text: string
  readonly facts: string
}

const LONGEST_RIVER = 36
const EARLIER_ISSUES = 5
const LONG_READS = 3

type Shelf = Pick<SiteContent, 'issues' | 'items' | 'latest' | 'sourceNames' | 'now'> &
  Partial<Pick<SiteContent, 'logs' | 'edits' | 'posts' | 'caseStudies'>>

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
    earlier: earlier.slice(0, EARLIER_ISSUES).map(linkIssue),
    longReads: listLongReads(content),
  }
}

const linkIssue = (issue: Issue): RecentLink => ({
  href: issuePath(issue.key),
  text: issueTitle(issue),
  facts: `No. ${issue.number} · ${formatDay(issue.date, { weekday: false })}`,
})

function listLongReads({ posts = [], caseStudies = [] }: Shelf): RecentLink[] {
  return [...posts, ...caseStudies]
    .map((entry) => ({ href: longFormPath(entry), text: entry.title, date: entry.date }))
    .sort((one, other) => compareText(other.date, one.date) || compareText(one.href, other.href))
    .slice(0, LONG_READS)
    .map(({ href, text, date }) => ({ href, text, facts: formatDay(date, { weekday: false }) }))
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
