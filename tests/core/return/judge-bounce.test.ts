import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { judgeFailure, readDeliveryStatus } from '../../../src/core/return/judge-bounce.ts'

describe('what a failure means for the reader', () => {
  const cases: readonly (readonly [status: string | undefined, diagnosis: string, verdict: string])[] = [
    ['5.1.1', '550 5.1.1 user unknown', 'hard'],
    ['5.1.2', '', 'hard'],
    ['5.1.10', '550 5.1.10 null MX', 'hard'],
    ['5.2.1', '550 5.2.1 disabled', 'hard'],
    ['5.4.4', 'Host or domain name not found', 'hard'],
    ['5.4.1', '550 5.4.1 Recipient address rejected: Access denied', 'hard'],
    ['5.7.17', '550 5.7.17 another owner', 'hard'],
    ['5.0.0', '', 'hard'],
    ['5.0.0', 'user unknown', 'hard'],
    ['5.0.0', '550 5.1.1 no such user', 'hard'],
    ['5.0.0', '550-no such user here', 'hard'],
    ['5.3.0', '553 5.3.0 no such user', 'hard'],
    ['5.5.0', '550 5.5.0 mailbox unavailable', 'hard'],
    [undefined, '550 No such user', 'hard'],
    // Full, broken, or unclear: perhaps next week.
    ['5.2.2', '552 5.2.2 full', 'soft'],
    ['5.0.0', '552 over quota', 'soft'],
    ['5.0.0', '550 Mailbox is full', 'soft'],
    ['5.1.1', '550 5.1.1 quota exceeded', 'soft'],
    ['5.0.0', '554 transaction failed', 'soft'],
    ['5.3.0', '', 'soft'],
    ['5.4.6', '554 5.4.6 too many hops', 'soft'],
    ['5.5.2', '', 'soft'],
    ['4.4.7', '', 'soft'],
    ['4.2.2', '452 4.2.2 full', 'soft'],
    // Two that differ: the mildest.
    ['5.1.1', '450 4.2.0 greylisted', 'soft'],
    ['4.4.7', '550 5.1.1 user unknown', 'soft'],
    ['5.1.1', '550 5.7.1 not you', 'refused'],
    ['5.7.1', '550 5.1.1 user unknown', 'refused'],
    // About us.
    ['5.7.1', '550 5.7.1 rejected', 'refused'],
    ['5.7.26', '', 'refused'],
    ['5.6.0', '', 'refused'],
    ['5.2.3', '', 'refused'],
    ['5.3.4', '552 5.3.4 too big', 'refused'],
    ['5.1.8', '', 'refused'],
    ['5.0.0', '550 blocked, see https://list.example', 'refused'],
    ['5.0.0', '550 this looks like spam', 'refused'],
    // A word that could be somebody's address says nothing.
    ['5.0.0', '550 <spam@light.example> unknown', 'hard'],
    // Where it is said that there is no such address, a policy makes it milder, and no more.
    ['5.1.1', '550 5.1.1 rejected by policy', 'soft'],
    ['2.0.0', '250 2.0.0 ok', 'nothing'],
  ]
  for (const [status, diagnosis, verdict] of cases) {
    test(`${status ?? 'no status'} ${diagnosis}: ${verdict}`, () => {
      assert.equal(judgeFailure(status, diagnosis).verdict, verdict)
    })
  }
})

describe('the fields of a report', () => {
  const of = (text: string) => readDeliveryStatus(text)?.judgement.verdict

  test('need a group about a recipient, and no more', () => {
    assert.equal(readDeliveryStatus(''), undefined)
    assert.equal(readDeliveryStatus('Reporting-MTA: dns; x.example\n\nX-Odd: yes\n'), undefined)
    assert.equal(of('Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n'), 'hard')
    assert.equal(of('ACTION: Failed (really)\r\nSTATUS: 5.1.1 (no such user)\r\n'), 'hard')
  })

  test('of several recipients count by the worst, and an action that is no failure is none', () => {
    const group = (action: string, status: string) =>
      `Final-Recipient: rfc822; a@x.example\nAction: ${action}\nStatus: ${status}\n`
    assert.equal(of([group('delayed', '4.4.1'), group('failed', '4.4.7'), group('failed', '5.1.1')].join('\n')), 'hard')
    for (const action of ['delayed', 'delivered', 'relayed', 'expanded'])
      assert.equal(of(group(action, '5.1.1')), 'nothing')
  })

  test('without an action are soft at most', () => {
    assert.equal(of('Final-Recipient: rfc822; a@x.example\nStatus: 5.1.1\n'), 'soft')
    assert.equal(of('Final-Recipient: rfc822; a@x.example\n'), 'nothing')
  })

  test('name addresses once, without what stands around them', () => {
    const text = 'Final-Recipient: rfc822; <A@x.example>\nOriginal-Recipient: rfc822;a@X.example\nAction: failed\n'
    assert.deepEqual(readDeliveryStatus(text)?.named, ['a@x.example'])
  })
})
