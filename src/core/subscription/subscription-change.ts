import type { ServiceMail } from './service-mail.ts'
import type { Subscription, Suppression } from './subscription.ts'

/** What is known of an address, or of a link, when something is decided about it. */
export interface SubscriptionFacts {
  readonly subscription: Subscription | undefined
  readonly suppression: Suppression | undefined
}

/** What a link of a confirmation mail stands for. Its token is nowhere but in the mail; here is its SHA-256. */
export interface Confirmation {
  /** `fingerprint` of the token, 64 digits. */
  readonly hash: string
  readonly subscriptionId: string
  readonly expiresAt: string
  readonly usedAt?: string | undefined
}

/** What is known when somebody comes by a link; `confirmation` where it is one that confirms. */
export interface LinkFacts extends SubscriptionFacts {
  readonly confirmation?: Confirmation
}

/** What shall become of a subscription; what is left out stays. A store carries all of it out, or nothing. */
export interface SubscriptionChange {
  /** Written in place of the one with its id, or as a new one. */
  readonly write?: Subscription
  /** The id of a subscription, which is deleted with its confirmations and its mails that wait. */
  readonly remove?: string
  /** An address that is taken out of sign-ups, mails that wait, and suggestions, with the name beside it there. */
  readonly forget?: string
  readonly suppress?: Suppression
  /** The key of a suppression that ends. */
  readonly lift?: string
  /** The hash of a confirmation, and when it was used. */
  readonly use?: { readonly hash: string; readonly at: string }
  /** A mail to be sent. */
  readonly mail?: ServiceMail
}
