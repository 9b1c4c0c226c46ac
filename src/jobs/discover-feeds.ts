import { decodeBody } from '../core/feed/decode-body.ts'
import type { Feed } from '../core/feed/entry.ts'
import { readDate } from '../core/feed/read-date.ts'
import { entryLink } from '../core/feed/read-entry.ts'
import { type FeedLink, findFeeds, isCommentFeed } from '../core/source/find-feeds.ts'
import { guessFeeds } from '../core/source/guess-feeds.ts'
import type { FoundFeed } from '../core/source/plan-new-source.ts'
import { publishingPace } from '../core/source/publishing-pace.ts'
import { formatMoment } from '../core/text/moment.ts'
import { htmlToText } from '../core/text/plain-text.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'
import type { FetchFeed, ParseFeed } from './ports.ts'

/** Candidates that are fetched for one page. */
const MAX_TRIES = 10
/** Times that nothing answers before no more is asked. */
const MAX_SILENCES = 3

export interface DiscoverPorts {
  readonly fetchFeed: FetchFeed
  readonly parseFeed: ParseFeed
  /** Is told each address before it is fetched. */
  readonly onTry?: (url: string) => void
}

/** What was found at an address. */
export interface Discovery {
  /** Never empty. */
  readonly feeds: readonly FoundFeed[]
  /** Whether the first is clearly the one that is meant; else a person has to choose. */
  readonly isClear: boolean
  /** What the page names besides, not looked at. */
  readonly others: readonly FeedLink[]
  /** The page on which they were found; undefined where the address is a feed's own. */
  readonly page: string | undefined
}

/** What an address turned out to be. */
type Look =
  | { readonly is: 'feed'; readonly feed: FoundFeed; readonly fingerprint: string }
  | { readonly is: 'page'; readonly text: string; readonly url: string; readonly problem: string }
  | { readonly is: 'nothing'; readonly reason: string; readonly status: number | undefined }

interface Attempt {
  readonly url: string
  readonly reason: string
}

/**
 * Finds the feed of an address: the address itself, the place that is known of its host, what the page declares, what
 * it links to, and last a handful of customary places. At most ten candidates are fetched, one after the other, and
 * nothing more of a host that is silent or asks for quiet (429, 503).
 *
 * @param address a web address
 */
export async function discoverFeeds(address: string, ports: DiscoverPorts): Promise<Result<Discovery>> {
  const search = startSearch(ports)
  const known = await search.first(guessFeeds(address).known)
  if (known) return success(alone(known, address))

  let look = await search.look(address)
  if (look.is === 'feed') return success(alone(look.feed))
  if (look.is === 'nothing' && (look.status === undefined || search.isQuiet(address))) {
    return failure({
      where: address,
      what: `it ${look.reason}`,
      remedy: look.status === undefined ? undefined : 'The site asks for quiet: try again later',
    })
  }
  let named = look.is === 'page' ? findFeeds(look.text, look.url) : undefined
  if (named?.refresh !== undefined && named.declared.length + named.linked.length === 0) {
    look = await search.look(named.refresh)
    if (look.is === 'feed') return success(alone(look.feed))
    if (look.is === 'page') named = findFeeds(look.text, look.url)
  }
  const page = look.is === 'page' ? look.url : address
  const { declared = [], linked = [] } = named ?? {}
  const comments = [...declared, ...linked].filter(isCommentFeed)
  const found = (feeds: readonly FoundFeed[], among: readonly FeedLink[]) =>
    success({ feeds, isClear: feeds.length === 1, others: among.filter(({ url }) => !search.tried.has(url)), page })

  const main = await search.first(addressesOf(declared.filter((link) => !isCommentFeed(link))))
  if (main) return found([main], declared)
  const feeds = await search.all(addressesOf(linked.filter((link) => !isCommentFeed(link))))
  if (feeds.length > 0) return found(feeds, linked)
  const room = MAX_TRIES - search.attempts.length - Math.min(1, comments.length)
  const places = guessFeeds(page).customary.slice(0, Math.max(0, room))
  const last = (await search.first(places)) ?? (await search.first(addressesOf(comments)))
  if (last) return found([last], comments)
  return failure(describeFailure(address, look, search.attempts, declared.length + linked.length > 0))
}

const alone = (feed: FoundFeed, page?: string): Discovery => ({ feeds: [feed], isClear: true, others: [], page })

const addressesOf = (links: readonly FeedLink[]) => links.map(({ url }) => url)

