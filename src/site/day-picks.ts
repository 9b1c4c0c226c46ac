import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import { canonicalUrl } from '../core/text/canonical-url.ts'
import { issuePath } from './paths.ts'

/** A pick by its place in an issue. */
export interface PlacedPick {
  readonly number: number
  readonly title: string
  readonly href: string
  /** Where it stands in its issue, from 0. */
  readonly at: number
}

/** Picks of published issues, by the id of their item and by canonical URL. */
export type PickIndex = ReadonlyMap<string, readonly PlacedPick[]>

const indexes = new WeakMap<readonly Issue[], PickIndex>()

/** Where published issues have what; worked out once for each list of issues. */
export function indexPicks(issues: readonly Issue[]): PickIndex {
  const known = indexes.get(issues)
  if (known) return known
  const index = new Map<string, PlacedPick[]>()
  const published = issues.filter(({ status }) => status === 'published')
  for (const { key, number, picks } of published.toSorted((one, other) => one.number - other.number)) {
    for (const [at, { id, url, title }] of picks.entries()) {
      const place = { number, title, href: `${issuePath(key)}#${id}`, at }
      for (const name of new Set([id, url === undefined ? id : (canonicalUrl(url) ?? url)])) {
        const places = index.get(name)
        if (places) places.push(place)
        else index.set(name, [place])
      }
    }
  }
  indexes.set(issues, index)
  return index
}

/** The picks that some items became, each once, in the order of issues. */
export function findPicks(items: readonly Item[], index: PickIndex): readonly PlacedPick[] {
  if (index.size === 0) return []
  const found = items.flatMap(({ id, url }) => [
    ...(index.get(id) ?? []),
    ...(index.get(canonicalUrl(url) ?? url) ?? []),
  ])
  return [...new Set(found)].sort((one, other) => one.number - other.number || one.at - other.at)
}
