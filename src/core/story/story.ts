import type { Item } from '../item/item.ts'

/** Items about one thing: the one that leads, and those that are folded under it. A story has the id of its lead. */
export interface Story {
  readonly id: string
  readonly lead: Item
  /** All items of the story, the lead first. */
  readonly items: readonly [Item, ...Item[]]
}
