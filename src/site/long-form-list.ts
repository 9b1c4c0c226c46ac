import type { CaseStudy } from '../core/post/case-study.ts'
import { isOriginalAuthor } from '../core/post/is-original-author.ts'
import type { Post } from '../core/post/post.ts'
import { formatDay } from '../core/text/moment.ts'
import type { SiteContent } from './site-content.ts'
import { isCaseStudy, longFormPath } from './long-form-view.ts'
import { listNames, viewPerson } from './person-view.ts'

/** One entry of a list by year. */
export interface ListEntry {
  readonly href: string
  readonly title: string
  readonly date: string
  /** `24 October` */
  readonly dayText: string
  /** In few words, beside the day: `Day 2 of Five days of Kubernetes 1.8`, `after Ada Quay`. */
  readonly marks: readonly ListMark[]
  readonly description: string
  readonly isDraft: boolean
}

export interface ListMark {
  readonly text: string
  readonly href?: string
}

export interface ListYear {
  readonly year: string
  readonly entries: readonly ListEntry[]
}

type Shelf = Pick<SiteContent, 'people' | 'series'>

/** A post or a case study as lists show it. */
export function listLongForm(entry: Post | CaseStudy, content: Shelf, marks: readonly ListMark[]): ListEntry {
  return {
    href: longFormPath(entry),
    title: entry.title,
    date: entry.date,
    dayText: formatDay(entry.date, { weekday: false, year: false }),
    marks: [...marks, ...seriesMarks(entry, content)],
    description: entry.description,
    isDraft: entry.status !== 'published',
  }
}

/** `by Ada Quay`; `after Ada Quay` where it retells what she wrote. */
export function bylineMarks(entry: Post | CaseStudy, people: SiteContent['people']): ListMark[] {
  const groups = Map.groupBy(entry.authors, ({ id }) => (isOriginalAuthor(id, entry, people) ? 'after' : 'by'))
  return [...groups].map(([word, of]) => ({
    text: `${word} ${listNames(of.map((author) => viewPerson(author, people).name))}`,
  }))
}

function seriesMarks(entry: Post | CaseStudy, { series }: Shelf): ListMark[] {
  if (isCaseStudy(entry) || entry.series === undefined) return []
  const found = series.get(entry.series.id)
  return found ? [{ text: `${found.unit} ${entry.series.part} of ${found.title}` }] : []
}

/** By year, in the order given. */
export function groupEntriesByYear(entries: readonly ListEntry[]): ListYear[] {
  return [...Map.groupBy(entries, ({ date }) => date.slice(0, 4))].map(([year, ofYear]) => ({ year, entries: ofYear }))
}
