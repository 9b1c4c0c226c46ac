import type { Item } from '../core/item/item.ts'
import { ADDED_BY_HAND, type Source } from '../core/source/source.ts'
import { dayOf } from '../core/text/moment.ts'

/** An item as lists show it: one line. */
export interface Line {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly source: string
  /** Other sources that carried it. */
  readonly also: readonly string[]
  readonly language: string
  /** UTC day that it belongs to: of publication, or of first sight where that is unknown or in the future. */
  readonly day: string
  /** `14:05` in UTC; absent where the feed gave a day alone, or nothing. */
  readonly time: string | undefined
  /** For sorting: the moment itself. */
  readonly moment: string
}

export type SourceNames = ReadonlyMap<string, Pick<Source, 'title'>>

export function createLine(item: Item, sources: SourceNames): Line {
  const moment = itemMoment(item)
  const dated = moment === item.published && !moment.endsWith('T00:00:00Z')
  const [first, ...others] = item.sources.map(({ id }) => sourceName(id, item.url, sources))
  const source = first ?? hostOf(item.url)
  return {
    id: item.id,
    title: item.title,
    url: item.url,
    source,
    also: [...new Set(others)].filter((name) => name !== source),
    language: item.language,
    day: dayOf(moment),
    time: dated ? moment.slice(11, 16) : undefined,
    moment,
  }
}

/** When an item belongs: its publication, or its first sight where that is unknown or lies after it. */
export function itemMoment({ published, firstSeen }: Pick<Item, 'published' | 'firstSeen'>): string {
  return published === undefined || published > firstSeen ? firstSeen : published
}

/** `kubernetes.io` */
export function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^www\./, '')
}

function sourceName(id: string, url: string, sources: SourceNames): string {
  return id === ADDED_BY_HAND ? hostOf(url) : (sources.get(id)?.title ?? id)
}

/** Newest first; ties by title and id, so that the order never depends on that of files. */
export function newestFirst(one: Line, other: Line): number {
  return (
    compare(other.moment, one.moment) ||
    compare(one.source, other.source) ||
    compare(one.title, other.title) ||
    compare(one.id, other.id)
  )
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
