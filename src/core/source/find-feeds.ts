import { decodeHTMLAttribute } from 'entities'
import { Tokenizer } from 'htmlparser2'
import { htmlToText } from '../text/plain-text.ts'
import { guessFeeds } from './guess-feeds.ts'

/** An address that may be a feed. */
export interface FeedLink {
  readonly url: string
  /** What the page calls it; may be empty. */
  readonly title: string
}

/** What a page says of feeds; each list best first, what brings comments last. */
export interface PageFeeds {
  /** `<link rel="alternate">`, and what the page's canonical address tells. */
  readonly declared: readonly FeedLink[]
  /** `<a>` whose address or words say that it leads to a feed. */
  readonly linked: readonly FeedLink[]
  /** Where the page sends its readers on to (`<meta http-equiv="refresh">`). */
  readonly refresh: string | undefined
}

/** Kept of each sort; a page that names more was not made for people. */
const MOST = 200
/** Characters of an address or a title. */
const LONGEST = 2_048

const FEED_TYPES = /^(application\/(rss\+xml|atom\+xml|feed\+json|rdf\+xml|x\.atom\+xml|x-rss\+xml)|text\/rss\+xml)$/
/** What a feed may be called, and much else is. */
const LOOSE_TYPES = /^(application\/(json|xml)|text\/xml)$/

const FEED_ADDRESS =
  /[/._-](rss|atom|feeds?|rdf)(2(\.0)?)?([/._?-]|$)|\/(index|feed|rss|atom)\.(xml|json)\b|[?&](feed|format|alt|type|view)=(rss|atom|feed)/i
const FEED_WORDS = /\b(rss|atom|feed)\b/i
/** What is no feed for all that it says, and hosts that only read feeds. */
const NO_FEED = /\.(png|jpe?g|gif|svg|ico|webp|css|m?js|pdf|zip|gz|mp[34])$|\/wp-json\/|\/oembed\b/i
const READERS = /(^|\.)(feedly|inoreader|newsblur|theoldreader|netvibes|feedspot|feedburner\.google)\.com$/i
const COMMENTS = /\/comments\/(feed|default|atom|rss)\b|[?&]feed=comments|\bcomments?\b.*\.(xml|rss|atom)$/i

/**
 * The feeds that a page names, read as a browser would read it: any order, case and quotes of attributes, addresses
 * relative to `<base href>`, nothing inside scripts and comments. In time that grows with the page's length alone.
 *
 * @param html the page, decoded
 * @param url where it was fetched from
 */
export function findFeeds(html: string, url: string): PageFeeds {
  const page = readTags(html)
  const base = (page.base && URL.parse(page.base, url)?.href) ?? url
  const resolve = ({ href, title }: Found): FeedLink[] => {
    const address = resolveLink(href, base)
    return address === undefined ? [] : [{ url: address, title: htmlToText(title) }]
  }
  const canonical = page.canonical === undefined ? undefined : resolveLink(page.canonical, base)
  const declared = unique([
    ...page.declared.flatMap(resolve),
    ...(canonical === undefined ? [] : guessFeeds(canonical).known.map((known) => ({ url: known, title: '' }))),
    ...page.loose.flatMap(resolve),
  ])
  const linked = unique(page.linked.flatMap(resolve)).filter((link) => !declared.some(({ url }) => url === link.url))
  const refresh = page.refresh === undefined ? undefined : resolveLink(page.refresh, base)
  return { declared: commentsLast(declared), linked: commentsLast(strongestFirst(linked, base)), refresh }
}

/** Whether a feed brings what readers said about posts, and not the posts. */
export function isCommentFeed({ url, title }: FeedLink): boolean {
  return COMMENTS.test(url) || /^comments? (on|for|about|feed)\b|\bcomments( feed)?$/i.test(title)
}

interface Found {
  readonly href: string
  readonly title: string
}

interface Tags {
  readonly declared: Found[]
  readonly loose: Found[]
  readonly linked: Found[]
  base: string | undefined
  canonical: string | undefined
  refresh: string | undefined
}

const WANTED: Record<string, readonly string[]> = {
  base: ['href'],
  link: ['rel', 'type', 'href', 'title'],
  a: ['href', 'title', 'type', 'aria-label'],
  img: ['alt'],
  meta: ['http-equiv', 'content'],
}

