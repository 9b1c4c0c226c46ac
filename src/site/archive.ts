import type { Issue } from '../core/issue/issue.ts'

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

/** By day of publication, then by number. */
export function newestIssueFirst(one: Issue, other: Issue): number {
  return one.date === other.date ? other.number - one.number : one.date < other.date ? 1 : -1
}

/** `Week 47 of 2026`, `Weeks 52 and 53 of 2026`; nothing for a special issue. */
export function formatWeeks(weeks: readonly string[]): string | undefined {
  const [first] = weeks
  if (first === undefined) return undefined
  const numbers = weeks.map((week) => String(Number(week.slice(6))))
  const years = [...new Set(weeks.map((week) => week.slice(0, 4)))]
  if (years.length > 1)
    return `Weeks ${weeks.map((week) => `${Number(week.slice(6))} of ${week.slice(0, 4)}`).join(' and ')}`
  return `${weeks.length > 1 ? 'Weeks' : 'Week'} ${numbers.join(' and ')} of ${first.slice(0, 4)}`
}

/** What an issue is called before it has a headline. */
export function issueTitle(issue: Pick<Issue, 'title' | 'weeks' | 'number'>): string {
  return issue.title || formatWeeks(issue.weeks) || `No. ${issue.number}`
}
