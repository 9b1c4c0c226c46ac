import fs from 'node:fs'
import path from 'node:path'
import { formatItem, parseItem, type StoredItem } from '../core/item/item-file.ts'
import { success } from '../core/text/problem.ts'
import { isTemporary, writeFileAtomic } from './atomic-file.ts'
import { type Collection, readCollection } from './content-folder.ts'

export type { StoredItem }

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

/** Takes away what writes that were cut off have left behind. */
export function removeLeftovers(content: string): void {
  const folder = path.join(content, 'items')
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
    if (isTemporary(name)) fs.rmSync(path.join(folder, name), { force: true })
  }
}
