import type { Item } from '../item/item.ts'
import type { Story } from './story.ts'

/** Folds items into stories. Items with one canonical URL are one item already; each item is a story of its own. */
export function foldItems(items: readonly Item[]): Story[] {
  return items.map((item) => ({ id: item.id, lead: item, items: [item] }))
}
