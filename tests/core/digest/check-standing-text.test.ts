import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkDigest } from '../../../src/core/digest/check-digest.ts'
import { checkStandingText } from '../../../src/core/digest/check-standing-text.ts'
import { withReplyTo } from '../../../src/core/digest/with-reply-to.ts'
import { makeIssue } from '../../builders.ts'
import { makeSettings } from './digest-builders.ts'

const WHOLE = {
  ...{ from: 'lamp@light.example', replyTo: 'desk@light.example' },
  ...{ address: 'Pier 1\nThe Harbour', listId: 'weekly.light.example' },
}

test('a sender who says who reads answers, where they live and which list it is lacks nothing', () => {
  assert.deepEqual(checkStandingText(makeSettings({ mail: WHOLE }), 'content/site.yml'), [])
})

for (const field of ['replyTo', 'address', 'listId'] as const) {
  test(`a mail without ${field} lacks just that, and the settings file is where it goes`, () => {
    const { [field]: _, ...mail } = WHOLE
    const found = checkStandingText(makeSettings({ mail }), 'content/site.yml')
    assert.deepEqual(
      found.map(({ where, field }) => [where, field]),
      [['content/site.yml', `mail.${field}`]],
    )
    assert.ok(found[0]?.remedy)
  })
}

test('who reads the answers may be said by the environment alone', () => {
  const { replyTo: _, ...mail } = WHOLE
  const settings = makeSettings({ mail })
  assert.deepEqual(checkStandingText(withReplyTo(settings, { name: '', address: 'desk@light.example' }), 'x'), [])
  assert.equal(checkStandingText(withReplyTo(settings, undefined), 'x').length, 1)
})

test('what every mail lacks keeps no issue back, and is told after what this one lacks', () => {
  const standing = checkStandingText(makeSettings(), 'content/site.yml')
  const { errors, warnings } = checkDigest(makeIssue({ preheader: '' }), 'x', 'issue.md', standing)
  assert.deepEqual(errors, [])
  assert.deepEqual(
    warnings.map(({ field }) => field),
    ['preheader', 'mail.address', 'mail.replyTo', 'mail.listId'],
  )
})
