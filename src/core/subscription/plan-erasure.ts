import { formatMoment } from '../text/moment.ts'
import type { SubscriptionChange, SubscriptionFacts } from './subscription-change.ts'

/**
 * Decides what is left of an address whose owner wants it gone: no row, nothing in what waits, and the key by which a
 * list that is imported later cannot bring it back. A suppression for a stronger reason stays what it is.
 *
 * @param address asked for by its owner; not needed where the subscription is still there
 * @param keyOf `addressKey` with the secret of the store
 */
export function planErasure(
  { subscription, suppression }: SubscriptionFacts,
  {
    now,
    keyOf,
    address,
  }: { readonly now: Date; readonly keyOf: (address: string) => string; readonly address?: string },
): SubscriptionChange {
  const erased = subscription?.address ?? address
  if (erased === undefined) return {}
  const isStronger = suppression !== undefined && suppression.reason !== 'erased'
  return {
    ...(subscription === undefined ? {} : { remove: subscription.id }),
    forget: erased,
    ...(isStronger ? {} : { suppress: { key: keyOf(erased), reason: 'erased', at: formatMoment(now) } }),
  }
}
