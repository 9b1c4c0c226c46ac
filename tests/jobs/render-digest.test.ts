import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { MailMessage } from '../../src/core/text/mail-message.ts'
import { renderDigest } from '../../src/jobs/render-digest.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'

const input = {
  issue: makeIssue({ picks: [makePick()] }),
  settings: makeSettings(),
  from: { name: 'Lighthouse', address: 'lamp@light.example' },
  replyTo: undefined,
  where: { issue: 'content/issues/2026-W34.md', settings: 'content/site.yml' },
  unsubscribe: undefined,
}

describe('renderDigest', () => {
  test('makes three files of an issue, and the mail holds the other two and the date of the issue', async () => {
    const composed: MailMessage[] = []
    const composeMessage = (message: MailMessage) => {
      composed.push(message)
      return Promise.resolve(new Uint8Array([1]))
    }
    const { files, findings } = await renderDigest(input, { composeMessage })
    assert.deepEqual(
      files.map(({ name }) => name),
      ['2026-W34.html', '2026-W34.txt', '2026-W34.eml'],
    )
    assert.deepEqual([composed[0]?.html, composed[0]?.text], [files[0]?.content, files[1]?.content])
    assert.deepEqual(files[2]?.content, new Uint8Array([1]))
    assert.equal(composed[0]?.date.toISOString(), '2026-08-21T12:00:00.000Z')
    assert.equal(composed[0]?.to, undefined)
    assert.deepEqual(findings.errors, [])
    assert.deepEqual(
      findings.warnings.map(({ where, field }) => [where, field]),
      ['mail.address', 'mail.replyTo', 'mail.listId'].map((field) => ['content/site.yml', field]),
    )
  })

  test('says that replies are read, and asks for no address of theirs, where the environment names one', async () => {
    const { files, findings } = await renderDigest(
      { ...input, replyTo: { name: '', address: 'desk@light.example' } },
      { composeMessage: () => Promise.resolve(new Uint8Array()) },
    )
    assert.match(String(files[1]?.content), /Replies reach\sthe editors\./)
    assert.ok(findings.warnings.every(({ field }) => field !== 'mail.replyTo'))
  })

  test('renders a draft without a subject all the same, and says what it lacks', async () => {
    const issue = makeIssue({ status: 'draft', subject: '' })
    const { files, findings } = await renderDigest(
      { ...input, issue },
      { composeMessage: () => Promise.resolve(new Uint8Array()) },
    )
    assert.equal(files.length, 3)
    assert.deepEqual(
      findings.errors.map(({ field }) => field),
      ['subject'],
    )
  })
})
