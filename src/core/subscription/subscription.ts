/**
 * Where an address stands: `unconfirmed` was given to us, and nobody has said yet that it was they; `confirmed` gets the
 * weekly; `unsubscribed` had it, and left.
 */
export type SubscriptionState = 'unconfirmed' | 'confirmed' | 'unsubscribed'

/** By what way an address came to us. */
export type SubscriptionOrigin = 'form' | 'import'

/** A reader by mail. Moments are as `formatMoment` writes them. */
export interface Subscription {
  /** 128 random bits in base64url: it stands in links, and nobody can count or guess it. */
  readonly id: string
  /** As `parseMailAddress` gives it: exactly what mail is sent to. */
  readonly address: string
  readonly state: SubscriptionState
  readonly origin: SubscriptionOrigin
  /** When the address was last given to us. */
  readonly requestedAt: string
  readonly confirmedAt?: string | undefined
  readonly unsubscribedAt?: string | undefined
  /** What shows that its owner wanted it. */
  readonly consent: Consent
}

/**
 * Proof of consent (GDPR, article 7): what was agreed to, when it was asked for and when it was confirmed, and from which
 * network, never from which device.
 */
export interface Consent {
  /** The text beside the form, by its version (`CONSENT_TEXT`), or what a list that was imported says of it. */
  readonly wording: string
  /** `192.0.2.0/24`, `2001:db8:1:2::/64`; left out when the time of retention has passed, and for what was imported. */
  readonly requestedFrom?: string | undefined
  readonly confirmedFrom?: string | undefined
}

/** Why an address must not be written to, whatever list it turns up on. */
export type SuppressionReason = 'erased' | 'bounced' | 'complained'

/** What is left of an address that must not be written to: no address. */
export interface Suppression {
  /** `addressKey` of the address. */
  readonly key: string
  readonly reason: SuppressionReason
  readonly at: string
}
