import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatReturnAddress } from '../../../src/core/send/return-address.ts'
import { readReturn, type ReturnReading } from '../../../src/core/return/read-return.ts'
import { signLink } from '../../../src/core/subscription/link-token.ts'
import { toBase64Url } from '../../../src/core/text/base64url.ts'
import { complaint, originalHead, plainMail, postfix, qmail, STYLES } from '../../fixtures/returns/reports.ts'

const MAILBOX = 'bounces@crowsnest.example'
const KEY = { id: 'k2', secret: new Uint8Array(32).fill(7) }
const OLD_KEY = { id: 'k1', secret: new Uint8Array(32).fill(8) }
const NOW = new Date('2026-11-23T09:00:00Z')
const ID = toBase64Url(new Uint8Array(16).fill(21))
const OTHER_ID = toBase64Url(new Uint8Array(16).fill(22))

const addressFor = (purpose: 'bounce' | 'leave', subscriptionId = ID, { send = 3, key = KEY } = {}) =>
  formatReturnAddress(MAILBOX, { purpose, send, subscriptionId }, key)
const BOUNCE = addressFor('bounce')
const LEAVE = addressFor('leave')

const read = (text: string): ReturnReading =>
  readReturn(new TextEncoder().encode(text), { mailbox: MAILBOX, keys: [KEY, OLD_KEY], now: NOW })
const outcomeOf = (text: string) => read(text).outcome

describe('a report of a mail that could not be delivered', () => {
  for (const [style, make] of Object.entries(STYLES)) {
    test(`in the style of ${style} says by its own codes what became of the mail`, () => {
      const cases: readonly (readonly [Parameters<typeof make>[0], string])[] = [
        [{ to: BOUNCE }, 'hard'],
        [{ to: BOUNCE, status: '5.2.2', diagnosis: '552 5.2.2 over quota' }, 'soft'],
        [{ to: BOUNCE, status: '4.4.7', diagnosis: '421 4.4.7 timed out' }, 'soft'],
        [{ to: BOUNCE, status: '5.7.1', diagnosis: '550 5.7.1 message rejected' }, 'told'],
        [{ to: BOUNCE, action: 'delayed', status: '4.4.1', diagnosis: '421 4.4.1 no answer' }, 'ignored'],
        [{ to: BOUNCE, action: 'delivered', status: '2.0.0', diagnosis: '250 2.0.0 ok' }, 'ignored'],
        [{ to: 'bounces@crowsnest.example' }, 'forged'],
        [{ to: `${BOUNCE.slice(0, -20)}x${BOUNCE.slice(-19)}` }, 'forged'],
      ]
      for (const [facts, outcome] of cases) assert.equal(outcomeOf(make(facts)), outcome, JSON.stringify(facts))
    })
  }

  test('is about the reader and the send that its address was made for', () => {
    const reading = read(postfix({ to: BOUNCE.toUpperCase(), recipient: 'other@light.example' }))
    assert.ok(reading.outcome === 'hard')
    assert.deepEqual(reading.returned, { purpose: 'bounce', send: 3, subscriptionId: ID })
    assert.deepEqual(reading.named, ['other@light.example'])
    assert.equal(reading.reason, '5.1.1, there is no such address')
    assert.equal(reading.at, '2026-11-20T09:14:51Z')
  })

  test('is believed by the key of before as well, and by no key of others', () => {
    const key = { id: 'k2', secret: new Uint8Array(32).fill(9) }
    assert.equal(outcomeOf(postfix({ to: addressFor('bounce', ID, { key: OLD_KEY, send: 3 }) })), 'hard')
    assert.equal(outcomeOf(postfix({ to: addressFor('bounce', ID, { key, send: 3 }) })), 'forged')
  })

  test('names nobody in what whoever sends is told of it', () => {
    const reading = read(
      postfix({ to: BOUNCE, status: '5.7.1', diagnosis: '554 5.7.1 <keeper@light.example> is blocked' }),
    )
    assert.ok(reading.outcome === 'told')
    assert.equal(reading.reason, '5.7.1, it was kept out by a policy: 554 5.7.1 <address> is blocked')
  })

  test('has no date that is still to come, and none without a zone', () => {
    for (const date of ['Fri, 20 Nov 2099 09:14:51 +0000', 'Fri, 20 Nov 2026 09:14:51', 'yesterday', '']) {
      const reading = read(postfix({ to: BOUNCE, date }))
      assert.ok(reading.outcome === 'hard')
      assert.equal(reading.at, '2026-11-23T09:00:00Z', date)
    }
  })

  test('does nothing where it came to the addresses of two readers', () => {
    const two = `Delivered-To: ${addressFor('bounce', OTHER_ID)}\r\n${postfix({ to: BOUNCE })}`
    assert.equal(outcomeOf(two), 'forged')
  })

  test('proves nothing by the mail that it brings back', () => {
    const text = postfix({ to: MAILBOX, original: originalHead({ returnPath: BOUNCE }) })
    assert.equal(outcomeOf(text), 'forged')
  })
})

