import type { IncomingItem } from '../item/incoming-item.ts'
import type { Tagger } from '../item/tags.ts'
import type { Source } from '../source/source.ts'
import { type Result, success } from '../text/problem.ts'
import { type FeedDocument, parseFeed } from './parse-feed.ts'
import { isWanted, readEntry } from './read-entry.ts'

/** What a source says: the number of its entries, and those that are wanted and link to something, tamed. */
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
  const wanted = entries.filter((entry) => isWanted(entry, source.include))
  const items = wanted.map((entry) => readEntry(entry, source, language, tag)).filter((item) => item !== undefined)
  return success({ entries: entries.length, unwanted: entries.length - wanted.length, items, ttl })
}
