import { formatMoment } from '../text/moment.ts'
import { CONFIRMATION_LIFETIME } from './confirmation-token.ts'
import type { Confirmation, LinkFacts, SubscriptionChange } from './subscription-change.ts'
import type { Subscription } from './subscription.ts'

/** What a link of a confirmation mail does: it confirms, did so `before`, or is worth nothing any more. */
export type ConfirmationPlan =
  | {
      readonly outcome: 'confirmed' | 'before'
      readonly subscription: Subscription
      readonly change: SubscriptionChange
    }
  | { readonly outcome: 'expired'; readonly change: SubscriptionChange }

/**
 * Decides what the link of a confirmation mail does when its owner presses the button: it makes the subscription
 * `confirmed` and ends a suppression, since only who reads that mailbox has the link. One that was used does nothing
 * more; one that is older than their leaving does not bring them back.
 *
 * @param network of the device that pressed, `networkOf`
 */
export function planConfirmation(
  { subscription, suppression, confirmation }: LinkFacts,
  { now, network }: { readonly now: Date; readonly network: string },
): ConfirmationPlan {
  if (subscription === undefined || confirmation === undefined) return { outcome: 'expired', change: {} }
  if (subscription.state === 'confirmed') return { outcome: 'before', subscription, change: {} }
  if (!isOpen(confirmation, subscription, now)) return { outcome: 'expired', change: {} }
  const at = formatMoment(now)
  const { unsubscribedAt: _, ...rest } = subscription
  const confirmed: Subscription = {
    ...rest,
    state: 'confirmed',
    confirmedAt: at,
    consent: { ...subscription.consent, confirmedFrom: network },
  }
  return {
    outcome: 'confirmed',
    subscription: confirmed,
    change: {
      write: confirmed,
      use: { hash: confirmation.hash, at },
      ...(suppression === undefined ? {} : { lift: suppression.key }),
    },
  }
}

function isOpen({ expiresAt, usedAt }: Confirmation, { unsubscribedAt }: Subscription, now: Date): boolean {
  const expiry = Date.parse(expiresAt)
  if (usedAt !== undefined || now.getTime() >= expiry) return false
  return unsubscribedAt === undefined || expiry - CONFIRMATION_LIFETIME >= Date.parse(unsubscribedAt)
}
