import { planUnsubscription } from '../subscription/plan-unsubscription.ts'
import type { SubscriptionChange, SubscriptionFacts } from '../subscription/subscription-change.ts'
import type { SuppressionReason } from '../subscription/subscription.ts'
import { formatMoment } from '../text/moment.ts'

/** After so many sends of which a mail came back softly, within so many days, the address counts as dead. */
export const SOFT_BOUNCES = { sends: 5, days: 120 } as const

/** From when on soft bounces count. */
export const softSince = (now: Date): string => formatMoment(new Date(now.getTime() - SOFT_BOUNCES.days * 86_400_000))

/** A reason takes the place of those before it. */
const STRENGTH: readonly SuppressionReason[] = ['erased', 'bounced', 'complained']

/**
 * Decides what follows of a mail that came back: nothing yet, or that the address is never written to again, and its
 * subscription ends.
 *
 * @param facts.softBounces of how many sends, this one included, a mail came back softly since `softSince`
 * @param options.keyOf `addressKey` with the secret of the store
 */
export function planBounce(
  facts: SubscriptionFacts & { readonly softBounces: number },
  {
    kind,
    now,
    keyOf,
  }: {
    readonly kind: 'hard' | 'soft' | 'complaint'
    readonly now: Date
    readonly keyOf: (address: string) => string
  },
): SubscriptionChange {
  const { subscription, suppression, softBounces } = facts
  if (subscription === undefined) return {}
  if (kind === 'soft' && softBounces < SOFT_BOUNCES.sends) return {}
  const reason = kind === 'complaint' ? 'complained' : 'bounced'
  const isKnown = suppression !== undefined && STRENGTH.indexOf(suppression.reason) >= STRENGTH.indexOf(reason)
  return {
    ...planUnsubscription(facts, now),
    ...(isKnown ? {} : { suppress: { key: keyOf(subscription.address), reason, at: formatMoment(now) } }),
  }
}