describe('a report in words alone', () => {
  test('is soft at most, whatever it says', () => {
    assert.equal(outcomeOf(qmail({ to: BOUNCE })), 'soft')
    assert.equal(outcomeOf(qmail({ to: BOUNCE, diagnosis: 'Nobody there.' })), 'soft')
    assert.equal(outcomeOf(qmail({ to: BOUNCE, diagnosis: '550 5.7.1 rejected' })), 'told')
    assert.equal(outcomeOf(qmail({ to: MAILBOX })), 'forged')
  })

  test('is nothing where the mail is only late', () => {
    assert.equal(outcomeOf(qmail({ to: BOUNCE, diagnosis: 'Warning: I will keep trying.' })), 'ignored')
  })
})

describe('a mail that is no report', () => {
  const automatic = [
    ['Auto-Submitted: auto-replied'],
    ['Auto-Submitted: auto-generated (vacation)'],
    ['Precedence: bulk'],
    ['X-Autoreply: yes'],
    ['Return-Path: <>'],
  ]
  for (const fields of automatic) {
    test(`with ${fields[0]} says nothing about anybody, and asks for nothing`, () => {
      for (const to of [BOUNCE, LEAVE]) {
        assert.deepEqual(
          [outcomeOf(plainMail({ to, fields })), (read(plainMail({ to, fields })) as { isClear?: boolean }).isClear],
          ['ignored', true],
        )
      }
    })
  }

  test('is left for somebody to look at where a person may have written it', () => {
    const reading = read(plainMail({ to: BOUNCE, subject: 'Your last issue' }))
    assert.deepEqual([reading.outcome, (reading as { isClear?: boolean }).isClear], ['ignored', false])
    assert.equal(
      outcomeOf(plainMail({ to: MAILBOX, subject: '[list] digest', fields: ['List-Id: <x.example>'] })),
      'ignored',
    )
  })
})

describe('a mail to the address by which one reader leaves', () => {
  test('has them leave, whatever it says, by whoever it was written', () => {
    for (const mail of [
      plainMail({ to: LEAVE, subject: 'unsubscribe', body: '' }),
      plainMail({ to: LEAVE, subject: '', body: 'please' }),
      plainMail({ to: LEAVE, from: 'work@light.example' }),
      plainMail({ to: LEAVE, subject: 'Unsubscribe', fields: ['Auto-Submitted: auto-generated'] }),
      plainMail({ to: LEAVE, fields: ['Auto-Submitted: no'] }),
    ]) {
      const reading = read(mail)
      assert.ok(reading.outcome === 'left', mail)
      assert.equal(reading.returned.subscriptionId, ID)
    }
  })

  test('does not where it is a report, or nobody signed the address', () => {
    assert.equal(outcomeOf(postfix({ to: LEAVE })), 'ignored')
    assert.equal(outcomeOf(plainMail({ to: LEAVE.replace('+u', '+b') })), 'forged')
  })
})

describe('a complaint', () => {
  const unsubscribe = `<https://crowsnest.example/unsubscribe/${signLink('unsubscribe', ID, KEY)}>, <mailto:${LEAVE}?subject=unsubscribe>`
  const proofs: Readonly<Record<string, Parameters<typeof complaint>[0]>> = {
    'the return path of the mail that it brings': { original: originalHead({ returnPath: BOUNCE }) },
    'the way out of the mail that it brings': { original: originalHead({ unsubscribe }) },
    'the head of that mail alone': { original: originalHead({ unsubscribe }), returned: 'text/rfc822-headers' },
    'that mail in base64': { original: originalHead({ unsubscribe }), encoding: 'base64' },
    'the sender that it names': { mailFrom: BOUNCE },
    'the address that it came to': { to: BOUNCE },
  }
  for (const [proof, facts] of Object.entries(proofs)) {
    test(`is believed by ${proof}`, () => {
      const reading = read(complaint(facts))
      assert.ok(reading.outcome === 'complaint')
      assert.deepEqual([reading.returned.subscriptionId, reading.returned.send], [ID, 3])
    })
  }

  test('does nothing without a proof, or with those of two readers', () => {
    assert.equal(outcomeOf(complaint()), 'forged')
    const other = originalHead({ returnPath: addressFor('bounce', OTHER_ID) })
    assert.equal(outcomeOf(complaint({ to: BOUNCE, original: other })), 'forged')
  })

  test('is none where it says that the mail was welcome, or something else', () => {
    const original = originalHead({ unsubscribe })
    assert.equal(outcomeOf(complaint({ type: 'not-spam', original })), 'ignored')
    for (const type of ['fraud', 'virus', 'auth-failure', 'other', '']) {
      assert.equal(outcomeOf(complaint({ type, original })), 'told', type)
    }
  })
})
