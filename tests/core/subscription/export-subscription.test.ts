import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CONSENT_TEXT, consentText, CURRENT_CONSENT } from '../../../src/core/subscription/consent-text.ts'
import { describeSubscription } from '../../../src/core/subscription/describe-subscription.ts'
import { exportSubscription } from '../../../src/core/subscription/export-subscription.ts'
import { makeSubscription } from '../../builders.ts'

const now = new Date('2026-11-20T09:00:00Z')
const suppression = { key: 'f00d', reason: 'erased', at: '2026-10-01T00:00:00Z' } as const
const facts = { subscription: makeSubscription({ unsubscribedAt: '2026-11-19T00:00:00Z' }), suppression }

describe('exportSubscription', () => {
  test('has all that is held, with the text that was agreed to, and nothing that speaks for its owner', () => {
    assert.deepEqual(exportSubscription(facts, now), {
      exportedAt: '2026-11-20T09:00:00Z',
      subscription: {
        address: 'keeper@light.example',
        state: 'confirmed',
        origin: 'form',
        requestedAt: '2026-11-17T06:10:00Z',
        confirmedAt: '2026-11-17T06:20:00Z',
        unsubscribedAt: '2026-11-19T00:00:00Z',
        consent: {
          wording: '2026-11',
          text: CONSENT_TEXT['2026-11'],
          requestedFrom: '198.51.100.0/24',
          confirmedFrom: '198.51.100.0/24',
        },
      },
      suppression: { reason: 'erased', at: '2026-10-01T00:00:00Z' },
    })
  })

  test('says so where nothing is held', () => {
    const nothing = exportSubscription({ subscription: undefined, suppression: undefined }, now)
    assert.deepEqual(nothing, { exportedAt: '2026-11-20T09:00:00Z', subscription: null })
  })
})

describe('describeSubscription', () => {
  test('says in words as much as the export has', () => {
    const said = new Map(describeSubscription(facts))
    assert.equal(said.get('Address'), 'keeper@light.example')
    assert.equal(said.get('Asked for'), '17 November 2026')
    assert.equal(said.get('Left'), '19 November 2026')
    assert.equal(said.get('Agreed to'), CONSENT_TEXT['2026-11'])
    assert.equal(said.get('Confirmed from the network'), '198.51.100.0/24')
    assert.ok(said.has('Held back'))
    assert.equal(said.size, 10)
  })

  test('leaves out what is not held', () => {
    const subscription = makeSubscription({ confirmedAt: undefined, consent: { wording: 'Harbour list, 2024' } })
    const said = new Map(describeSubscription({ subscription, suppression: undefined }))
    assert.deepEqual([...said.keys()], ['Address', 'State', 'How it came', 'Asked for', 'Agreed to'])
    assert.equal(said.get('Agreed to'), 'Harbour list, 2024')
  })
})

test('the text that forms show is known by its version, and no inherited name is one', () => {
  assert.equal(consentText(CURRENT_CONSENT), CONSENT_TEXT[CURRENT_CONSENT])
  for (const wording of ['', 'constructor', '__proto__', 'toString']) assert.equal(consentText(wording), undefined)
})
