import { formatMoment } from '../text/moment.ts'
import type { SubscriptionChange, SubscriptionFacts } from './subscription-change.ts'

/**
 * Decides what becomes of a subscription whose owner leaves. Whoever left before, or was erased since, has left: there is
 * nothing to do, and nothing wrong. One who leaves before they ever said yes has said no.
 */
export function planUnsubscription({ subscription }: SubscriptionFacts, now: Date): SubscriptionChange {
  if (subscription === undefined || subscription.state === 'unsubscribed') return {}
  return { write: { ...subscription, state: 'unsubscribed', unsubscribedAt: formatMoment(now) } }
}