function readTags(html: string): Tags {
  const tags: Tags = { declared: [], loose: [], linked: [], base: undefined, canonical: undefined, refresh: undefined }
  let name = ''
  let attribute = ''
  let attributes: Record<string, string> = {}
  /** The link whose words are being read. */
  let link: { readonly attributes: Record<string, string>; words: string } | undefined
  const keep = (list: Found[], { href = '', title = '' }: Record<string, string>) => {
    if (href !== '' && list.length < MOST) list.push({ href, title })
  }
  const endLink = () => {
    if (link && saysFeed(link.attributes, link.words)) {
      keep(tags.linked, { ...link.attributes, title: link.words.trim() || (link.attributes.title ?? '') })
    }
    link = undefined
  }
  const endTag = () => {
    if (name === 'base') tags.base ??= attributes.href
    else if (name === 'link') readLink(attributes, tags, keep)
    else if (name === 'meta' && attributes['http-equiv']?.toLowerCase() === 'refresh') {
      tags.refresh ??= /^\s*[\d.]*\s*[;,]?\s*url\s*=\s*["']?([^"'\s]+)/i.exec(attributes.content ?? '')?.[1]
    } else if (name === 'img' && link) link.words = join(link.words, ` ${attributes.alt ?? ''} `)
    else if (name === 'a') {
      endLink()
      link = { attributes, words: '' }
    }
  }
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      ...{ onattribentity: ignore, oncdata: ignore, oncomment: ignore, ondeclaration: ignore, ontextentity: ignore },
      onprocessinginstruction: ignore,
      onopentagname(start, end) {
        name = end - start > 4 ? '' : html.slice(start, end).toLowerCase()
        attributes = {}
      },
      onattribname(start, end) {
        const isWanted = WANTED[name] !== undefined && end - start <= 10
        attribute = isWanted ? html.slice(start, end).toLowerCase() : ''
      },
      onattribdata(start, end) {
        if (WANTED[name]?.includes(attribute) && !Object.hasOwn(attributes, attribute) && end - start <= LONGEST) {
          attributes[attribute] = decodeHTMLAttribute(html.slice(start, end)).trim()
        }
      },
      onattribend: ignore,
      onopentagend: endTag,
      onselfclosingtag: endTag,
      onclosetag(start, end) {
        if (end - start === 1 && html.charAt(start).toLowerCase() === 'a') endLink()
      },
      ontext(start, end) {
        if (link) link.words = join(link.words, html.slice(start, Math.min(end, start + 200)))
      },
      onend: endLink,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return tags
}

const ignore = () => undefined

/** Words of a link, of which the first 200 characters are enough. */
const join = (words: string, more: string) => (words.length > 200 ? words : words + more)

function readLink(
  attributes: Record<string, string>,
  tags: Tags,
  keep: (list: Found[], attributes: Record<string, string>) => void,
): void {
  const { rel = '', type = '', href = '' } = attributes
  const rels = rel.toLowerCase().split(/\s+/)
  const essence = (type.split(';')[0] ?? '').trim().toLowerCase()
  if (rels.includes('canonical')) tags.canonical ??= href || undefined
  else if (rels.includes('stylesheet') || NO_FEED.test(href)) return
  else if (rels.includes('feed')) keep(tags.declared, attributes)
  else if (!rels.includes('alternate')) return
  else if (FEED_TYPES.test(essence)) keep(tags.declared, attributes)
  else if (LOOSE_TYPES.test(essence) || (essence === '' && FEED_ADDRESS.test(href))) keep(tags.loose, attributes)
}

function saysFeed(
  { href = '', title = '', type = '', 'aria-label': label = '' }: Record<string, string>,
  words: string,
) {
  if (!/^(?!(mailto|javascript|tel|data):|#)./i.test(href) || NO_FEED.test(href.replace(/[?#].*$/, ''))) return false
  return FEED_TYPES.test(type) || FEED_ADDRESS.test(href) || FEED_WORDS.test(`${words} ${title} ${label}`)
}

/** An address on the web, whole and without fragment; `feed:` is how some pages write `https:`. */
function resolveLink(href: string, base: string): string | undefined {
  const plain = href.replace(/^feed:(?=https?:)/i, '').replace(/^feed:(?=\/\/)/i, 'https:')
  const url = URL.parse(plain, base)
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '' || READERS.test(url.hostname)) return undefined
  url.hash = ''
  url.username = ''
  url.password = ''
  return url.href.length > LONGEST ? undefined : url.href
}

function unique(links: readonly FeedLink[]): FeedLink[] {
  const seen = new Set<string>()
  return links.filter(({ url }) => !seen.has(url) && seen.add(url))
}

/** Those of the page's own host before others, and in each those whose address says it before those whose words do. */
function strongestFirst(links: readonly FeedLink[], base: string): FeedLink[] {
  const host = new URL(base).host
  const rank = ({ url }: FeedLink) => (new URL(url).host === host ? 0 : 2) + (FEED_ADDRESS.test(url) ? 0 : 1)
  return links.toSorted((one, other) => rank(one) - rank(other))
}

function commentsLast(links: readonly FeedLink[]): FeedLink[] {
  return [...links.filter((link) => !isCommentFeed(link)), ...links.filter(isCommentFeed)]
}
