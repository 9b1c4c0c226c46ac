import type { Item } from '../item/item.ts'
import type { Sources } from './carriers.ts'
import type { Story, StoryEdit } from './story.ts'

export interface FoldOptions {
  readonly sources?: Sources
  readonly edits?: readonly StoryEdit[]
}

/** Folds items into stories. Items with one canonical URL are one item already; each item is a story of its own. */
export function foldItems(items: readonly Item[], _options: FoldOptions = {}): Story[] {
  return items.map((item) => ({ id: item.id, lead: item, items: [item] }))
}
