import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { MAIL_CAPS, type MailCounts } from '../../../src/core/subscription/mail-caps.ts'
import { planSignup } from '../../../src/core/subscription/plan-signup.ts'
import type { Subscription, Suppression } from '../../../src/core/subscription/subscription.ts'
import { makeSignup, makeSubscription } from '../../builders.ts'

const NO_MAILS: MailCounts = { address: [0, 0], domain: [0, 0], network: [0, 0], all: [0] }
const NAMES = { subscriptionId: 'bmV3LXN1YnNjcmlwdGlvbg', mailId: 'bmV3LW1haWwtbmV3LW1haQ', key: 'f00d' }
const AT = '2026-11-20T09:00:00Z'

interface Known {
  readonly subscription?: Subscription
  readonly suppression?: Suppression
  readonly mails?: MailCounts
  readonly isCrowded?: boolean
}

const plan = (known: Known = {}, signup = makeSignup()) =>
  planSignup(
    signup,
    {
      ...{ subscription: known.subscription, suppression: known.suppression },
      ...{ mails: known.mails ?? NO_MAILS, isCrowded: known.isCrowded ?? false },
    },
    NAMES,
  )

const suppressed = (reason: Suppression['reason']): Suppression => ({ key: 'f00d', reason, at: '2026-10-01T00:00:00Z' })
const unconfirmed = makeSubscription({
  state: 'unconfirmed',
  confirmedAt: undefined,
  consent: { wording: '2025-01', requestedFrom: '198.51.100.0/24' },
})
const left = makeSubscription({ state: 'unsubscribed', unsubscribedAt: '2026-11-18T00:00:00Z' })

describe('planSignup', () => {
  test('a new address is written down as unconfirmed with what it agreed to, and is asked', () => {
    assert.deepEqual(plan(), {
      write: {
        id: NAMES.subscriptionId,
        address: 'keeper@light.example',
        state: 'unconfirmed',
        origin: 'form',
        requestedAt: AT,
        consent: { wording: '2026-11', requestedFrom: '192.0.2.0/24' },
      },
      mail: {
        id: NAMES.mailId,
        kind: 'confirm',
        to: 'keeper@light.example',
        key: 'f00d',
        network: '192.0.2.0/24',
        at: AT,
        subscriptionId: NAMES.subscriptionId,
      },
    })
  })

  test('where it is crowded, a new address that no mail can go to is left out, and all others are as ever', () => {
    const mails = { ...NO_MAILS, all: [MAIL_CAPS.all[0].count] }
    assert.deepEqual(plan({ mails, isCrowded: true }), {})
    assert.deepEqual(plan({ isCrowded: true }), plan())
    assert.deepEqual(
      plan({ mails, isCrowded: true, subscription: unconfirmed }),
      plan({ mails, subscription: unconfirmed }),
    )
    assert.equal(plan({ mails }).write?.state, 'unconfirmed')
  })

  test('one that waits for a yes keeps its id, and is asked again about the present text', () => {
    const { write, mail } = plan({ subscription: unconfirmed })
    assert.deepEqual(write, {
      ...unconfirmed,
      requestedAt: AT,
      consent: { wording: '2026-11', requestedFrom: '192.0.2.0/24' },
    })
    assert.equal(mail?.kind, 'confirm')
    assert.equal(mail?.subscriptionId, unconfirmed.id)
  })

  test('one that waits is written to as it was typed last', () => {
    const { write, mail } = plan({ subscription: unconfirmed }, makeSignup({ address: 'Keeper@light.example' }))
    assert.equal(write?.address, 'Keeper@light.example')
    assert.equal(mail?.to, 'Keeper@light.example')
  })

  test('one that is confirmed stays as it is, whoever asks, and learns by mail that it is', () => {
    const { mail, ...rest } = plan(
      { subscription: makeSubscription() },
      makeSignup({ address: 'KEEPER@light.example' }),
    )
    assert.deepEqual(rest, {})
    assert.equal(mail?.kind, 'already')
    assert.equal(mail?.to, 'keeper@light.example')
  })

  test('one that left stays gone until it says yes itself, and mail goes to the address that did once', () => {
    const { write, mail } = plan({ subscription: left }, makeSignup({ address: 'KEEPER@light.example' }))
    assert.equal(write?.state, 'unsubscribed')
    assert.equal(write?.unsubscribedAt, left.unsubscribedAt)
    assert.equal(write?.address, 'keeper@light.example')
    assert.equal(mail?.kind, 'confirm')
    assert.equal(mail?.to, 'keeper@light.example')
  })

  test('one that was erased may come back, and its suppression holds until it says yes', () => {
    const change = plan({ suppression: suppressed('erased') })
    assert.equal(change.write?.state, 'unconfirmed')
    assert.equal(change.mail?.kind, 'confirm')
    assert.equal(change.lift, undefined)
  })

  for (const reason of ['bounced', 'complained'] as const) {
    test(`nothing becomes of one that ${reason}`, () => {
      assert.deepEqual(plan({ suppression: suppressed(reason) }), {})
      assert.deepEqual(plan({ suppression: suppressed(reason), subscription: makeSubscription() }), {})
    })
  }

  const before: readonly (readonly [who: string, known: Known])[] = [
    ['new', {}],
    ['unconfirmed', { subscription: unconfirmed }],
    ['unsubscribed', { subscription: left }],
    ['erased', { suppression: suppressed('erased') }],
    ['confirmed', { subscription: makeSubscription() }],
  ]
  for (const [who, known] of before) {
    test(`over any cap, one that is ${who} gets no mail, and the same is written as else`, () => {
      const { mail: _, ...written } = plan(known)
      for (const name of Object.keys(MAIL_CAPS) as (keyof typeof MAIL_CAPS)[]) {
        for (const [index, { count }] of MAIL_CAPS[name].entries()) {
          const at = (value: number): MailCounts => ({ ...NO_MAILS, [name]: NO_MAILS[name].with(index, value) })
          assert.deepEqual(plan({ ...known, mails: at(count) }), written, `${name} ${index}`)
          assert.ok(plan({ ...known, mails: at(count - 1) }).mail, `${name} ${index}, one below`)
        }
      }
    })
  }

  test('nobody becomes confirmed by it, whatever is known of them', () => {
    for (const [who, known] of before) {
      const state = plan(known).write?.state
      assert.notEqual(state, 'confirmed', who)
    }
  })
})
