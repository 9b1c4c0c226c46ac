import { addressKey } from '../core/subscription/address-key.ts'
import { planErasure } from '../core/subscription/plan-erasure.ts'
import type { SubscriptionState, SuppressionReason } from '../core/subscription/subscription.ts'
import type { AddressTraces, SubscriptionStore } from './subscription-store.ts'

/** What was held about an address; undefined is nothing. */
export interface Holdings {
  readonly subscription: SubscriptionState | undefined
  readonly suppression: SuppressionReason | undefined
  readonly traces: AddressTraces
}

type EraseStore = Pick<SubscriptionStore, 'find' | 'change' | 'countTraces' | 'secret'>

/** What is held about an address; `isNothing` where all of it is the fingerprint that keeps it out. */
export async function findHoldings(store: EraseStore, address: string): Promise<Holdings & { isNothing: boolean }> {
  const { subscription, suppression } = await store.find({ address })
  const traces = await store.countTraces(address)
  const isNothing = subscription === undefined && traces.signups + traces.mails + traces.suggestions === 0
  return { subscription: subscription?.state, suppression: suppression?.reason, traces, isNothing }
}

/**
 * Erases an address wherever it stands, and leaves the fingerprint by which no list can bring it back; one that was there
 * for a stronger reason stays. An address of which nothing is held is left alone: not even its fingerprint is kept.
 *
 * @returns what was held, and is gone
 */
export async function eraseAddress(
  store: EraseStore,
  address: string,
  now: Date,
): Promise<Holdings & { isNothing: boolean }> {
  const held = await findHoldings(store, address)
  if (held.isNothing) return held
  const keyOf = (given: string) => addressKey(given, store.secret)
  await store.change({ address }, (facts) => planErasure(facts, { now, address, keyOf }))
  return held
}
