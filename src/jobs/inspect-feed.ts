import type { Feed } from '../core/feed/entry.ts'
import type { ExplainedFeed } from '../core/feed/explain-feed.ts'
import type { FeedDocument } from '../core/feed/parse-feed.ts'
import { pageLink } from '../core/feed/read-entry.ts'
import { readDate } from '../core/feed/read-date.ts'
import type { TagReason } from '../core/item/tags.ts'
import { htmlToText } from '../core/text/plain-text.ts'
import { formatMoment } from '../core/text/moment.ts'
import { formatProblem, type Result } from '../core/text/problem.ts'
import type { FetchFeed } from './ports.ts'

/** A feed as a program may read it; the shape is a contract of the command line. */
export type Inspection =
  | { readonly url: string; readonly ok: false; readonly error: string }
  | {
      readonly url: string
      readonly ok: true
      readonly feed: { readonly title: string; readonly link: string | null; readonly language: string | null }
      readonly entries: readonly InspectedEntry[]
      readonly movedTo?: string
    }

export interface InspectedEntry {
  readonly id: string | null
  readonly title: string
  readonly link: string | null
  /** A moment in UTC; what the feed says, where that cannot be read; null where it says nothing. */
  readonly published: string | null
  readonly updated: string | null
  readonly authors: readonly string[]
  readonly summary: string
  readonly content: string
  readonly categories: readonly string[]
  readonly enclosures: readonly { readonly url: string; readonly type: string; readonly length: string }[]
  /** What it is about, as an ingest would say, each with the words that made it so. */
  readonly tags: readonly TagReason[]
}

export interface InspectPorts {
  readonly fetchFeed: FetchFeed
  /** Without tags where they are not wanted. */
  readonly parseFeed: (document: FeedDocument) => Promise<Result<Feed | ExplainedFeed>>
}

/** Fetches and reads one feed, without validators and without remembering anything. */
export async function inspectFeed(url: string, { fetchFeed, parseFeed }: InspectPorts): Promise<Inspection> {
  const fetched = await fetchFeed(url, {})
  if (fetched.outcome === 'failed') return { url, ok: false, error: `${url} ${fetched.reason}` }
  if (fetched.outcome === 'spared') return { url, ok: false, error: `${url} was not asked: ${fetched.host} wants rest` }
  if (fetched.outcome === 'unchanged')
    return { url, ok: false, error: `${url} answered 304 to a question without validators` }
  const { body, contentType, url: from } = fetched
  const feed = await parseFeed({ body, contentType, url: from })
  if (!feed.ok) return { url, ok: false, error: feed.problems.map(formatProblem).join(' ') }
  return {
    url,
    ok: true,
    feed: {
      title: htmlToText(feed.value.title),
      link: feed.value.link ?? null,
      language: feed.value.language ?? null,
    },
    entries: readEntries(feed.value),
    ...(fetched.movedTo === undefined ? {} : { movedTo: fetched.movedTo }),
  }
}

function readEntries(feed: Feed | ExplainedFeed): InspectedEntry[] {
  const tags = 'tags' in feed ? feed.tags : []
  return feed.entries.map((entry, index) => ({
    id: entry.id ?? null,
    title: htmlToText(entry.title),
    link: pageLink(entry) ?? entry.link ?? null,
    published: moment(entry.published),
    updated: moment(entry.updated),
    authors: entry.authors.map(htmlToText),
    summary: entry.summary,
    content: entry.content,
    categories: entry.categories.map(htmlToText),
    enclosures: entry.enclosures,
    tags: tags[index] ?? [],
  }))
}

function moment(text: string | undefined): string | null {
  if (text === undefined) return null
  const read = readDate(text)
  return read === undefined ? text.trim() : formatMoment(new Date(read))
}
