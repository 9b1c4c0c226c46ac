import { parseJsonFeed } from 'feedsmith'
import { cvesIn } from '../advisory/cve.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { MAX_ENTRIES, MAX_TEXT, MAX_VALUES } from './canonicalise-feed.ts'
import type { Entry, Feed } from './entry.ts'
import { tidyCveItems } from './tidy-cve-items.ts'

type JsonItem = NonNullable<ReturnType<typeof parseJsonFeed>['items']>[number]

/** Reads JSON Feed 1.0 and 1.1. */
export function parseJson(text: string, url: string): Result<Feed> {
  try {
    const feed = parseJsonFeed(tidyCveItems(withVersion(JSON.parse(text.replace(/^\ufeff/, '')))), {
      maxItems: MAX_ENTRIES,
    })
    return success({
      title: feed.title ?? '',
      link: feed.home_page_url,
      language: feed.language,
      entries: (feed.items ?? []).map((item) => readItem(item, url)),
    })
  } catch {
    return failure({
      where: url,
      what: 'this is JSON, but not a JSON Feed',
      remedy: 'Look for the feed’s address on the site; a JSON Feed says its version in its first lines',
    })
  }
}

/** A feed that says no version, or one like `1.0`, is known by what only a JSON Feed has. */
function withVersion(json: unknown): unknown {
  const { version, items, home_page_url, feed_url } = json as Record<string, unknown>
  if (!Array.isArray(items) || (typeof version === 'string' && !/^[\d.]*$/.test(version))) return json
  const first = (items[0] ?? {}) as object
  const isFeed =
    'content_html' in first || 'content_text' in first || home_page_url !== undefined || feed_url !== undefined
  return isFeed ? { ...(json as object), version: 'https://jsonfeed.org/version/1' } : json
}

function readItem(item: JsonItem, base: string): Entry {
  const absolute = (link: string | undefined) => (link === undefined ? undefined : URL.parse(link, base)?.href)
  const text = (value: string | undefined) => cut(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const paragraphs = text(item.content_text)
    .split(/\n\s*\n/)
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('\n')
  return {
    id: item.id,
    permalink: /^https?:/.test(item.id ?? ''),
    title: text(item.title),
    link: absolute(item.url) ?? absolute(item.external_url),
    published: dateText(item.date_published),
    updated: dateText(item.date_modified),
    authors: few(item.authors).flatMap(({ name }) => (name === undefined ? [] : [name])),
    summary: text(item.summary),
    content:
      item.content_html === undefined ? (item.content_text === undefined ? '' : paragraphs) : cut(item.content_html),
    categories: few(item.tags),
    cves: cvesIn(`${item.id ?? ''} ${item.external_url ?? ''}`),
    enclosures: few(item.attachments).flatMap(({ url, mime_type, size_in_bytes }) =>
      url === undefined ? [] : [{ url, type: mime_type ?? '', length: String(size_in_bytes ?? '') }],
    ),
    language: item.language,
  }
}

const cut = (text = '') => text.slice(0, MAX_TEXT)

const few = <T>(list: readonly T[] | undefined): readonly T[] => (list ?? []).slice(0, MAX_VALUES)

const dateText = (date: unknown) => (typeof date === 'string' ? date : undefined)
