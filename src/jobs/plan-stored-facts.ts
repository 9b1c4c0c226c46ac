import { fillFacts } from '../core/feed/fill-facts.ts'
import type { IncomingItem } from '../core/item/incoming-item.ts'
import { isAsWritten } from '../core/item/item-fingerprint.ts'
import type { StoredItem } from '../core/item/item-file.ts'
import type { Carrier, Item } from '../core/item/item.ts'
import type { IngestPlan } from '../core/item/plan-ingest.ts'
import type { Source } from '../core/source/source.ts'

/**
 * Adds to a plan what can be read out of stored items by themselves. Of one that a feed carries now, and that nobody has
 * edited, the feed has said all there is.
 */
export function planStoredFacts(
  plan: IngestPlan,
  { incoming, stored }: { readonly incoming: readonly IncomingItem[]; readonly stored: readonly StoredItem[] },
  sourceOf: (id: string) => Source | undefined,
): IngestPlan {
  const marks = ({ id, url, guid }: Carrier) => [url, guid ?? url].map((mark) => `${id} ${mark}`)
  const carried = new Set(incoming.flatMap(({ carrier }) => marks(carrier)))
  const isCarried = ({ sources }: Item) => sources.some((carrier) => marks(carrier).some((mark) => carried.has(mark)))
  const placeOf = ({ path, item }: StoredItem) => `${path} ${item.id}`
  const changed = new Map(plan.changed.map((each) => [placeOf(each), each]))
  const silent = stored.filter(({ item }) => !isAsWritten(item) || !isCarried(item))
  const filled = fillFacts(
    silent.map((each) => changed.get(placeOf(each)) ?? each),
    sourceOf,
  )
  for (const each of filled) changed.set(placeOf(each), each)
  return { ...plan, changed: [...changed.values()] }
}
