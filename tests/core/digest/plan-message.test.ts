import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkDigest } from '../../../src/core/digest/check-digest.ts'
import { SIZE_LIMIT, SIZE_WARNING } from '../../../src/core/text/mail-size.ts'
import { type MessageParts, planMessage } from '../../../src/core/digest/plan-message.ts'
import { parseUnsubscribeTemplate } from '../../../src/core/digest/unsubscribe-template.ts'
import { makeIssue } from '../../builders.ts'
import { makeDigest } from './digest-builders.ts'

const plan = (own: Partial<MessageParts> = {}) =>
  planMessage({
    digest: makeDigest(),
    html: '<p>x</p>',
    text: 'x',
    from: { name: 'Lighthouse', address: 'lamp@light.example' },
    replyTo: undefined,
    date: new Date('2026-08-21T12:00:00Z'),
    listId: 'weekly.light.example',
    ...own,
  })

describe('the Message-ID', () => {
  test('is the same for an issue and a recipient, whatever else changes', () => {
    const first = plan({ to: 'a@b.example' }).messageId
    assert.match(first, /^<2026-w34\.[0-9a-f]{24}@light\.example>$/)
    assert.equal(plan({ to: 'a@b.example', html: 'mended', date: new Date(0) }).messageId, first)
  })

  test('differs by recipient, by issue, and from that of the file without one', () => {
    const ids = [
      plan({ to: 'a@b.example' }),
      plan({ to: 'c@b.example' }),
      plan({ to: 'a@b.example', digest: makeDigest({ key: '2026-W35' }) }),
      plan(),
    ].map(({ messageId }) => messageId)
    assert.equal(new Set(ids).size, 4)
  })

  test('of a draft follows its text, so that a second proof is not taken for the first', () => {
    const draft = makeDigest({ status: 'draft' })
    const first = plan({ digest: draft, to: 'a@b.example' }).messageId
    assert.equal(plan({ digest: draft, to: 'a@b.example' }).messageId, first)
    assert.notEqual(plan({ digest: draft, to: 'a@b.example', html: 'mended' }).messageId, first)
  })
})

describe('the headers of a list', () => {
  test('are there only where there is something to unsubscribe from', () => {
    assert.deepEqual(plan().headers, {})
    assert.deepEqual(plan({ digest: makeDigest({}, '{{ unsubscribe_url }}') }).headers, {
      'List-Unsubscribe': '<{{ unsubscribe_url }}>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'List-Id': '<weekly.light.example>',
      'List-Archive': '<https://light.example/issues/>',
      'List-Help': '<https://light.example/about/>',
      Precedence: 'bulk',
    })
  })

  test('promise one click only where there is something to post to', () => {
    const { headers } = plan({ digest: makeDigest({}, 'mailto:off@light.example') })
    assert.equal(headers['List-Unsubscribe'], '<mailto:off@light.example>')
    assert.equal(headers['List-Unsubscribe-Post'], undefined)
  })
})

describe('parseUnsubscribeTemplate', () => {
  const good = [
    '{{ unsubscribe_url }}',
    '{{ UnsubscribeURL }}',
    '{% unsubscribe %}',
    '*|UNSUB|*',
    'https://light.example/unsubscribe/{{ id }}?x=1&y=2',
    'https://light.example/u',
    'mailto:off@light.example?subject=off',
  ]
  for (const template of good) {
    test(`${template} passes as it is`, () => {
      assert.deepEqual(parseUnsubscribeTemplate(template), { ok: true, value: template })
    })
  }

  const bad = [
    '',
    ' ',
    'unsubscribe',
    'javascript:alert(1)',
    '{{ "x" }}',
    '{{ x }}>',
    'https://a.example/\r\nBcc: x',
    '{{\n}}',
  ]
  for (const template of bad) {
    test(`${JSON.stringify(template)} is refused`, () => {
      assert.equal(parseUnsubscribeTemplate(template).ok, false)
    })
  }
})

describe('checkDigest', () => {
  test('finds nothing wrong with an issue that has subject and preheader', () => {
    assert.deepEqual(checkDigest(makeIssue(), 'x', 'issue.md'), { errors: [], warnings: [] })
  })

  test('a missing subject is an error, a missing preheader a warning', () => {
    const { errors, warnings } = checkDigest(makeIssue({ subject: ' ', preheader: '' }), 'x', 'issue.md')
    assert.deepEqual(
      [errors.map(({ field }) => field), warnings.map(({ field }) => field)],
      [['subject'], ['preheader']],
    )
  })

  test('a mail that Gmail would cut off is an error, one that comes near it a warning; bytes count', () => {
    const found = (html: string) => {
      const { errors, warnings } = checkDigest(makeIssue(), html, 'issue.md')
      return [errors.length, warnings.length]
    }
    assert.deepEqual(found('x'.repeat(SIZE_WARNING)), [0, 0])
    assert.deepEqual(found('x'.repeat(SIZE_WARNING + 1)), [0, 1])
    assert.deepEqual(found('x'.repeat(SIZE_LIMIT + 1)), [1, 0])
    assert.deepEqual(found('ü'.repeat(SIZE_LIMIT / 2 + 1)), [1, 0])
  })
})
