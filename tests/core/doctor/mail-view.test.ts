import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import PostalMime from 'postal-mime'
import { viewMail } from '../../../src/core/doctor/mail-view.ts'
import { STYLES } from '../../fixtures/returns/reports.ts'
import { startProcessorTime } from '../../processor-time.ts'

/** Each character below 256 is a byte. */
const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const utf8 = (text: string) => new TextEncoder().encode(text)
const mail = (fields: Readonly<Record<string, string>>, body: string) =>
  `${Object.entries({ From: 'lamp@light.example', Subject: 'x', ...fields })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`
const alternative = (...parts: readonly string[]) => `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`

const MAILS: Readonly<Record<string, Uint8Array>> = {
  ...Object.fromEntries(
    Object.entries(STYLES).map(([style, make]) => [
      `a report as of ${style}`,
      utf8(make({ to: 'back@light.example' })),
    ]),
  ),
  'Latin 1, in 8 bits': bytesOf(
    mail({ 'Content-Type': 'text/html; charset="ISO-8859-1"' }, '<p>K\xfcste \x80</p>\r\n'),
  ),
  'Japanese in 7 bits': bytesOf(mail({ 'Content-Type': 'text/plain; charset=iso-2022-jp' }, '\x1b$B$3$s\x1b(B\r\n')),
  'UTF-8, also in its head': utf8(mail({ Subject: 'Küste “€”' }, 'Küste “€”\r\n')),
  'quoted-printable beside base64': utf8(
    mail(
      { 'Content-Type': 'multipart/alternative; boundary=b' },
      alternative(
        'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nK=C3=BCste =\r\nam Meer=20',
        'Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+S8O8c3RlPC9wPg==',
      ),
    ),
  ),
  'a file that hangs on it': utf8(
    mail(
      { 'Content-Type': 'multipart/mixed; boundary=b' },
      alternative(
        'Content-Type: text/plain\r\n\r\nshown',
        'Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nnot shown',
      ),
    ),
  ),
  'a subject in encoded words': utf8(
    mail({ Subject: '=?utf-8?B?S8O8c3Rl?=\r\n =?ISO-8859-1?q?_f=FCr_alle?= und alle' }, 'x'),
  ),
  'a subject of which one word is encoded': utf8(mail({ Subject: 'plain =?utf-8?Q?=E2=80=94?= words' }, 'x')),
  'a sender whose name is another address': utf8(mail({ From: '"us@ours.example, x" <them@theirs.example>' }, 'x')),
  'a sender whose name is in a comment': utf8(mail({ From: 'them@theirs.example (us@ours.example)' }, 'x')),
  'senders in a group': utf8(mail({ From: 'Us: one@ours.example, other@ours.example;' }, 'x')),
}

const fold = (text: string | undefined) => (text ?? '').replace(/\s+/g, ' ').trim()

describe('what a reader sees of a mail', () => {
  for (const [what, message] of Object.entries(MAILS)) {
    test(`is what another program finds: ${what}`, async () => {
      const ours = viewMail(message)
      const theirs = await PostalMime.parse(message, { forceRfc822Attachments: true })
      assert.deepEqual(
        { subject: ours.subject, from: ours.from, html: fold(ours.html), text: fold(ours.text) },
        {
          subject: theirs.subject,
          from: theirs.from?.group?.[0]?.address ?? theirs.from?.address,
          html: fold(theirs.html),
          text: fold(theirs.text),
        },
      )
    })
  }

  test('is nothing where its parts cannot be found, and that is said', () => {
    const view = viewMail(utf8(mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, 'no boundary anywhere')))
    assert.deepEqual([view.html, view.text], [undefined, undefined])
    assert.match(view.fault ?? '', /multipart\/mixed/)
  })

  test('is nothing where its head is longer than any that is read', () => {
    const view = viewMail(utf8(mail({ 'X-Long': 'a'.repeat(300 * 1024) }, 'words')))
    assert.equal(view.hasTooManyHeaders, true)
    assert.equal(view.text, undefined)
    assert.match(view.fault ?? '', /256 KB/)
  })
})

describe('a mail that was written to do harm', () => {
  const SIZE = 8 * 1024 * 1024
  const fill = (text: string) => text.repeat(Math.ceil(SIZE / text.length))
  for (const [what, text] of Object.entries({
    'nothing but empty lines': `Subject: x\n\n${fill('\n')}`,
    'words that are never closed': `Subject: ${fill('=?a?q?')}`,
    'names in quotes and brackets without end': `From: ${fill('"\\"(')}`,
    'addresses that are none': `From: ${fill('<a@')}`,
  })) {
    test(`${what}: takes no longer than its length explains`, () => {
      const message = utf8(text)
      const spent = startProcessorTime()
      viewMail(message)
      assert.ok(spent() < 3_000, `${spent()} ms`)
    })
  }
})
