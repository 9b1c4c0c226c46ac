import type { Item } from '../item/item.ts'
import { compareText } from '../text/compare-text.ts'
import { dayOf, formatMoment, laterMoment } from '../text/moment.ts'
import { failure, type Result, success } from '../text/problem.ts'
import type { Sections } from '../text/section-settings.ts'
import { addWeeks, weekOf } from '../text/week.ts'
import type { Issue } from './issue.ts'

const WEEK = 7 * 86_400_000

/** The open issue: the newest draft; where there is none, the newest of those that are held. */
export function findOpenIssue(issues: readonly Issue[]): Issue | undefined {
  return findNewest(issues, 'draft') ?? findNewest(issues, 'ready')
}

/** The issue that readers have before them: the published one of the latest day, and of the highest number. */
export function findNewestPublished(issues: readonly Issue[]): Issue | undefined {
  return issues.filter(({ status }) => status === 'published').toSorted(newestIssueFirst)[0]
}

/** By day of publication, then by number; for `sort`. */
export function newestIssueFirst(one: Issue, other: Issue): number {
  return compareText(other.date, one.date) || other.number - one.number
}

/** The issue that waits for an hour that has come; of several, the one that has waited the longest. */
export function findDueIssue(issues: readonly Issue[], now: Date): Issue | undefined {
  const hour = ({ publishAt }: Issue) => (publishAt === undefined ? Infinity : Date.parse(publishAt))
  return issues
    .filter((issue) => issue.status === 'ready' && hour(issue) <= now.getTime())
    .toSorted((a, b) => hour(a) - hour(b) || a.number - b.number)[0]
}

function findNewest(issues: readonly Issue[], status: Issue['status']): Issue | undefined {
  return issues
    .filter((issue) => issue.status === status)
    .toSorted((a, b) => b.number - a.number || (a.key < b.key ? 1 : -1))[0]
}

/** What a new issue is about: weeks, a slug for a special one, or nothing: the first week from now that is free. */
export interface Occasion {
  readonly weeks?: readonly string[] | undefined
  readonly slug?: string | undefined
  readonly editors?: readonly string[] | undefined
  /** Those that the settings name, where they name any. */
  readonly sections?: Sections | undefined
}

/**
 * A new, empty draft: the next number, today's date, and the cut-off of the last issue as its start. The first issue
 * of all starts a second before the first sight of anything, so that `after from` holds everything.
 */
export function createIssue(
  issues: readonly Issue[],
  items: readonly Item[],
  now: Date,
  { weeks, slug, editors = [], sections }: Occasion = {},
): Result<Issue> {
  const chosen = weeks ?? (slug === undefined ? [freeWeek(issues, now)] : [])
  const key = slug ?? chosen[0]
  if (key === undefined) throw new Error('an issue has weeks or a slug')
  const taken = issues.find((issue) => issue.key === key || issue.weeks.some((week) => chosen.includes(week)))
  if (taken) {
    const shared = chosen.filter((week) => taken.weeks.includes(week))
    return failure({
      where: key,
      what: `there is an issue for ${shared.length > 0 ? shared.join(', ') : key} already: number ${taken.number}, ${taken.key}`,
      remedy: slug === undefined ? 'Name weeks that no issue covers, with --weeks' : 'Choose another slug',
    })
  }
  const to = formatMoment(now)
  const from = startOf(issues, items, now)
  return success({
    key,
    number: 1 + Math.max(0, ...issues.map(({ number }) => number)),
    title: '',
    subject: '',
    preheader: '',
    status: 'draft',
    date: dayOf(now),
    weeks: [...chosen],
    ...(slug === undefined ? {} : { slug }),
    covers: { from, to: laterMoment(from, to) },
    editors: [...editors],
    picks: [],
    corrections: [],
    corrects: [],
    body: '',
    ...(sections === undefined ? {} : { sections }),
  })
}

/** The ISO week of now, or the first after it that no issue covers. */
function freeWeek(issues: readonly Issue[], now: Date): string {
  const covered = new Set(issues.flatMap(({ key, weeks }) => [key, ...weeks]))
  let week = weekOf(now)
  while (covered.has(week)) week = addWeeks(week, 1)
  return week
}

/** What is held is settled as well: the next issue begins where it ends. */
function startOf(issues: readonly Issue[], items: readonly Item[], now: Date): string {
  const ends = issues.filter(({ status }) => status !== 'draft').map(({ covers }) => covers.to)
  if (ends.length > 0) return ends.reduce(laterMoment)
  const seen = items.map(({ firstSeen }) => Date.parse(firstSeen)).filter((moment) => moment <= now.getTime())
  const first = seen.reduce((least, moment) => Math.min(least, moment), Infinity)
  return formatMoment(new Date(Number.isFinite(first) ? first - 1000 : now.getTime() - WEEK))
}
