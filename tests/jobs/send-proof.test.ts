import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Delivery } from '../../src/core/send/delivery.ts'
import { planProof, sendProof } from '../../src/jobs/send-proof.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'

const plan = (recipients: readonly string[], own: Partial<Parameters<typeof planProof>[0]> = {}) =>
  planProof({
    issue: makeIssue({ picks: [makePick()] }),
    settings: makeSettings(),
    from: { name: 'Lighthouse', address: 'lamp@light.example' },
    replyTo: undefined,
    recipients,
    now: new Date('2026-08-21T13:00:00Z'),
    where: { issue: 'content/issues/2026-W34.md', settings: 'content/site.yml' },
    ...own,
  })

/** Sends to as many recipients as there are outcomes, and notes who was tried. */
async function send(...outcomes: readonly Delivery[]) {
  const envelopes: { from: string; to: string }[] = []
  const report = await sendProof(plan(outcomes.map((_, index) => `r${index}@b.example`)), {
    composeMessage: ({ messageId }) => Promise.resolve(new TextEncoder().encode(messageId)),
    deliverMessage: (envelope) => {
      envelopes.push(envelope)
      return Promise.resolve(outcomes[envelopes.length - 1] ?? sent)
    },
  })
  return { report, envelopes }
}

const sent: Delivery = { outcome: 'sent' }
const refused: Delivery = { outcome: 'failed', reason: '550', unreachable: false }
const unreachable: Delivery = { outcome: 'failed', reason: 'ECONNREFUSED', unreachable: true }
const unknown: Delivery = { outcome: 'unknown', reason: 'gone' }

describe('sendProof', () => {
  test('sends one mail to each recipient, in an envelope for that one alone', async () => {
    const { report, envelopes } = await send(sent, sent)
    assert.deepEqual(envelopes, [
      { from: 'lamp@light.example', to: 'r0@b.example' },
      { from: 'lamp@light.example', to: 'r1@b.example' },
    ])
    assert.deepEqual(report, { issue: '2026-W34', recipients: 2, sent: 2, failed: 0, unknown: 0, suppressed: 0 })
  })

  const cases: readonly (readonly [what: string, outcomes: readonly Delivery[], tried: number, counts: object])[] = [
    ['a refusal stops nobody else', [refused, sent], 2, { sent: 1, failed: 1, unknown: 0 }],
    [
      'an unknown outcome is not a failure, and stops nobody else',
      [unknown, sent],
      2,
      { sent: 1, failed: 0, unknown: 1 },
    ],
    ['a server out of reach stops the send', [sent, unreachable, sent, sent], 2, { sent: 1, failed: 3, unknown: 0 }],
  ]
  for (const [what, outcomes, tried, counts] of cases) {
    test(what, async () => {
      const { report, envelopes } = await send(...outcomes)
      assert.equal(envelopes.length, tried)
      assert.deepEqual(report, { issue: '2026-W34', recipients: outcomes.length, ...counts, suppressed: 0 })
    })
  }
})

describe('planProof', () => {
  test('writes to each recipient by name, now, under a Message-ID of their own', () => {
    const { messages } = plan(['a@b.example', 'c@b.example'])
    assert.deepEqual(
      messages.map(({ to, date }) => [to, date.toISOString()]),
      [
        ['a@b.example', '2026-08-21T13:00:00.000Z'],
        ['c@b.example', '2026-08-21T13:00:00.000Z'],
      ],
    )
    assert.notEqual(messages[0]?.messageId, messages[1]?.messageId)
  })

  test('says what readers will be told: who reads the answers, and what the settings lack', () => {
    const replyTo = { name: '', address: 'answers@light.example' }
    const [told, untold] = [plan(['a@b.example'], { replyTo }), plan(['a@b.example'])]
    assert.match(told.messages[0]?.text ?? '', /Replies reach the editors\./)
    assert.doesNotMatch(untold.messages[0]?.text ?? '', /Replies reach/)
    assert.deepEqual(
      [told, untold].map(({ findings }) => findings.warnings.map(({ field }) => field).includes('mail.replyTo')),
      [false, true],
    )
  })
})
