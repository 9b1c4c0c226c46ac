import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import { canonicalUrl } from '../core/text/canonical-url.ts'
import { pickPath } from './paths.ts'
import { placePicks } from './placed-pick.ts'

/** A pick as a link to its place in an issue. */
export interface PickLink {
  readonly number: number
  readonly title: string
  readonly href: string
  /** Where it stands in its issue, from 0. */
  readonly at: number
}

/** Picks of published issues, by the id of their item and by canonical URL. */
export type PickIndex = ReadonlyMap<string, readonly PickLink[]>

const indexes = new WeakMap<readonly Issue[], PickIndex>()

/** Where published issues have what; worked out once for each list of issues. */
export function indexPicks(issues: readonly Issue[]): PickIndex {
  const known = indexes.get(issues)
  if (known) return known
  const index = new Map<string, PickLink[]>()
  for (const { pick, issue } of placePicks(issues)) {
    const { id, url, title } = pick
    const link = { number: issue.number, title, href: pickPath(issue.key, id), at: issue.picks.indexOf(pick) }
    for (const name of new Set([id, url === undefined ? id : (canonicalUrl(url) ?? url)])) {
      const links = index.get(name)
      if (links) links.push(link)
      else index.set(name, [link])
    }
  }
  indexes.set(issues, index)
  return index
}

/** The picks that some items became, each once, in the order of issues. */
export function findPicks(items: readonly Item[], index: PickIndex): readonly PickLink[] {
  if (index.size === 0) return []
  const found = items.flatMap(({ id, url }) => [
    ...(index.get(id) ?? []),
    ...(index.get(canonicalUrl(url) ?? url) ?? []),
  ])
  return [...new Set(found)].sort((one, other) => one.number - other.number || one.at - other.at)
}
