import { isHome } from '../source/is-home.ts'
import type { Source } from '../source/source.ts'
import { canonicalUrl } from '../text/canonical-url.ts'
import { compareText } from '../text/compare-text.ts'
import { formatMoment } from '../text/moment.ts'
import { type EntryGroup, groupEntries } from './group-entries.ts'
import type { IncomingItem } from './incoming-item.ts'
import { isAsWritten, itemFingerprint } from './item-fingerprint.ts'
import { itemId } from './item-id.ts'
import { itemPath, type StoredItem } from './item-file.ts'
import type { Carrier, Item } from './item.ts'
import type { Tags } from './tags.ts'

/** What an ingest would write: new items, changed ones at the place where they stand, and how many stay as they are. */
export interface IngestPlan {
  readonly added: readonly StoredItem[]
  readonly changed: readonly StoredItem[]
  readonly unchanged: number
  /** Entries that were left out: of no known item, and published before `since`. */
  readonly tooOld: readonly IncomingItem[]
}

/** What the plan is made by. */
export interface IngestContext {
  /** When the feeds were fetched: the first sight of what is new, and the end of time for what claims a later one. */
  readonly now: Date
  /** A source by its id; undefined for one that we follow no more. */
  readonly sourceOf: (sourceId: string) => Source | undefined
  /** From when on what is new is taken; what has no date is. */
  readonly since?: Date
  /** Find the tags of what is known anew: else they change with the words alone. */
  readonly retag?: boolean
}

/**
 * Makes items of what the sources say, one for each story that ids and links tell apart, and compares them with those that are stored.
 * Depends on the set of what comes in, not on its order; the same set again plans nothing.
 */
export function planIngest(
  incoming: readonly IncomingItem[],
  stored: readonly StoredItem[],
  context: IngestContext,
): IngestPlan {
  const added: StoredItem[] = []
  const changed: StoredItem[] = []
  const tooOld: IncomingItem[] = []
  let unchanged = 0
  for (const whole of groupEntries(incoming, stored, context.sourceOf)) {
    const old = new Set(whole.before ? [] : whole.entries.filter((entry) => isOld(entry, context)))
    tooOld.push(...old)
    const group = { ...whole, entries: whole.entries.filter((entry) => !old.has(entry)) }
    if (group.entries.length === 0) continue
    const item = mergeItem(group, context)
    if (group.before === undefined) added.push({ path: itemPath(item), item })
    else if (sameItem(group.before.item, item)) unchanged += 1
    else changed.push({ path: group.before.path, item })
  }
  return { added, changed, unchanged, tooOld }
}

const isOld = ({ published }: IncomingItem, { since }: IngestContext) =>
  published !== undefined && since !== undefined && published < since

/**
 * The carrier of most authority tells the story: the place it was written for, then one that links to that place, then
 * the heavier source, then by id.
 * Where that one has nothing to say this time (its feed is unchanged, or failed), what it said before stands; and so do
 * the words of an item that somebody has edited, or wrote by hand.
 */
function mergeItem({ id, key, entries, before: stored }: EntryGroup, context: IngestContext): Item {
  const { sourceOf } = context
  const before = stored?.item
  const rank = (carrier: Carrier): readonly number[] => {
    const source = sourceOf(carrier.id)
    const atHome = source !== undefined && isHome(source, key)
    return [Number(atHome), Number(isOriginal(carrier, id)), source?.weight ?? 0]
  }
  const byAuthority = (a: Carrier, b: Carrier) => {
    const [ofA, ofB] = [rank(a), rank(b)]
    return ofB.map((number, index) => number - (ofA[index] ?? 0)).find((by) => by !== 0) ?? compareText(a.id, b.id)
  }
  const group = entries.toSorted((a, b) => byAuthority(a.carrier, b.carrier) || byDateAndWords(a, b))
  const carriers = new Map(before?.sources.map((carrier) => [carrier.id, carrier]))
  for (const { carrier } of group.toReversed()) carriers.set(carrier.id, carrier)
  const sources = [...carriers.values()].sort(byAuthority)
  const lead = group[0]
  if (lead === undefined) throw new Error(`no entry for item ${id}`)
  const isKept = before !== undefined && (lead.carrier.id !== sources[0]?.id || !isAsWritten(before))
  if (isKept) return { ...before, sources }
  const suggestion = before?.suggestion
  const item = { ...tellStory(group, before, context), id, sources, ...(suggestion && { suggestion }) }
  return { ...item, written: itemFingerprint(item) }
}

