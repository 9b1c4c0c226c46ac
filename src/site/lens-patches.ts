import type { Item } from '../core/item/item.ts'
import { minorOf } from '../core/release/version.ts'
import type { Release } from '../core/release/release.ts'
import type { LensAdvisory } from './lens-advisories.ts'
import { listPatchDays } from './minor-facts.ts'

/** A patch that came out, and what it brought as far as something on file says so. */
export interface LensPatch {
  readonly version: string
  readonly day: string
  /** The announcement, where one is on file. */
  readonly url: string | undefined
  readonly changes: string | undefined
  /** What advisories say that it is the first without. */
  readonly fixes: readonly string[]
}

const known = new WeakMap<readonly Item[], ReadonlyMap<string, Item>>()

/** Items that announce a version of Kubernetes itself, by that version without its `v`; of several the first in order. */
function indexAnnouncements(items: readonly Item[]): ReadonlyMap<string, Item> {
  const found = known.get(items) ?? new Map(items.filter(isOfKubernetes).sort(byId).map(named).reverse())
  known.set(items, found)
  return found
}

const isOfKubernetes = ({ release }: Item) => release?.project.toLowerCase() === 'kubernetes'
const byId = (one: Item, other: Item) => (one.id < other.id ? -1 : 1)
const named = (item: Item): [string, Item] => [item.release?.version.replace(/^v/, '') ?? '', item]

/** What came out of a minor, the newest first. */
export function listLensPatches(
  release: Release,
  items: readonly Item[],
  { now, affected }: { readonly now: Date; readonly affected: readonly LensAdvisory[] },
): LensPatch[] {
  const announcements = indexAnnouncements(items)
  return listPatchDays(release, now)
    .filter(({ version }) => minorOf(version) === release.minor && version !== `${release.minor}.0`)
    .map(({ version, day }) => {
      const item = announcements.get(version)
      const fixes = affected.filter(({ fixedIn }) => fixedIn === version).flatMap(({ cves }) => cves)
      return { version, day, url: item?.url, changes: item?.release?.changes, fixes: [...new Set(fixes)] }
    })
    .reverse()
}
