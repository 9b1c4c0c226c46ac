import type { Item } from '../item/item.ts'

/** Items about one thing: the one that leads, and those that are folded under it. A story has the id of its lead. */
export interface Story {
  readonly id: string
  readonly lead: Item
  /** All items of the story, the lead first. */
  readonly items: readonly [Item, ...Item[]]
}

/**
 * What an editor said of items, by their ids: that they are one story, the first of them leading, or that each of them
 * stands alone. It wins over what the program finds, for good; of two that disagree, the later.
 */
export interface StoryEdit {
  readonly verb: 'merge' | 'split'
  readonly ids: readonly string[]
}
