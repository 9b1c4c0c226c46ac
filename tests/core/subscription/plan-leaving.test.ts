import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { planErasure } from '../../../src/core/subscription/plan-erasure.ts'
import { planRetention } from '../../../src/core/subscription/plan-retention.ts'
import { planUnsubscription } from '../../../src/core/subscription/plan-unsubscription.ts'
import type { Suppression } from '../../../src/core/subscription/subscription.ts'
import { makeSubscription } from '../../builders.ts'

const now = new Date('2026-11-20T09:00:00.999Z')
const NOBODY = { subscription: undefined, suppression: undefined }

describe('planUnsubscription', () => {
  for (const state of ['confirmed', 'unconfirmed'] as const) {
    test(`who is ${state} leaves, and what they agreed to is kept`, () => {
      const subscription = makeSubscription({ state })
      assert.deepEqual(planUnsubscription({ ...NOBODY, subscription }, now), {
        write: { ...subscription, state: 'unsubscribed', unsubscribedAt: '2026-11-20T09:00:00Z' },
      })
    })
  }

  test('whoever left before keeps the day on which they did', () => {
    const subscription = makeSubscription({ state: 'unsubscribed', unsubscribedAt: '2026-01-01T00:00:00Z' })
    assert.deepEqual(planUnsubscription({ ...NOBODY, subscription }, now), {})
  })

  test('for whoever was erased since there is nothing to do', () => {
    assert.deepEqual(planUnsubscription(NOBODY, now), {})
  })
})

describe('planErasure', () => {
  const keyOf = (address: string) => `key of ${address}`
  const subscription = makeSubscription()
  const suppress = { key: 'key of keeper@light.example', reason: 'erased', at: '2026-11-20T09:00:00Z' }

  test('the row goes, what waits for the address too, and a key stays', () => {
    const forget = subscription.address
    const plan = { remove: subscription.id, forget, suppress }
    assert.deepEqual(planErasure({ ...NOBODY, subscription }, { now, keyOf }), plan)
  })

  test('nothing of the address is in what stays', () => {
    const { suppress: kept } = planErasure({ ...NOBODY, subscription }, { now, keyOf: () => 'f00d' })
    assert.doesNotMatch(JSON.stringify(kept), /keeper|light/)
  })

  for (const reason of ['bounced', 'complained'] as const) {
    test(`one that ${reason} stays so`, () => {
      const suppression: Suppression = { key: 'k', reason, at: '2026-01-01T00:00:00Z' }
      const plan = { remove: subscription.id, forget: subscription.address }
      assert.deepEqual(planErasure({ subscription, suppression }, { now, keyOf }), plan)
    })
  }

  test('again there is nothing to do', () => {
    assert.deepEqual(planErasure(NOBODY, { now, keyOf }), {})
  })

  test('an address that has no subscription is kept off later lists where its owner asks for it', () => {
    const address = 'keeper@light.example'
    assert.deepEqual(planErasure(NOBODY, { now, keyOf, address }), { forget: address, suppress })
  })
})

test('what is held goes after 14 days unconfirmed, 180 unsubscribed, 30 of a visitor, 90 suggested, and 180 sent', () => {
  assert.deepEqual(planRetention(now), {
    unconfirmed: '2026-11-06T09:00:00Z',
    unsubscribed: '2026-05-24T09:00:00Z',
    visitors: '2026-10-21T09:00:00Z',
    suggestions: '2026-08-22T09:00:00Z',
    recipients: '2026-05-24T09:00:00Z',
  })
})
