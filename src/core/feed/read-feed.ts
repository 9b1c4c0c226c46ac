import type { IncomingItem } from '../item/incoming-item.ts'
import type { Tagger } from '../item/tags.ts'
import type { Source } from '../source/source.ts'
import { type Result, success } from '../text/problem.ts'
import { type FeedDocument, parseFeed } from './parse-feed.ts'
import type { Entry } from './entry.ts'
import { readDate } from './read-date.ts'
import { isWanted, readEntry } from './read-entry.ts'

/** Entries of a feed that become items: its newest. Nobody writes more between two looks; an archive may hold more. */
const MOST_ITEMS = 500

/** What a source says: the number of its entries, and the newest that are wanted and link to something, tamed. */
export interface FeedReading {
  readonly entries: number
  /** Entries without any of the words that the source's `include` asks for. */
  readonly unwanted: number
  readonly items: readonly IncomingItem[]
  /** Minutes for which the feed asks not to be read again. */
  readonly ttl?: number | undefined
}

/** Reads the document of a source; what is no feed is a problem that says what it is. */
export async function readFeed(document: FeedDocument, source: Source, tag: Tagger): Promise<Result<FeedReading>> {
  const feed = await parseFeed(document)
  if (!feed.ok) return feed
  const { entries, language, ttl } = feed.value
  const read = newest(entries)
  const wanted = read.filter((entry) => isWanted(entry, source.include))
  const items = wanted.map((entry) => readEntry(entry, source, language, tag)).filter((item) => item !== undefined)
  return success({ entries: entries.length, unwanted: read.length - wanted.length, items, ttl })
}

/** The newest entries, in the order in which they stand; one without a date may be new. */
function newest(entries: readonly Entry[]): readonly Entry[] {
  if (entries.length <= MOST_ITEMS) return entries
  const date = ({ published, updated }: Entry) => readDate(published ?? updated ?? '') ?? Infinity
  const dated = entries.map((entry) => ({ entry, date: date(entry) }))
  const kept = new Set(dated.toSorted((a, b) => (a.date === b.date ? 0 : b.date - a.date)).slice(0, MOST_ITEMS))
  return dated.filter((each) => kept.has(each)).map(({ entry }) => entry)
}
