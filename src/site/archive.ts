import type { Issue } from '../core/issue/issue.ts'
import { newestIssueFirst } from '../core/issue/open-issue.ts'

export interface ArchiveYear {
  readonly year: string
  readonly issues: readonly Issue[]
}

/** Issues by the year of publication, newest first. */
export function groupByYear(issues: readonly Issue[]): ArchiveYear[] {
  const years = Map.groupBy(issues, ({ date }) => date.slice(0, 4))
  return [...years]
    .sort(([one], [other]) => (one < other ? 1 : -1))
    .map(([year, ofYear]) => ({ year, issues: ofYear.toSorted(newestIssueFirst) }))
}

/** What an issue is that has no week. */
export const SPECIAL = 'Special issue'

/** `Week 47 of 2026`, `Weeks 52 and 53 of 2026`; nothing for a special issue. */
export function formatWeeks(weeks: readonly string[]): string | undefined {
  if (weeks.length === 0) return undefined
  const years = Map.groupBy(weeks, (week) => week.slice(0, 4))
  const parts = [...years].map(([year, of]) => `${list(of.map((week) => String(Number(week.slice(6)))))} of ${year}`)
  return `${weeks.length > 1 ? 'Weeks' : 'Week'} ${list(parts)}`
}

const list = (texts: readonly string[]) => new Intl.ListFormat('en-GB').format(texts)

/** What an issue is called before it has a headline. */
export function issueTitle(issue: Pick<Issue, 'title' | 'weeks' | 'number'>): string {
  return issue.title || formatWeeks(issue.weeks) || `No. ${issue.number}`
}
