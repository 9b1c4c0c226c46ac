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

/** How many issues one list holds, and more only to make the year whole that it begins: about two years of a weekly. */
const MOST_LISTED = 104

/** The newest years, whose issues are listed, and the earlier ones, which have pages of their own. */
export function partYears(
  years: readonly ArchiveYear[],
  most = MOST_LISTED,
): { listed: readonly ArchiveYear[]; earlier: readonly ArchiveYear[] } {
  let count = 0
  const end = years.findIndex(({ issues }) => {
    const isFull = count >= most
    count += issues.length
    return isFull
  })
  return end === -1 ? { listed: years, earlier: [] } : { listed: years.slice(0, end), earlier: years.slice(end) }
}

/** `52 issues, no. 101 to 152` */
export function describeNumbers({ issues }: ArchiveYear): string {
  const numbers = issues.map(({ number }) => number)
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)]
  return first === last ? `1 issue, no. ${first}` : `${issues.length} issues, no. ${first} to ${last}`
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
