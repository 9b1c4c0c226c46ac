import { formatDay } from '../text/moment.ts'
import { consentText } from './consent-text.ts'
import type { SubscriptionFacts } from './subscription-change.ts'
import type { Subscription, SubscriptionOrigin, SubscriptionState, SuppressionReason } from './subscription.ts'

const STATES: Readonly<Record<SubscriptionState, string>> = {
  unconfirmed: 'Asked for, and not confirmed yet: no issue is sent',
  confirmed: 'Subscribed: every issue is sent',
  unsubscribed: 'Unsubscribed: no issue is sent',
}

const ORIGINS: Readonly<Record<SubscriptionOrigin, string>> = {
  form: 'By the form of this site',
  import: 'With a list that was used before',
}

const REASONS: Readonly<Record<SuppressionReason, string>> = {
  erased: 'The address was erased here before; until it is confirmed, nothing but one question is sent',
  bounced: 'Mail to the address came back; nothing is sent any more',
  complained: 'Mail to the address was reported as unwanted; nothing is sent any more',
}

/** What we hold about somebody, in words: names, and what stands beside each. As much as `exportSubscription` has. */
export function describeSubscription(
  { subscription, suppression }: SubscriptionFacts,
  subject?: string,
): readonly (readonly [name: string, value: string])[] {
  return [
    ...(subscription === undefined ? [] : describe(subscription, subject)),
    ...(suppression === undefined ? [] : [['Held back', REASONS[suppression.reason]] as const]),
  ]
}

function describe(
  { address, state, origin, requestedAt, confirmedAt, unsubscribedAt, consent }: Subscription,
  subject?: string,
) {
  const { wording, requestedFrom, confirmedFrom } = consent
  const day = (moment: string | undefined) => moment && formatDay(moment, { weekday: false })
  const lines: readonly (readonly [name: string, value: string | undefined])[] = [
    ['Address', address],
    ['State', STATES[state]],
    ['How it came', ORIGINS[origin]],
    ['Asked for', day(requestedAt)],
    ['Confirmed', day(confirmedAt)],
    ['Left', day(unsubscribedAt)],
    ['Agreed to', consentText(wording, subject) ?? wording],
    ['Asked from the network', requestedFrom],
    ['Confirmed from the network', confirmedFrom],
  ]
  return lines.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}
