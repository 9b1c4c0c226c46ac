import { decodeHTML } from 'entities'
import { cveRecordUrl } from '../advisory/cve.ts'
import type { IncomingItem } from '../item/incoming-item.ts'
import { itemId } from '../item/item-id.ts'
import type { Author, Enclosure } from '../item/item.ts'
import { NO_TAGS, type Tagger } from '../item/tags.ts'
import type { Source } from '../source/source.ts'
import { canonicalUrl, cleanUrl } from '../text/canonical-url.ts'
import { languageCode } from '../text/language-code.ts'
import { countWords, cutText, dropControls, foldSpace, htmlToText, readingMinutes } from '../text/plain-text.ts'
import { isWebUrl } from '../text/web-url.ts'
import type { Entry } from './entry.ts'
import { excerptHtml } from './excerpt-html.ts'
import { readDate } from './read-date.ts'
import { findAdvisory } from './find-advisory.ts'
import { readRelease } from './read-release.ts'

/** A summary shorter than this is a teaser; the body says more. */
const TEASER_WORDS = 12
/** A body shorter than this may be a teaser, and is read in a moment if it is not: it gives no minutes of reading. */
const FULL_TEXT_WORDS = 400

/** Characters of a title, of the name of a person, and of an id that is kept; longer ones are cut, or left out. */
const LONGEST_TITLE = 300
const LONGEST_NAME = 120
const LONGEST_ID = 2_048

/** Characters of a category, and how many categories and enclosures of an entry are kept. */
const LONGEST_CATEGORY = 60
const MOST_CATEGORIES = 10
const MOST_ENCLOSURES = 3

/** What a source says in one entry; undefined where the entry links to nothing, and so can be no item. */
export function readEntry(
  entry: Entry,
  source: Source,
  feedLanguage?: string,
  tag: Tagger = () => NO_TAGS,
): IncomingItem | undefined {
  const link = entryLink(entry)
  const url = link === undefined ? undefined : cleanUrl(link)
  const own = link === undefined ? undefined : canonicalUrl(link)
  if (link === undefined || url === undefined || own === undefined) return undefined
  const declared = declaredOriginal(entry, link)
  const key = (declared === undefined ? undefined : canonicalUrl(declared)) ?? own
  const body = [entry.content, entry.summary].reduce((a, b) => (b.length > a.length ? b : a))
  const text = htmlToText(body)
  const words = countWords(text)
  const isTeaser = (body === entry.summary ? words : countWords(htmlToText(entry.summary))) < TEASER_WORDS
  const summary = isTeaser ? entry.content || entry.summary : entry.summary
  const excerpt = excerptHtml(summary, entry.base ?? link)
  const title = cutText(
    visible(htmlToText(entry.title)) || visible(titleFrom(htmlToText(summary))) || (entry.cves ?? []).join(', ') || key,
    LONGEST_TITLE,
  )
  const categories = readCategories(entry.categories)
  return {
    key,
    id: itemId(key),
    carrier: { id: source.id, url: isWebUrl(link) ? link : url, ...readId(entry.id) },
    title,
    url: (declared === undefined ? undefined : cleanUrl(declared)) ?? url,
    published: date(entry.published) ?? date(entry.updated),
    updated: date(entry.updated),
    authors: readAuthors(entry.authors),
    kind: source.kind,
    language: languageCode(entry.language ?? '') ?? languageCode(feedLanguage ?? '') ?? source.language,
    minutes: words >= FULL_TEXT_WORDS ? readingMinutes(words) : undefined,
    categories,
    enclosures: readEnclosures(entry.enclosures),
    tags: tag({
      title,
      text,
      links: [link, ...(entry.cves ?? []).map(cveRecordUrl), ...linksOf(body)],
      categories,
      html: body,
    }),
    advisory: findAdvisory({ cves: entry.cves, title, link, body }, source),
    release: readRelease({ title, url, body }, source),
    excerpt,
  }
}

/** The address an entry is about: its page, or what it encloses. */
export function entryLink(entry: Entry): string | undefined {
  return pageLink(entry) ?? [entry.enclosures[0]?.url].find(isLink)
}

