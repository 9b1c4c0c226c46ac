import type { Item } from '../item/item.ts'

/** What the advisories among items are about, each once, in their order: each of them has a page. */
export function advisedCves(items: readonly Pick<Item, 'advisory'>[]): string[] {
  return [...new Set(items.flatMap(({ advisory }) => advisory?.cves ?? []))]
}
