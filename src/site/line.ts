import type { Item } from '../core/item/item.ts'
import { advisedCves } from '../core/story/advised-cves.ts'
import { coverageOf, itemSource, type Sources } from '../core/story/carriers.ts'
import type { Story } from '../core/story/story.ts'
import { compareText } from '../core/text/compare-text.ts'
import { dayOf } from '../core/text/moment.ts'

/** A story as lists show it: one line. */
export interface Line {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly source: string
  /** Other sources that carried it. */
  readonly also: readonly string[]
  readonly language: string
  /** What its advisory is about, where it is one: each has a page. */
  readonly cves?: readonly string[]
  /** UTC day that it belongs to: of publication, or of first sight where that is unknown or in the future. */
  readonly day: string
  /** `14:05` in UTC; absent where the feed gave a day alone, or nothing. */
  readonly time: string | undefined
  /** For sorting: the moment itself. */
  readonly moment: string
}

/** A story as a line, told by its lead. */
export function createLine(story: Story, sources: Sources): Line {
  const { lead } = story
  const moment = itemMoment(lead)
  const source = itemSource(lead, sources)
  const others = coverageOf(story, sources).map((coverage) => coverage.source)
  const cves = advisedCves(story.items)
  return {
    id: story.id,
    title: lead.title,
    url: lead.url,
    source,
    also: [...new Set(others)].filter((name) => name !== source),
    language: lead.language,
    ...(cves.length === 0 ? {} : { cves }),
    day: dayOf(moment),
    time: itemTime(lead),
    moment,
  }
}

/** When an item belongs: its publication, or its first sight where that is unknown or lies after it. */
export function itemMoment({ published, firstSeen }: Pick<Item, 'published' | 'firstSeen'>): string {
  return published === undefined || published > firstSeen ? firstSeen : published
}

/** `14:05` in UTC, of publication; absent where the feed gave a day alone, or nothing. */
export function itemTime(item: Pick<Item, 'published' | 'firstSeen'>): string | undefined {
  const moment = itemMoment(item)
  return moment === item.published && !moment.endsWith('T00:00:00Z') ? moment.slice(11, 16) : undefined
}

/** Newest first; ties by title and id, so that the order never depends on that of files. */
export function newestFirst(one: Line, other: Line): number {
  return (
    compareText(other.moment, one.moment) ||
    compareText(one.source, other.source) ||
    compareText(one.title, other.title) ||
    compareText(one.id, other.id)
  )
}

/** The same for items that are not told as lines. */
export function newestItemFirst(one: Item, other: Item): number {
  return (
    compareText(itemMoment(other), itemMoment(one)) ||
    compareText(one.title, other.title) ||
    compareText(one.id, other.id)
  )
}