/** The address of an entry's page: its link, or an id that is one. */
export function pageLink({ link, id, permalink }: Entry): string | undefined {
  return [link, permalink ? id : undefined].find(isLink)
}

const isLink = (url: string | undefined) => url !== undefined && cleanUrl(url) !== undefined

/**
 * Whether a broad source's entry is one that we want: one of the source's `include` words stands in its title, text
 * or categories, as a word, in any case.
 */
export function isWanted(entry: Entry, include: readonly string[]): boolean {
  if (include.length === 0) return true
  const text = [entry.title, entry.summary, entry.content, ...entry.categories]
    .map(htmlToText)
    .join(' \n ')
    .toLowerCase()
  return include.some((phrase) => {
    const escaped = phrase.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(text)
  })
}

/** The addresses that a body links to, as they are written. */
const linksOf = (html: string) =>
  [...html.matchAll(/\shref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/gi)].map(([, double, single]) =>
    decodeHTML(double ?? single ?? ''),
  )

/** A link whose `rel`, a list of words, holds `canonical`. */
const CANONICAL =
  /<(?:a|link)\s(?:[^<>]*\s)?rel\s*=\s*(?:"(?:[^"<>]*\s)?|'(?:[^'<>]*\s)?|)canonical(?=[\s"'/>])[^<>]*>/i

/** An element of the body that says `rel="canonical"`, as Medium and its like write it, or what the feed declares. */
function declaredOriginal({ canonical, content, summary }: Entry, link: string): string | undefined {
  const tag = CANONICAL.exec(content || summary)?.[0]
  const href = tag === undefined ? undefined : /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)
  const url = canonical ?? (href ? htmlToText(href[1] ?? href[2] ?? href[3] ?? '') : undefined)
  return url === undefined ? undefined : URL.parse(url, link)?.href
}

function readId(id: string | undefined): { guid?: string } {
  return id === undefined || id.length > LONGEST_ID ? {} : { guid: dropControls(id) }
}

const date = (text: string | undefined) => {
  const read = text === undefined ? undefined : readDate(text)
  return read === undefined ? undefined : new Date(read)
}

/** The feed's own categories, as text: the first of them, for some feeds have hundreds. */
function readCategories(categories: readonly string[]): string[] {
  const names = categories.map(htmlToText).filter((name) => name !== '' && name.length <= LONGEST_CATEGORY)
  return [...new Set(names)].slice(0, MOST_CATEGORIES)
}

function readEnclosures(enclosures: readonly Entry['enclosures'][number][]): Enclosure[] {
  return enclosures
    .filter(({ url }) => isWebUrl(url))
    .slice(0, MOST_ENCLOSURES)
    .map(({ url, type, length }) => ({
      url,
      ...(/^[\w.+-]+\/[\w.+-]+$/.test(type) ? { type } : {}),
      ...(/^[1-9]\d{0,14}$/.test(length) ? { length: Number(length) } : {}),
    }))
}

/** Names; `mail@example.org (Name)` and `Name <mail@example.org>`, as RSS has people, without the address. */
function readAuthors(authors: readonly string[]): Author[] {
  const names = authors
    .map((author) => author.slice(0, 3 * LONGEST_NAME))
    .map((author) =>
      foldSpace(author.replace(/^\s*[^\s@]+@[^\s@]+\s+\((.*)\)\s*$/, '$1').replace(/<?[^\s@<]+@[^\s@>]+>?/, '')),
    )
    .map(htmlToText)
    .filter((name) => name !== '' && name.length <= LONGEST_NAME)
  return [...new Set(names)].map((name) => ({ name }))
}

/** The text, if anything of it can be seen: neither marks nor fillers can. */
const visible = (text: string) => (/[[\p{L}\p{N}\p{P}\p{S}]--[\u115f\u1160\u2800\u3164\uffa0]]/v.test(text) ? text : '')

function titleFrom(text: string): string {
  const words = text.split(' ')
  return words.length <= 12 ? text : `${words.slice(0, 12).join(' ')} …`
}
