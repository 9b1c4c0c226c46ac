import { formatMoment } from '../text/moment.ts'
import type { SubscriptionChange, SubscriptionFacts } from './subscription-change.ts'

/**
 * Decides what is left of an address whose owner wants it gone: no row, and the key by which a list that is imported later
 * cannot bring it back. A suppression for a stronger reason stays what it is.
 *
 * @param keyOf `addressKey` with the secret of the store
 */
export function planErasure(
  { subscription, suppression }: SubscriptionFacts,
  { now, keyOf }: { readonly now: Date; readonly keyOf: (address: string) => string },
): SubscriptionChange {
  if (subscription === undefined) return {}
  const { id, address } = subscription
  if (suppression !== undefined) return { remove: id }
  return { remove: id, suppress: { key: keyOf(address), reason: 'erased', at: formatMoment(now) } }
}
