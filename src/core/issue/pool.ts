import type { Item } from '../item/item.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import { compareText } from '../text/compare-text.ts'
import { formatMoment, laterMoment } from '../text/moment.ts'
import type { Issue } from './issue.ts'

/** So many issues back, what ran is not to run again. */
export const REPEAT_WINDOW = 25

/** The stretch of first sights that an issue chooses from: after `from` (everything, without it), up to `to`. */
export interface Span {
  readonly from: string | undefined
  readonly to: string
}

/** The published issue whose cut-off is the latest. */
export function lastPublished(issues: readonly Issue[]): Issue | undefined {
  return issues
    .filter(({ status }) => status === 'published')
    .reduce<Issue | undefined>(
      (last, issue) => (last && Date.parse(last.covers.to) >= Date.parse(issue.covers.to) ? last : issue),
      undefined,
    )
}

/**
 * What an issue chooses from. A published one: what it covers. An open one: what came since the last published
 * issue's cut-off, whatever the calendar says; its own `from` counts where no issue was published, or where it is later.
 */
export function poolSpan(issue: Issue, issues: readonly Issue[], now: Date): Span {
  if (issue.status === 'published') return issue.covers
  const last = lastPublished(issues.filter(({ key }) => key !== issue.key))
  return { from: laterMoment(last?.covers.to ?? issue.covers.from, issue.covers.from), to: formatMoment(now) }
}

/** The items whose first sight lies in a span. */
export function itemsWithin(items: readonly Item[], { from, to }: Span): Item[] {
  const first = from === undefined ? -Infinity : Date.parse(from)
  const last = Date.parse(to)
  return items.filter(({ firstSeen }) => {
    const seen = Date.parse(firstSeen)
    return seen > first && seen <= last
  })
}

/** As `itemsWithin`, for many spans of the same items; in the order of first sight. */
export function createItemsWithin(items: readonly Item[]): (span: Span) => Item[] {
  const seen = items
    .map((item) => ({ item, at: Date.parse(item.firstSeen) }))
    .sort((one, other) => one.at - other.at || compareText(one.item.id, other.item.id))
  const firstAfter = (moment: number) => {
    let [low, high] = [0, seen.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((seen[middle]?.at ?? Infinity) > moment) high = middle
      else low = middle + 1
    }
    return low
  }
  return ({ from, to }) =>
    seen
      .slice(from === undefined ? 0 : firstAfter(Date.parse(from)), firstAfter(Date.parse(to)))
      .map(({ item }) => item)
}

/** So many issues of the highest numbers, the newest first. */
export function latestIssues(issues: readonly Issue[], count: number): Issue[] {
  return issues.toSorted((a, b) => b.number - a.number).slice(0, count)
}

/** Which of all items the work on an issue may need: those first seen after a moment (all, without it), and some by id. */
export interface ItemsNeeded {
  readonly after: string | undefined
  readonly ids: ReadonlySet<string>
  /** Whether also those with an advisory, however old: a patch of this week may mend a flaw of last year. */
  readonly advisories?: boolean
}

/** What is needed of the items for an issue, or for a new one: its candidates, its picks, and what was shortlisted. */
export function itemsNeeded(
  issue: Issue | undefined,
  issues: readonly Issue[],
  shortlisted: Iterable<string>,
): ItemsNeeded {
  const last = lastPublished(issues.filter(({ key }) => key !== issue?.key))
  const after = issue === undefined ? last?.covers.to : poolSpan(issue, issues, new Date(issue.covers.to)).from
  return { after, ids: new Set([...(issue?.picks ?? []).map(({ id }) => id), ...shortlisted]) }
}

/** What was shortlisted for another issue and has not run since: the key of that issue, by the id of the item. */
export function heldOver(
  issue: Issue,
  issues: readonly Issue[],
  shortlistedAt: ReadonlyMap<string, string>,
): Map<string, string> {
  if (issue.status === 'published' || shortlistedAt.size === 0) return new Map()
  const ran = new Set(
    issues.filter(({ status }) => status === 'published').flatMap(({ picks }) => picks.map(({ id }) => id)),
  )
  return new Map([...shortlistedAt].filter(([id, key]) => key !== issue.key && !ran.has(id)))
}

/** Which issue ran what: finds, for an item or a pick, the latest of the given issues that had it, by id or link. */
export function createArchive(
  issues: readonly Issue[],
): (work: { id: string; url?: string | undefined }) => Issue | undefined {
  const ran = new Map<string, Issue>()
  for (const issue of issues.toSorted((a, b) => a.number - b.number)) {
    for (const pick of issue.picks) {
      ran.set(pick.id, issue)
      const canonical = pick.url === undefined ? undefined : canonicalUrl(pick.url)
      if (canonical !== undefined) ran.set(canonical, issue)
    }
  }
  if (ran.size === 0) return () => undefined
  return ({ id, url }) => ran.get(id) ?? (url === undefined ? undefined : ran.get(canonicalUrl(url) ?? url))
}

/** The published issues that came before one. */
export function earlierIssues(issue: Issue, issues: readonly Issue[]): Issue[] {
  return issues.filter(
    ({ key, status, number }) =>
      status === 'published' && key !== issue.key && (issue.status !== 'published' || number < issue.number),
  )
}
