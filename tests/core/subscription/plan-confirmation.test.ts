import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeConfirmation } from '../../../src/core/subscription/confirmation-token.ts'
import { planConfirmation } from '../../../src/core/subscription/plan-confirmation.ts'
import type { Confirmation } from '../../../src/core/subscription/subscription-change.ts'
import type { Subscription, Suppression } from '../../../src/core/subscription/subscription.ts'
import { makeSubscription } from '../../builders.ts'

const NOW = new Date('2026-11-20T09:00:00Z')
const NETWORK = '203.0.113.0/24'
const asked = makeSubscription({
  state: 'unconfirmed',
  confirmedAt: undefined,
  consent: { wording: '2026-11', requestedFrom: '198.51.100.0/24' },
})
const issued = (moment: string): Confirmation => makeConfirmation('A'.repeat(22), asked.id, new Date(moment))

const plan = (facts: {
  readonly subscription?: Subscription
  readonly suppression?: Suppression
  readonly confirmation?: Confirmation
}) => planConfirmation({ subscription: undefined, suppression: undefined, ...facts }, { now: NOW, network: NETWORK })

describe('planConfirmation', () => {
  test('a link that is open confirms, with the moment and the network, and is used up', () => {
    const confirmation = issued('2026-11-20T08:00:00Z')
    const confirmed = {
      ...asked,
      state: 'confirmed',
      confirmedAt: '2026-11-20T09:00:00Z',
      consent: { ...asked.consent, confirmedFrom: NETWORK },
    }
    assert.deepEqual(plan({ subscription: asked, confirmation }), {
      outcome: 'confirmed',
      subscription: confirmed,
      change: { write: confirmed, use: { hash: confirmation.hash, at: '2026-11-20T09:00:00Z' } },
    })
  })

  test('the suppression of one who was erased ends when they say yes', () => {
    const suppression = { key: 'f00d', reason: 'erased', at: '2026-10-01T00:00:00Z' } as const
    const { change } = plan({ subscription: asked, suppression, confirmation: issued('2026-11-20T08:00:00Z') })
    assert.equal(change.lift, 'f00d')
  })

  test('it works for seven days, to the second', () => {
    const after = (moment: string) => plan({ subscription: asked, confirmation: issued(moment) }).outcome
    assert.equal(after('2026-11-13T09:00:01Z'), 'confirmed')
    assert.equal(after('2026-11-13T09:00:00Z'), 'expired')
  })

  test('who is confirmed already is told so, and nothing is written, used or not, old or not', () => {
    const subscription = makeSubscription()
    for (const confirmation of [
      issued('2026-11-20T08:00:00Z'),
      issued('2026-01-01T00:00:00Z'),
      { ...issued('2026-11-20T08:00:00Z'), usedAt: '2026-11-20T08:30:00Z' },
    ]) {
      assert.deepEqual(plan({ subscription, confirmation }), { outcome: 'before', subscription, change: {} })
    }
  })

  const expired = { outcome: 'expired', change: {} }
  const left = makeSubscription({ state: 'unsubscribed', unsubscribedAt: '2026-11-19T12:00:00Z' })

  test('a link that was used does not bring back who left', () => {
    const confirmation = { ...issued('2026-11-20T08:00:00Z'), usedAt: '2026-11-20T08:30:00Z' }
    assert.deepEqual(plan({ subscription: left, confirmation }), expired)
  })

  test('a link that is older than their leaving does not bring them back, though nobody used it', () => {
    assert.deepEqual(plan({ subscription: left, confirmation: issued('2026-11-19T11:59:59Z') }), expired)
  })

  test('one that was asked for after they left does, and they have not left any more', () => {
    const planned = plan({ subscription: left, confirmation: issued('2026-11-19T12:00:00Z') })
    assert.equal(planned.outcome, 'confirmed')
    assert.equal(planned.change.write?.state, 'confirmed')
    assert.equal(planned.change.write?.unsubscribedAt, undefined)
  })

  test('a link that nothing is known of, or whose subscription is gone, is worth nothing', () => {
    assert.deepEqual(plan({}), expired)
    assert.deepEqual(plan({ confirmation: issued('2026-11-20T08:00:00Z') }), expired)
    assert.deepEqual(plan({ subscription: asked }), expired)
  })
})
