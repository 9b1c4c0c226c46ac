import { hostOf, siteAddresses } from '../source/is-home.ts'
import type { Source } from '../source/source.ts'
import { canonicalUrl, cleanUrl } from '../text/canonical-url.ts'
import { compareText } from '../text/compare-text.ts'
import type { IncomingItem } from './incoming-item.ts'
import { itemId } from './item-id.ts'
import type { StoredItem } from './item-file.ts'
import type { Carrier, Item } from './item.ts'

/** So many other entries with titles of their own share one declared original only by mistake. */
const SERIAL_ORIGINALS = 4

/** What several entries say of one item: the item's id, the key of its link, and what is stored of it. */
export interface EntryGroup {
  readonly id: string
  readonly key: string
  readonly entries: readonly IncomingItem[]
  readonly before: StoredItem | undefined
}

/** Days between the dates of a story and of the same story with a new id and a new address. */
const REISSUE_DAYS = 3

/**
 * Says which entries are one item, and which item is known already: by the id that the feed gives, where no other of
 * its entries has it; by canonical URL, found or declared; by the same title on the same site within three days, where
 * what had that title is no more in the feed. Depends on the set of what comes in, not on its order.
 */
export function groupEntries(
  incoming: readonly IncomingItem[],
  stored: readonly StoredItem[],
  sourceOf: (sourceId: string) => Source | undefined,
): EntryGroup[] {
  const isAtHome = createHomeTest(sourceOf)
  const known = indexStored(stored, isAtHome)
  const entries = settleKeys(incoming, isAtHome)
  const shared = findShared(entries)
  const direct = entries.map((entry) => {
    const byGuid = shared.has(guidOf(entry.carrier)) ? undefined : known.byGuid.get(guidOf(entry.carrier))
    return { entry, before: isReused(byGuid, entry) ? known.find(entry) : (byGuid ?? known.find(entry)) }
  })
  const present = new Set(direct.map(({ entry, before }) => `${entry.carrier.id} ${before?.item.id}`))
  const found = direct.map(({ entry, before }) => {
    const same = before ?? known.findReissued(entry, sourceOf(entry.carrier.id), present)
    const isTaken = same === undefined && known.byId.has(entry.id)
    return { entry: isTaken ? withKey(entry, `${entry.key}${fragmentOf(entry.url) || '#'}`) : entry, before: same }
  })
  const ofKey = new Map<string, StoredItem>()
  for (const { entry, before } of found) {
    const other = ofKey.get(entry.key)
    if (before && (!other || before.item.id < other.item.id)) ofKey.set(entry.key, before)
  }
  const groups = Map.groupBy(found, ({ entry, before }) => (before ?? ofKey.get(entry.key))?.item.id ?? entry.id)
  return [...groups]
    .map(([id, group]) => ({
      id,
      key: group.map(({ entry }) => entry.key).toSorted(compareText)[0] ?? '',
      entries: group.map(({ entry }) => entry),
      before: known.byId.get(id),
    }))
    .sort((a, b) => compareText(a.id, b.id))
}

/** Whether an entry comes from the site that it links to; what others say of that link's original is then nothing. */
type HomeTest = (entry: IncomingItem) => boolean

function createHomeTest(sourceOf: (sourceId: string) => Source | undefined): HomeTest {
  const hosts = new Map<string, ReadonlySet<string>>()
  return ({ carrier, key }) => {
    const source = sourceOf(carrier.id)
    const known = hosts.get(carrier.id) ?? new Set(source === undefined ? [] : siteAddresses(source).map(hostOf))
    hosts.set(carrier.id, known)
    return known.has(hostOf(key))
  }
}

/**
 * The key of each entry, where what it declares cannot be believed or is not enough: a feed that declares one original
 * for many titles, or a front page for two, means none of them, and entries of one feed that share a page, each with its
 * own id, title and fragment, are parts of that page.
 */
