import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import type { Post } from '../core/post/post.ts'
import { compareText } from '../core/text/compare-text.ts'
import type { SiteContent } from './site-content.ts'
import { itemMoment } from './line.ts'

/** A UTC day that has items. */
export interface CalendarDay {
  /** `2026-08-20` */
  readonly day: string
  readonly items: readonly Item[]
}

/** A month in which something was published, here or elsewhere. */
export interface CalendarMonth {
  /** `2026-08` */
  readonly month: string
  /** Newest first. */
  readonly days: readonly CalendarDay[]
  /** How many items its days have. */
  readonly count: number
  /** Newest first. */
  readonly issues: readonly Issue[]
  readonly posts: readonly Post[]
  readonly caseStudies: readonly CaseStudy[]
}

export interface CalendarYear {
  /** `2026` */
  readonly year: string
  /** Newest first. */
  readonly months: readonly CalendarMonth[]
  readonly count: number
}

type Shelf = Pick<SiteContent, 'items' | 'issues' | 'posts' | 'caseStudies'>

const known = new WeakMap<Shelf, readonly CalendarYear[]>()

/** Everything by the day that it belongs to, newest first; worked out once for each content that was read. */
export function readCalendar(shelf: Shelf): readonly CalendarYear[] {
  const years = known.get(shelf) ?? createCalendar(shelf)
  known.set(shelf, years)
  return years
}

function createCalendar({ items, issues, posts, caseStudies }: Shelf): CalendarYear[] {
  const days = [...Map.groupBy(items, (item) => itemMoment(item).slice(0, 10))]
    .map(([day, of]) => ({ day, items: of }))
    .sort((one, other) => compareText(other.day, one.day))
  const daysOf = Map.groupBy(days, ({ day }) => day.slice(0, 7))
  const [issuesOf, postsOf, studiesOf] = [groupByMonth(issues), groupByMonth(posts), groupByMonth(caseStudies)]
  const months = new Set([daysOf, issuesOf, postsOf, studiesOf].flatMap((part) => [...part.keys()]))
  const all = [...months]
    .sort((one, other) => compareText(other, one))
    .map((month): CalendarMonth => {
      const own = daysOf.get(month) ?? []
      return {
        month,
        days: own,
        count: own.reduce((sum, day) => sum + day.items.length, 0),
        issues: issuesOf.get(month) ?? [],
        posts: postsOf.get(month) ?? [],
        caseStudies: studiesOf.get(month) ?? [],
      }
    })
  return [...Map.groupBy(all, ({ month }) => month.slice(0, 4))].map(([year, ofYear]) => ({
    year,
    months: ofYear,
    count: ofYear.reduce((sum, { count }) => sum + count, 0),
  }))
}

function groupByMonth<T extends { readonly date: string }>(dated: readonly T[]): Map<string, T[]> {
  return Map.groupBy(dated, ({ date }) => date.slice(0, 7))
}

/** `August 2026` of `2026-08`. */
export function monthName(month: string): string {
  return `${monthWord(month)} ${month.slice(0, 4)}`
}

const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' })

/** `August` of `2026-08`. */
export function monthWord(month: string): string {
  return MONTH.format(new Date(`${month}-01T00:00:00Z`))
}