/** Of two entries of one source about one thing, the newer; else whichever, but always the same. */
function byDateAndWords(a: IncomingItem, b: IncomingItem): number {
  const words = ({ carrier, title, excerpt }: IncomingItem) =>
    JSON.stringify([carrier.url, carrier.guid ?? '', title, excerpt])
  return (b.published?.getTime() ?? 0) - (a.published?.getTime() ?? 0) || compareText(words(a), words(b))
}

const isOriginal = (carrier: Carrier, id: string) => {
  const own = canonicalUrl(carrier.url)
  return own !== undefined && itemId(own) === id
}

/** The first of the group says what the item is; the others, and what was known, fill in what it leaves out. */
function tellStory(
  group: readonly IncomingItem[],
  before: Item | undefined,
  { now, retag = false }: IngestContext,
): Omit<Item, 'id' | 'sources' | 'written'> {
  const [lead] = group as readonly [IncomingItem, ...IncomingItem[]]
  const first = <T>(read: (item: IncomingItem) => T | undefined) => group.map(read).find((value) => value !== undefined)
  const claimed = first((item) => item.published)
  const published =
    claimed !== undefined && claimed > now ? (before?.published ?? formatMoment(now)) : claimed && formatMoment(claimed)
  const authors = lead.authors.length > 0 ? lead.authors : (before?.authors ?? first(otherAuthors))
  const minutes = lead.minutes ?? before?.minutes ?? first((item) => item.minutes)
  return {
    title: lead.title,
    url: lead.url,
    ...(published === undefined ? {} : { published }),
    firstSeen: before?.firstSeen ?? formatMoment(now),
    kind: lead.kind,
    authors: [...(authors ?? [])],
    language: lead.language,
    ...(minutes === undefined ? {} : { minutes }),
    categories: [...lead.categories],
    enclosures: [...lead.enclosures],
    ...(before === undefined || retag || !saysTheSame(lead, before) ? factsOf(lead) : keepFacts(before)),
    excerpt: lead.excerpt || before?.excerpt || (first((item) => item.excerpt || undefined) ?? ''),
    ...(before === undefined ? {} : changedAt(lead, before, now)),
  }
}

type Facts = Tags & Pick<Item, 'kepTitles' | 'advisory' | 'release'>

/** What the program read out of the words of an entry; it changes with the words alone, unless it is asked for anew. */
const factsOf = ({ tags, advisory, release }: IncomingItem): Facts => keepFacts({ ...tags, advisory, release })

const keepFacts = ({ topics, sigs, versions, keps, cves, projects, kepTitles, advisory, release }: Facts): Facts => {
  const stated = { ...(kepTitles && { kepTitles }), ...(advisory && { advisory }), ...(release && { release }) }
  return { topics, sigs, versions, keps, cves, projects, ...stated }
}

const saysTheSame = (lead: IncomingItem, before: Item) =>
  lead.title === before.title && (lead.excerpt || before.excerpt) === before.excerpt

/** When the words of an item that is known changed: as its feed says, else now. */
function changedAt(lead: IncomingItem, before: Item, now: Date): { updated?: string } {
  if (saysTheSame(lead, before)) return before.updated === undefined ? {} : { updated: before.updated }
  return { updated: formatMoment(lead.updated !== undefined && lead.updated <= now ? lead.updated : now) }
}

/** Whoever shared a link in a discussion did not write what it leads to. */
const otherAuthors = ({ kind, authors }: IncomingItem) =>
  kind === 'community' || authors.length === 0 ? undefined : authors

const sameItem = (a: Item, b: Item) => JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b))
const inOrder = (item: Item) => Object.entries(item).sort(([a], [b]) => compareText(a, b))
