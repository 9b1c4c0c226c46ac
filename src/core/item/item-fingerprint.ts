import { fingerprint } from '../text/fingerprint.ts'
import type { Item } from './item.ts'

/** What says whether two versions of an item have the same words: the start of a SHA-256 over what feeds say of it, carriers left out. */
export function itemFingerprint(item: Item): string {
  const own = Object.entries(item).filter(([name]) => !['sources', 'suggestion', 'written'].includes(name))
  return fingerprint(JSON.stringify(own.map(inOrder).sort()))
}

/** Whether an item stands as ingest wrote it: nobody has edited it, and nobody wrote it by hand. */
export function isAsWritten(item: Item): boolean {
  return item.written === itemFingerprint(item)
}

/** Objects with their fields by name: a file that was read back has them in the order of the schema. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .map(([name, field]) => [name, inOrder(field)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))
}
