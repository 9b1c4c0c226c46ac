import { canonicalUrl } from '../text/canonical-url.ts'
import { weekStart } from '../text/week.ts'
import type { StoredItem } from './item-file.ts'
import type { Item } from './item.ts'

/** Twelve weeks, in milliseconds. */
const FOLDING_AGE = 84 * 86_400_000

/** The items of one week, as they stand below `content/items/`. */
export interface StoredWeek {
  readonly week: string
  /** Those in files of their own, in the folder of the week. */
  readonly files: readonly StoredItem[]
  /** Those in the week file. */
  readonly folded: readonly Item[]
}

/** What the folding of one week would write. */
export interface FoldedWeek {
  readonly week: string
  /** All that the week file holds afterwards. */
  readonly items: readonly Item[]
  /** The files that stand in the week file afterwards, to be taken away once it is written. */
  readonly removed: readonly string[]
}

/** What is needed of a pick to know its item. */
export interface PickedLink {
  readonly id: string
  readonly url?: string | undefined
}

/** Whether a week began so long ago that items of it can be old enough to be folded. */
export function isOldWeek(week: string, now: Date): boolean {
  return weekStart(week) < oldest(now)
}

const oldest = (now: Date) => new Date(now.getTime() - FOLDING_AGE)

/** Tells an item that stands in a pick: by its id, its link, or the link of one of its carriers. */
export function createPickedTest(picks: readonly PickedLink[]): (item: Item) => boolean {
  const ids = new Set(picks.map(({ id }) => id))
  const links = new Set(picks.flatMap(({ url }) => (url === undefined ? [] : (canonicalUrl(url) ?? []))))
  const isLinked = (url: string) => links.has(canonicalUrl(url) ?? '')
  return ({ id, url, sources }) => ids.has(id) || isLinked(url) || sources.some((carrier) => isLinked(carrier.url))
}

/**
 * Folds the items of one week that were first seen more than twelve weeks ago, and that nobody picked, into the week's
 * file. An item that stands in both (a folding was cut off) is the one in a file of its own.
 *
 * @returns undefined where there is nothing to do
 */
export function planFolding(
  { week, files, folded }: StoredWeek,
  isPicked: (item: Item) => boolean,
  now: Date,
): FoldedWeek | undefined {
  const before = oldest(now)
  const ripe = files.filter(({ item }) => new Date(item.firstSeen) < before && !isPicked(item))
  const inFiles = new Set(files.map(({ item }) => item.id))
  const kept = folded.filter(({ id }) => !inFiles.has(id))
  if (ripe.length === 0 && kept.length === folded.length) return undefined
  return { week, items: [...kept, ...ripe.map(({ item }) => item)], removed: ripe.map(({ path }) => path) }
}