function settleKeys(incoming: readonly IncomingItem[], isAtHome: HomeTest): IncomingItem[] {
  const bySource = Map.groupBy(incoming, ({ carrier, key }) => `${carrier.id} ${key}`)
  const settled = incoming.map((entry) => {
    const siblings = (bySource.get(`${entry.carrier.id} ${entry.key}`) ?? []).filter(
      ({ title, carrier }) => title !== entry.title && carrier.guid !== entry.carrier.guid,
    )
    const own = canonicalUrl(entry.carrier.url) ?? entry.key
    const others = siblings.filter(({ carrier }) => canonicalUrl(carrier.url) !== own)
    if (own !== entry.key && others.length >= (pathOf(entry.key) === '' ? 1 : SERIAL_ORIGINALS)) {
      return withKey({ ...entry, url: cleanUrl(entry.carrier.url) ?? entry.url }, own)
    }
    const fragment = fragmentOf(entry.carrier.url)
    const isPart = siblings.some(({ carrier }) => !['', fragment].includes(fragmentOf(carrier.url)))
    return fragment !== '' && isPart ? withKey(entry, `${entry.key}${fragment}`) : entry
  })
  const originals = new Map<string, string>()
  for (const { key, carrier } of settled) {
    const own = canonicalUrl(carrier.url)
    const other = own === undefined ? undefined : originals.get(own)
    if (own !== undefined && own !== key.replace(/#.*/, '') && (other === undefined || key < other)) {
      originals.set(own, key)
    }
  }
  return settled.map((entry) => {
    const original = originals.get(entry.key)
    return original === undefined || isAtHome(entry) ? entry : withKey(entry, original)
  })
}

const withKey = (entry: IncomingItem, key: string): IncomingItem => ({ ...entry, key, id: itemId(key) })
const fragmentOf = (url: string) => URL.parse(url)?.hash ?? ''
const guidOf = ({ id, guid }: Carrier) => (guid === undefined ? '' : `${id} ${guid}`)

/** The ids that name several entries of one feed, and so none. */
function findShared(entries: readonly IncomingItem[]): ReadonlySet<string> {
  const keys = new Map<string, string>()
  const shared = new Set([''])
  for (const { carrier, key } of entries) {
    const guid = guidOf(carrier)
    if ((keys.get(guid) ?? key) !== key) shared.add(guid)
    keys.set(guid, key)
  }
  return shared
}

/** An id that stands on another link with another title, a month later, was given twice. */
function isReused(before: StoredItem | undefined, { title, key, carrier, published }: IncomingItem): boolean {
  if (before === undefined) return false
  const { item } = before
  const link = item.sources.find(({ id }) => id === carrier.id)?.url ?? item.url
  const isElsewhere = canonicalUrl(link) !== canonicalUrl(carrier.url) && canonicalUrl(item.url) !== key
  return isElsewhere && nameOf(title) !== nameOf(item.title) && daysApart(item, published) > 30
}

interface StoredIndex {
  readonly byId: ReadonlyMap<string, StoredItem>
  readonly byGuid: ReadonlyMap<string, StoredItem>
  readonly find: (entry: IncomingItem) => StoredItem | undefined
  readonly findReissued: (
    entry: IncomingItem,
    source: Source | undefined,
    present: ReadonlySet<string>,
  ) => StoredItem | undefined
}

function indexStored(stored: readonly StoredItem[], isAtHome: HomeTest): StoredIndex {
  const byId = new Map(stored.map((entry) => [entry.item.id, entry]))
  const byGuid = new Map<string, StoredItem>()
  const twice = new Set([''])
  const byUrl = new Map<string, StoredItem[]>()
  const byCarrier = new Map<string, StoredItem[]>()
  const byTitle = new Map<string, StoredItem[]>()
  const add = (map: Map<string, StoredItem[]>, key: string | undefined, entry: StoredItem) => {
    if (key === undefined) return
    const list = map.get(key)
    if (list === undefined) map.set(key, [entry])
    else if (list.at(-1) !== entry) list.push(entry)
  }
  for (const entry of stored) {
    const { item } = entry
    add(byUrl, canonicalUrl(item.url), entry)
    for (const carrier of item.sources) {
      const guid = guidOf(carrier)
      if (byGuid.has(guid)) twice.add(guid)
      byGuid.set(guid, entry)
      add(byCarrier, canonicalUrl(carrier.url), entry)
      add(byTitle, `${carrier.id} ${nameOf(item.title)}`, entry)
    }
  }
  for (const guid of twice) byGuid.delete(guid)
  return {
    byId,
    byGuid,
    find: (entry) => {
      const keys = [entry.key.replace(/#.*/, ''), canonicalUrl(entry.carrier.url) ?? '']
      const others = isAtHome(entry) ? [] : keys.flatMap((key) => byCarrier.get(key) ?? [])
      const candidates = [...keys.flatMap((key) => byUrl.get(key) ?? []), ...others]
      const same = byId.get(entry.id)
      const parts = [...(same ? [same] : []), ...candidates].filter(({ item }) => !isOtherPart(item, entry))
      return parts.find(({ item }) => fragmentOf(item.url) === fragmentOf(entry.url)) ?? parts[0]
    },
    findReissued: (entry, source, present) => {
      const named = byTitle.get(`${entry.carrier.id} ${nameOf(entry.title)}`) ?? []
      const candidates = named.filter(({ item }) => !present.has(`${entry.carrier.id} ${item.id}`))
      const [only] = candidates.filter(({ item }) => isSameSite(item, entry, source) && isNear(item, entry))
      return candidates.length === 1 ? only : undefined
    },
  }
}

/** Whether an item of the same source is another part of the page that an entry links to. */
function isOtherPart(item: Item, { carrier, title }: IncomingItem): boolean {
  const other = item.sources.find(({ id }) => id === carrier.id)
  if (other === undefined || other.guid === carrier.guid || nameOf(title) === nameOf(item.title)) return false
  const fragments = [fragmentOf(other.url), fragmentOf(carrier.url)]
  return !fragments.includes('') && fragments[0] !== fragments[1]
}

/** On one site, by its host or by the hosts that the source names; or at the same path of a site that has moved. */
function isSameSite(item: Item, { carrier }: IncomingItem, source: Source | undefined): boolean {
  const other = item.sources.find(({ id }) => id === carrier.id)
  const [one, two] = [canonicalUrl(carrier.url), canonicalUrl(other?.url ?? item.url)]
  if (one === undefined || two === undefined) return false
  const hosts = source === undefined ? [] : siteAddresses(source).map((address) => siteOf(address))
  return (
    siteOf(one) === siteOf(two) ||
    (hosts.includes(siteOf(one)) && hosts.includes(siteOf(two))) ||
    (pathOf(one) === pathOf(two) && pathOf(one).length > 1)
  )
}

const pathOf = (key: string) => /[/?].*$/.exec(key)?.[0] ?? ''

/** The site of a canonical URL: its host, and on hosts where everybody has a place, that place. */
function siteOf(key: string): string {
  const [host = '', ...path] = key.replace(/\?.*$/, '').split('/')
  const places: Record<string, number> = { 'github.com': 2, 'gitlab.com': 2, 'medium.com': 1, 'dev.to': 1 }
  return [host, ...path.slice(0, places[host] ?? 0)].join('/')
}

function isNear(item: Item, { published }: IncomingItem): boolean {
  if (published === undefined || item.published === undefined) return published === undefined && !item.published
  return daysApart(item, published) <= REISSUE_DAYS
}

/** 0 where one of the two has no date. */
function daysApart(item: Item, published: Date | undefined): number {
  if (published === undefined || item.published === undefined) return 0
  return Math.abs(published.getTime() - Date.parse(item.published)) / 86_400_000
}

const nameOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
