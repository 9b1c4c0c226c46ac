import { type MailCounts, reachedCap } from './mail-caps.ts'
import type { ServiceMail, ServiceMailKind } from './service-mail.ts'
import type { Signup } from './signup.ts'
import type { SubscriptionChange, SubscriptionFacts } from './subscription-change.ts'
import type { Subscription } from './subscription.ts'

/** What a new subscription and a new mail are called, 128 random bits in base64url each, and the address is known by. */
export interface SignupNames {
  readonly subscriptionId: string
  readonly mailId: string
  /** `addressKey` of the sign-up. */
  readonly key: string
}

/** What a sign-up is decided by, besides itself. */
export interface SignupCircumstances extends SubscriptionFacts {
  readonly mails: MailCounts
  /** Whether more than `CROWDED` wait. */
  readonly isCrowded: boolean
}

/**
 * Decides what becomes of an address that somebody gave us. Nothing here can tell who it was, so nothing here makes a
 * subscription `confirmed`, brings back one who left, or changes what one who is confirmed agreed to.
 *
 * - new, or erased before: a row that is `unconfirmed`, and a mail that asks; a suppression stays until they say yes
 * - `unconfirmed`, `unsubscribed`: asked again, about what stands beside the form now
 * - `confirmed`: a mail that says so, since the answer to the form must not
 * - `bounced`, `complained`: nothing
 *
 * Over a cap of mails (`MAIL_CAPS`) the same is written, and no mail goes; of a new address nothing is, where it is crowded.
 */
export function planSignup(
  signup: Signup,
  { subscription, suppression, mails, isCrowded }: SignupCircumstances,
  { subscriptionId, mailId, key }: SignupNames,
): SubscriptionChange {
  if (suppression !== undefined && suppression.reason !== 'erased') return {}
  const { at, network } = signup
  const isCapped = reachedCap(mails) !== undefined
  if (isCrowded && isCapped && subscription === undefined) return {}
  const mailTo = (kind: ServiceMailKind, { address, id }: Subscription): { mail?: ServiceMail } =>
    isCapped ? {} : { mail: { id: mailId, kind, to: address, key, network, at, subscriptionId: id } }
  if (subscription?.state === 'confirmed') return mailTo('already', subscription)
  const asked = askAgain(signup, subscription ?? newSubscription(signup, subscriptionId))
  return { write: asked, ...mailTo('confirm', asked) }
}

const newSubscription = ({ address, at, wording }: Signup, id: string): Subscription => ({
  ...{ id, address, state: 'unconfirmed', origin: 'form', requestedAt: at, consent: { wording } },
})

/** Who never said yes may have mistyped the address, in upper case say; one that did say yes stays as it was proven. */
function askAgain({ address, at, network, wording }: Signup, subscription: Subscription): Subscription {
  return {
    ...subscription,
    ...(subscription.state === 'unconfirmed' ? { address } : {}),
    requestedAt: at,
    consent: { ...subscription.consent, wording, requestedFrom: network },
  }
}
