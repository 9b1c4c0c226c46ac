import Parser from 'rss-parser'
import { failure, type Result, success } from '../text/problem.ts'
import { canonicaliseFeed, type TidyFeed } from './canonicalise-feed.ts'
import { decodeBody } from './decode-body.ts'
import type { Enclosure, Entry, Feed } from './entry.ts'
import { readTtl } from './read-ttl.ts'

interface TidyItem {
  readonly title?: string
  readonly link?: string
  readonly guid?: string
  readonly [field: string]: unknown
}

const MANY = ['author', 'itunesAuthor', 'category', 'enclosure']
const ONE = ['published', 'updated', 'summary', 'content', 'origin', 'canonical', 'permalink', 'language', 'about']
const MORE = ['mediaTitle', 'itunesSummary', 'summaryBase', 'contentBase']

const parser = new Parser<Record<string, unknown>, TidyItem>({
  defaultRSS: 2,
  customFields: {
    feed: ['ttl', ['c-updatePeriod', 'updatePeriod'], ['c-updateFrequency', 'updateFrequency']] as never,
    item: [
      ...MANY.map((name): [string, string, { keepArray: true }] => [`c-${name}`, name, { keepArray: true }]),
      ...[...ONE, ...MORE].map((name): [string, string] => [`c-${name}`, name]),
    ] as never,
  },
})

export interface FeedDocument {
  readonly body: Uint8Array
  readonly contentType?: string | undefined
  /** Where it was fetched from; the base of relative links. */
  readonly url: string
}

/**
 * Reads a feed of any format: RSS and RDF, Atom, JSON Feed. What is no feed is a problem that says what it is. What few
 * feeds need is loaded for the first of them: it takes longer than to read a hundred of the others.
 */
export async function parseFeed({ body, contentType, url }: FeedDocument): Promise<Result<Feed>> {
  const text = decodeBody(body, contentType)
  const start = text.slice(0, 2_000).trimStart()
  if (start === '')
    return failure({ where: url, what: 'the answer is empty', remedy: 'Look whether the feed has moved' })
  if (start.startsWith('{')) {
    const { parseJson } = await import('./parse-json-feed.ts')
    return parseJson(text, url)
  }
  const tidy = canonicaliseFeed(text, url)
  const feed = tidy === undefined ? noFeed(start, url) : await parseTidy(tidy, url)
  if (feed.ok && feed.value.entries.length > 0) return feed
  const { parseLastResort } = await import('./parse-last-resort.ts')
  const last = parseLastResort(text, url)
  return last === undefined ? feed : success(last)
}

function noFeed(start: string, url: string): Result<Feed> {
  const page = /<(!doctype html|html|head|body|title)\b/i.test(start)
  return failure({
    where: url,
    what: page ? 'this is a web page, not a feed' : 'this is not a feed: neither RSS nor Atom nor JSON Feed',
    remedy: 'Look for the feed’s address on the site; it may have moved, or the site may turn programs away',
  })
}

async function parseTidy({ xml, bodies }: TidyFeed, url: string): Promise<Result<Feed>> {
  try {
    const parsed = await parser.parseString(xml)
    const one = (name: string) => (typeof parsed[name] === 'string' ? parsed[name] : undefined)
    return success({
      title: parsed.title ?? '',
      link: parsed.link,
      language: one('language'),
      ttl: readTtl({
        ttl: one('ttl'),
        updatePeriod: one('updatePeriod'),
        updateFrequency: one('updateFrequency'),
      }),
      entries: parsed.items.map((item) => readItem(item, bodies)),
    })
  } catch (error) {
    return failure({
      where: url,
      what: `the feed cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
}

function readItem(item: TidyItem, bodies: readonly string[]): Entry {
  const one = (name: string) => (typeof item[name] === 'string' ? item[name] : undefined)
  const many = (name: string) => ((item[name] ?? []) as unknown[]).filter((value) => typeof value === 'string')
  const body = (name: string) => bodies[Number(one(name))]
  const authors = many('author')
  return {
    id: item.guid ?? one('about'),
    permalink: one('permalink') === 'yes',
    title: item.title ?? one('mediaTitle') ?? '',
    link: item.link,
    published: one('published'),
    updated: one('updated'),
    authors: authors.some(isNamed) ? authors : [...many('itunesAuthor'), ...authors],
    summary: body('summary') ?? body('itunesSummary') ?? '',
    content: body('content') ?? '',
    base: one('contentBase') ?? one('summaryBase'),
    categories: many('category'),
    enclosures: many('enclosure').map((text) => JSON.parse(text) as Enclosure),
    canonical: one('origin') ?? one('canonical'),
    language: one('language'),
  }
}

/** Whether an author is more than the address that RSS asks for. */
const isNamed = (author: string) => !/^\s*[^\s@]+@[^\s@]+\s*$/.test(author)
