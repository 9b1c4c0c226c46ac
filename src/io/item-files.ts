import path from 'node:path'
import type { Item } from '../core/item/item.ts'
import { formatItem, parseItem } from '../core/item/item-file.ts'
import { success } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** An item and the file it stands in, relative to `content/items/`. */
export interface StoredItem {
  readonly path: string
  readonly item: Item
}

/** All items of a content folder. */
export function readItems(content: string): Collection<StoredItem> {
  return readCollection(path.join(content, 'items'), '.md', (text, { name, where }) => {
    const item = parseItem(text, where)
    return item.ok ? success({ path: name, item: item.value }) : item
  })
}

/** Writes one item at its place, whole or not at all; returns whether the file changed. */
export function writeItem(content: string, { path: name, item }: StoredItem): boolean {
  return writeFileAtomic(path.join(content, 'items', name), formatItem(item))
}