/** What else may come of a fetch without validators: it was not made. */
const NOT_ASKED = { reason: 'was not asked, as its host wants to be left alone', status: undefined }

/** Fetches candidates, within the bounds, and remembers what came of them. */
function startSearch({ fetchFeed, parseFeed, onTry }: DiscoverPorts) {
  const attempts: Attempt[] = []
  const tried = new Set<string>()
  const quiet = new Set<string>()
  let silences = 0

  const look = async (url: string): Promise<Look> => {
    tried.add(url)
    onTry?.(url)
    const fetched = await fetchFeed(url, {})
    if (fetched.outcome === 'ok') {
      const document = { body: fetched.body, contentType: fetched.contentType, url: fetched.url }
      const parsed = await parseFeed(document)
      if (parsed.ok) return { is: 'feed', ...describeFeed(parsed.value, withoutFragment(fetched.movedTo ?? url)) }
      const problem = parsed.problems[0]?.what ?? 'it is no feed'
      return { is: 'page', text: decodeBody(document.body, document.contentType), url: document.url, problem }
    }
    const { reason, status } = fetched.outcome === 'failed' ? fetched : NOT_ASKED
    if (status === undefined) silences += 1
    if (status === undefined || status === 429 || status === 503) quiet.add(new URL(url).host)
    return { is: 'nothing', reason, status }
  }
  const isQuiet = (url: string) => quiet.has(new URL(url).host)
  const tryFeed = async (url: string) => {
    const isSpent = attempts.length >= MAX_TRIES || silences >= MAX_SILENCES
    if (isSpent || tried.has(url) || isQuiet(url)) return undefined
    const found = await look(url)
    attempts.push({ url, reason: found.is === 'nothing' ? found.reason : found.is === 'page' ? found.problem : '' })
    return found.is === 'feed' ? found : undefined
  }
  return {
    attempts,
    tried,
    look,
    isQuiet,
    /** The first that is a feed with entries; else the first that is a feed. */
    async first(urls: readonly string[]): Promise<FoundFeed | undefined> {
      let empty: FoundFeed | undefined
      for (const url of urls) {
        const found = await tryFeed(url)
        if (found && found.feed.entries > 0) return found.feed
        empty ??= found?.feed
      }
      return empty
    },
    /** All that are feeds, and of those with the same entries the first. */
    async all(urls: readonly string[]): Promise<FoundFeed[]> {
      const feeds = new Map<string, FoundFeed>()
      for (const url of urls) {
        const found = await tryFeed(url)
        if (found && !feeds.has(found.fingerprint)) feeds.set(found.fingerprint, found.feed)
      }
      return [...feeds.values()]
    },
  }
}

function describeFeed(feed: Feed, url: string): { feed: FoundFeed; fingerprint: string } {
  const dates = feed.entries.flatMap(({ published, updated }) => {
    const read = readDate(published ?? updated ?? '')
    return read === undefined ? [] : [formatMoment(new Date(read))]
  })
  const links = feed.entries.map((entry) => entryLink(entry) ?? entry.id ?? entry.title)
  return {
    feed: {
      url,
      title: htmlToText(feed.title),
      link: feed.link,
      language: feed.language,
      entries: feed.entries.length,
      newest: dates.toSorted().at(-1),
      pace: publishingPace(dates),
    },
    fingerprint: links.length === 0 ? url : JSON.stringify(links.toSorted()),
  }
}

const withoutFragment = (url: string) => url.replace(/#.*$/, '')

function describeFailure(address: string, look: Look, attempts: readonly Attempt[], names: boolean): Problem {
  const origin = new URL(address).origin
  const short = (url: string) => (url.startsWith(`${origin}/`) ? url.slice(origin.length) : url)
  const tried = [...Map.groupBy(attempts, ({ reason }) => reason)].map(
    ([reason, group]) => `${group.map(({ url }) => short(url)).join(' ')} (${reason})`,
  )
  const start = look.is === 'page' ? `${look.problem}${names ? '' : ', and names none'}` : `it ${reasonOf(look)}`
  return {
    where: address,
    what: `no feed was found: ${start}${tried.length === 0 ? '' : `; tried ${tried.join(', ')}`}`,
    remedy: 'Look on the page for "RSS" or "feed", and run add with the address behind it',
  }
}

const reasonOf = (look: Look) => (look.is === 'nothing' ? look.reason : '')
