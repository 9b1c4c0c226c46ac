import { formatMoment } from '../text/moment.ts'
import { consentText } from './consent-text.ts'
import type { SubscriptionFacts } from './subscription-change.ts'
import type { SubscriptionOrigin, SubscriptionState, SuppressionReason } from './subscription.ts'

/** What we hold about somebody, as they get it: JSON that says by its names what it is. Left out is what we do not hold. */
export interface SubscriptionExport {
  readonly exportedAt: string
  /** Null where nothing is held. */
  readonly subscription: {
    readonly address: string
    readonly state: SubscriptionState
    readonly origin: SubscriptionOrigin
    readonly requestedAt: string
    readonly confirmedAt?: string | undefined
    readonly unsubscribedAt?: string | undefined
    readonly consent: {
      readonly wording: string
      /** What that version says; left out for what was imported. */
      readonly text?: string | undefined
      readonly requestedFrom?: string | undefined
      readonly confirmedFrom?: string | undefined
    }
  } | null
  /** Why nothing is sent to the address, whatever list it is on. */
  readonly suppression?: { readonly reason: SuppressionReason; readonly at: string }
}

/** Everything that stands in a subscription but its id, which is half of the links that speak for its owner. */
export function exportSubscription(
  { subscription, suppression }: SubscriptionFacts,
  now: Date,
  subject?: string,
): SubscriptionExport {
  const exportedAt = formatMoment(now)
  if (subscription === undefined) return { exportedAt, subscription: null }
  const { id: _, consent, ...rest } = subscription
  const { wording, ...networks } = consent
  return {
    exportedAt,
    subscription: { ...rest, consent: { wording, text: consentText(wording, subject), ...networks } },
    ...(suppression === undefined ? {} : { suppression: { reason: suppression.reason, at: suppression.at } }),
  }
}
