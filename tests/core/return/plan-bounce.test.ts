import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { planBounce, softSince } from '../../../src/core/return/plan-bounce.ts'
import type { SuppressionReason } from '../../../src/core/subscription/subscription.ts'
import { makeSubscription } from '../../builders.ts'

const NOW = new Date('2026-11-23T09:00:00Z')
const AT = '2026-11-23T09:00:00Z'
const subscription = makeSubscription()
const key = `key of ${subscription.address}`
const held = (reason: SuppressionReason) => ({ key, reason, at: '2026-01-01T00:00:00Z' })
const plan = (
  kind: 'hard' | 'soft' | 'complaint',
  { softBounces = 0, ...facts }: Partial<Parameters<typeof planBounce>[0]> = {},
) =>
  planBounce(
    { subscription, suppression: undefined, softBounces, ...facts },
    { kind, now: NOW, keyOf: (address) => `key of ${address}` },
  )
const ended = { ...subscription, state: 'unsubscribed', unsubscribedAt: AT }

describe('a mail that came back', () => {
  test('ends the subscription and keeps the address out, where it is dead or its owner complained', () => {
    assert.deepEqual(plan('hard'), { write: ended, suppress: { key, reason: 'bounced', at: AT } })
    assert.deepEqual(plan('complaint'), { write: ended, suppress: { key, reason: 'complained', at: AT } })
  })

  test('softly does so after five issues, and not before', () => {
    for (const softBounces of [0, 1, 4]) assert.deepEqual(plan('soft', { softBounces }), {})
    for (const softBounces of [5, 6]) assert.deepEqual(plan('soft', { softBounces }), plan('hard'))
    assert.equal(softSince(NOW), '2026-07-26T09:00:00Z')
  })

  test('takes no weaker reason than was known, and keeps out who had left', () => {
    assert.equal(plan('hard', { suppression: held('complained') }).suppress, undefined)
    assert.equal(plan('hard', { suppression: held('bounced') }).suppress, undefined)
    assert.equal(plan('hard', { suppression: held('erased') }).suppress?.reason, 'bounced')
    assert.equal(plan('complaint', { suppression: held('bounced') }).suppress?.reason, 'complained')
    const left = makeSubscription({ state: 'unsubscribed', unsubscribedAt: '2026-10-01T00:00:00Z' })
    assert.deepEqual(plan('hard', { subscription: left }), { suppress: { key, reason: 'bounced', at: AT } })
    assert.deepEqual(plan('hard', { subscription: undefined }), {})
  })
})
