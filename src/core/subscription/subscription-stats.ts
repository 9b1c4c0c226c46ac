import type { SubscriptionState, SuppressionReason } from './subscription.ts'

/** A month, and what came in it. */
export interface StatsPeriod {
  /** `2026-11`. */
  readonly month: string
  readonly requested: number
  readonly confirmed: number
  readonly unsubscribed: number
}

/** How many there are of what. */
export interface SubscriptionStats {
  readonly states: Readonly<Record<SubscriptionState, number>>
  readonly suppressions: Readonly<Record<SuppressionReason, number>>
  /** Sign-ups that nobody has decided yet, and service mails that were not sent yet. */
  readonly waiting: { readonly signups: number; readonly mails: number }
  readonly suggestions: number
  /** Twelve months, the oldest first, those without anything included. */
  readonly months: readonly StatsPeriod[]
}
