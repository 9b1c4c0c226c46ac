/**
 * Why the app writes to one person: to ask whether it was they (`confirm`), to say that they are subscribed already
 * (`already`), to tell them what became of a link they suggested (`suggestion`).
 */
export type ServiceMailKind = 'confirm' | 'already' | 'suggestion'

/** A mail that waits to be sent. What it says is worked out when it goes, so that no token lies anywhere. */
export interface ServiceMail {
  /** 128 random bits in base64url; the Message-ID is made of it, so that one mail has one. */
  readonly id: string
  readonly kind: ServiceMailKind
  readonly to: string
  /** `addressKey` of `to`, and the network that asked: what caps count by. */
  readonly key: string
  readonly network: string
  readonly at: string
  /** Of the subscription, for `confirm` and `already`. */
  readonly subscriptionId?: string | undefined
  /** Of the suggestion, for `suggestion`. */
  readonly suggestionId?: string | undefined
}
