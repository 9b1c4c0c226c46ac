import type { Item } from '../item/item.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import type { Sources } from './carriers.ts'
import { createTelling } from './create-tellings.ts'
import { placeOf } from './place.ts'
import { createTitleReader } from './read-title.ts'
import { isSameStory, mayBeSame, MOST_DAYS, RELATED, type Telling } from './same-story.ts'
import { indexTitles } from './similar-titles.ts'
import type { Story } from './story.ts'

/** What was told in an earlier issue. */
export interface ToldPick {
  readonly id: string
  readonly url?: string | undefined
  readonly title: string
  /** The author's title, where the editor gave it another. */
  readonly originalTitle?: string | undefined
  /** Where else it stood. */
  readonly also?: readonly { readonly url: string }[]
  /** When it was published or, where that is not known, told. */
  readonly published?: string | undefined
}

/**
 * Finds for a story the pick that told it before: by the id of one of its items, by a canonical URL under which one of
 * them stands, or by title, as items are folded. Of several picks of one id or URL it is the last in the list.
 */
export function createToldBefore<T extends ToldPick>(
  told: readonly T[],
  sources: Sources = new Map(),
): (story: Pick<Story, 'items'>) => T | undefined {
  if (told.length === 0) return () => undefined
  const byId = new Map(told.map((pick) => [pick.id, pick]))
  const byUrl = new Map<string, T>()
  for (const pick of told) for (const url of addressesOf(pick)) byUrl.set(url, pick)
  const read = createTitleReader([...sources.values()].map(({ title }) => title))
  const byPeriod = Map.groupBy(told, ({ published }) => periodOf(published))
  const indexes = new Map<number, (telling: Telling) => Found<T>[]>()
  const searchPeriod = (period: number): ((telling: Telling) => Found<T>[]) => {
    const search = indexes.get(period) ?? indexPicks(byPeriod.get(period) ?? [], read)
    indexes.set(period, search)
    return search
  }
  const byTitle = (item: Item): T | undefined => {
    const telling = createTelling(item, read)
    const period = periodOf(item.published ?? item.firstSeen)
    const found = [period - 1, period, period + 1, NO_PERIOD].flatMap((one) => searchPeriod(one)(telling))
    return found.sort((a, b) => b.similarity - a.similarity || told.indexOf(b.pick) - told.indexOf(a.pick))[0]?.pick
  }
  return ({ items }) => {
    const known = items.map(({ id }) => byId.get(id)).find((pick) => pick !== undefined)
    const linked = () => items.flatMap(addressesOfItem).map((url) => byUrl.get(url))
    return known ?? linked().find((pick) => pick !== undefined) ?? firstOf(items, byTitle)
  }
}

/** So long as what is further apart is never of one story, what was told is looked for in three periods alone. */
const PERIOD = MOST_DAYS * 86_400_000
const NO_PERIOD = -1_000_000

function periodOf(moment: string | undefined): number {
  return moment === undefined ? NO_PERIOD : Math.floor(Date.parse(moment) / PERIOD)
}

interface Found<T> {
  readonly pick: T
  readonly similarity: number
}

/** Finds, among some picks, those that told what an item tells. */
function indexPicks<T extends ToldPick>(
  picks: readonly T[],
  read: (title: string) => Telling['title'],
): (telling: Telling) => Found<T>[] {
  const tellings = picks.flatMap((pick) =>
    [...new Set([pick.originalTitle ?? pick.title, pick.title])].map((title) => ({
      pick,
      telling: createToldTelling(pick, read(title)),
    })),
  )
  const index = indexTitles(
    tellings.map(({ telling }) => telling.title),
    RELATED,
  )
  return (telling) =>
    index.find(telling.title).flatMap(({ at, similarity }) => {
      const other = tellings[at]
      const isSame = other && mayBeSame(telling, other.telling) && isSameStory(telling, other.telling, similarity)
      return other && isSame ? [{ pick: other.pick, similarity }] : []
    })
}

function firstOf<T>(items: readonly Item[], find: (item: Item) => T | undefined): T | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}

function addressesOf({ url, also = [] }: ToldPick): string[] {
  return [...(url === undefined ? [] : [url]), ...also.map((other) => other.url)].map((one) => canonicalUrl(one) ?? one)
}

const addressesOfItem = ({ url, sources }: Item) =>
  [...new Set([url, ...sources.map((carrier) => carrier.url)])].map((one) => canonicalUrl(one) ?? one)

/** A pick names no feeds, so that its place alone says who told it. */
function createToldTelling(pick: ToldPick, title: Telling['title']): Telling {
  const places = [pick.url, ...(pick.also ?? []).map(({ url }) => url)].map((url) => url && placeOf(url))
  return {
    title,
    published: pick.published === undefined ? undefined : Date.parse(pick.published),
    tellers: places.filter((place) => place !== undefined).map((place) => `//${place}`),
    addresses: () => addressesOf(pick),
    authors: [],
    excerpt: '',
    wordPairs: () => new Set(),
  }
}
