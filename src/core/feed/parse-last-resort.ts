import { parseFeed as parseAnyFeed } from 'feedsmith'
import { MAX_ENTRIES, MAX_VALUES, withoutDoctype } from './canonicalise-feed.ts'
import type { Entry, Feed } from './entry.ts'

type AnyFeed = ReturnType<typeof parseAnyFeed>
type AtomEntry = NonNullable<Extract<AnyFeed, { format: 'atom' }>['feed']['entries']>[number]
type RdfItem = NonNullable<Extract<AnyFeed, { format: 'rdf' }>['feed']['items']>[number]
type RssItem = NonNullable<Extract<AnyFeed, { format: 'rss' }>['feed']['items']>[number]

/** Characters of a document that is worth a second reading, which goes from the whole of it to a tree. */
const LONGEST = 2_000_000

/**
 * A second reading, by feedsmith, of what the first made nothing of although entries stand in it: it goes by the names
 * of elements where we go by their namespaces.
 *
 * @param text the document, decoded
 * @param url where it was fetched from: the base of relative links
 * @returns undefined where this makes nothing of it either
 */
export function parseLastResort(text: string, url: string): Feed | undefined {
  if (text.length > LONGEST || !/<([\w.-]+:)?(item|entry)[\s>/]/i.test(text)) return undefined
  try {
    const feed = readAny(parseAnyFeed(withoutDoctype(text), { maxItems: MAX_ENTRIES }), url)
    return feed && feed.entries.length > 0 ? feed : undefined
  } catch {
    return undefined
  }
}

function readAny(any: AnyFeed, url: string): Feed | undefined {
  const absolute = (link: string | undefined) => (link === undefined ? undefined : URL.parse(link, url)?.href)
  if (any.format === 'json') return undefined
  if (any.format === 'atom') {
    const { title, links, entries } = any.feed
    return {
      title: htmlOf(title),
      link: absolute(alternate(links)),
      entries: (entries ?? []).map((entry) => readAtomEntry(entry, absolute)),
    }
  }
  const { title = '', link, items } = any.feed
  return {
    title,
    link: absolute(link),
    language: any.format === 'rss' ? any.feed.language : any.feed.dc?.languages?.[0],
    entries: (items ?? []).map((item: RssItem | RdfItem) => readItem(item, absolute)),
  }
}

type Absolute = (link: string | undefined) => string | undefined

function readAtomEntry(entry: AtomEntry, absolute: Absolute): Entry {
  const { id, title, links, published, updated, authors, summary, content, categories } = entry
  return {
    id,
    permalink: id !== undefined && /^https?:/.test(id),
    title: htmlOf(title),
    link: absolute(alternate(links)),
    published: textOf(published),
    updated: textOf(updated),
    authors: few(authors).flatMap(({ name }) => name ?? []),
    summary: htmlOf(summary),
    content: htmlOf(content),
    categories: few(categories).flatMap(({ term, label }) => term ?? label ?? []),
    enclosures: few(links).flatMap(({ rel, href, type = '', length }) => {
      const address = rel === 'enclosure' ? absolute(href) : undefined
      return address === undefined ? [] : [{ url: address, type, length: String(length ?? '') }]
    }),
  }
}

function readItem(item: RssItem | RdfItem, absolute: Absolute): Entry {
  const rss: Partial<RssItem> = 'rdf' in item ? {} : item
  const guid = rss.guid?.value ?? ('rdf' in item ? item.rdf?.about : undefined)
  return {
    id: guid,
    permalink: rss.guid !== undefined && rss.guid.isPermaLink !== false,
    title: item.title ?? item.dc?.titles?.[0] ?? '',
    link: absolute(item.link),
    published: textOf(rss.pubDate) ?? textOf(item.dc?.dates?.[0]),
    updated: undefined,
    authors: few([
      ...(rss.authors ?? []).flatMap(({ name, email }) => name ?? email ?? []),
      ...(item.dc?.creators ?? []),
    ]),
    summary: item.description ?? '',
    content: item.content?.encoded ?? '',
    categories: few(rss.categories).flatMap(({ name }) => name ?? []),
    enclosures: few(rss.enclosures).flatMap(({ url, type = '', length }) => {
      const address = absolute(url)
      return address === undefined ? [] : [{ url: address, type, length: String(length ?? '') }]
    }),
  }
}

const few = <T>(list: readonly T[] | undefined): readonly T[] => (list ?? []).slice(0, MAX_VALUES)

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Atom's text is HTML only where it says so. */
function htmlOf(text: { readonly value?: string | undefined; readonly type?: string | undefined } | undefined): string {
  const value = text?.value ?? ''
  return /html/.test(text?.type ?? '') ? value : value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}

function alternate(
  links: readonly { readonly href?: string | undefined; readonly rel?: string | undefined }[] | undefined,
): string | undefined {
  return links?.find(({ rel }) => rel === undefined || rel === 'alternate')?.href
}
