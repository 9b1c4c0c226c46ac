import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import PostalMime from 'postal-mime'
import { decodeBody, type MailParts, parseMailParts, valueOf, valuesOf } from '../../../src/core/text/mail-parts.ts'
import { complaint, plainMail, qmail, STYLES } from '../../fixtures/returns/reports.ts'
import { startProcessorTime } from '../../processor-time.ts'

const parse = (text: string | Uint8Array): MailParts =>
  parseMailParts(typeof text === 'string' ? new TextEncoder().encode(text) : text)
const typesOf = (text: string) => parse(text).parts.map(({ type }) => type)
const multipart = (boundary: string, ...parts: string[]) =>
  `Content-Type: multipart/mixed; boundary=${boundary}\n\n${parts.map((part) => `--${boundary}\n${part}\n`).join('')}--${boundary}--\n`

describe('the parts of a mail', () => {
  const whole = { ...STYLES, complaint, qmail, plainMail }
  for (const [style, make] of Object.entries(whole)) {
    test(`in the style of ${style} are those that another reader finds`, async () => {
      const text = make({ to: 'bounces@crowsnest.example' })
      const theirs = await PostalMime.parse(text, { forceRfc822Attachments: true })
      const ours = parse(text)
      assert.deepEqual(
        ours.fields.map(({ name, value }) => [name, value.replace(/\s+/g, ' ')]),
        theirs.headers.map(({ key, value }) => [key, value.replace(/\s+/g, ' ')]),
      )
      const attached = ours.parts.filter(({ type }) => !['text/plain', 'text/html'].includes(type))
      assert.deepEqual(
        attached.map((part) => [part.type, decodeBody(part).trim()]),
        theirs.attachments.map(({ mimeType, content }) => [
          mimeType,
          new TextDecoder()
            .decode(content as ArrayBuffer)
            .replace(/\r?\n/g, '\r\n')
            .trim(),
        ]),
      )
    })
  }

  test('are found where line ends are bare, the end is missing, or a boundary is the start of another', () => {
    const parts = ['Content-Type: message/delivery-status\n\nAction: failed', '\nbare']
    assert.deepEqual(typesOf(multipart('b', ...parts)), ['message/delivery-status', 'text/plain'])
    assert.deepEqual(typesOf(multipart('b', ...parts).replace('--b--\n', '')), [
      'message/delivery-status',
      'text/plain',
    ])
    const inner = multipart('bb', 'Content-Type: text/html\n\nx')
    assert.deepEqual(typesOf(multipart('b', inner, '\ny')).at(-1), 'text/plain')
  })

  test('do not include those of a mail inside of it', () => {
    const inside = `Content-Type: message/rfc822\n\n${multipart('in', 'Content-Type: message/delivery-status\n\nAction: failed')}`
    assert.deepEqual(typesOf(multipart('out', inside)), ['message/rfc822'])
    const digest = 'Content-Type: multipart/digest; boundary=d\n\n--d\n\nSubject: x\n\ny\n--d--\n'
    assert.deepEqual(typesOf(digest), ['message/rfc822'])
  })

  test('have fields whose lines were folded on one line, and names whose case does not matter', () => {
    const { fields } = parse(
      'SUBJECT: one\r\n\ttwo\r\n three\r\nnot a field\r\n: nor this\r\nTo: a\r\nto: b\r\n\r\nTo: c',
    )
    assert.equal(valueOf(fields, 'subject'), 'one two three')
    assert.deepEqual(valuesOf(fields, 'to'), ['a', 'b'])
  })

  test('say what stood in them before it was encoded, and nothing where that is broken', () => {
    const decode = (encoding: string, body: string) =>
      decodeBody(parse(`Content-Transfer-Encoding: ${encoding}\n\n${body}`).parts[0]!)
    const cases = [
      ['base64', 'QWN0aW9u\nOiBmYWlsZWQ=', 'Action: failed'],
      ['BASE64', '*Q*', ''],
      ['base64', 'QWN0a', 'Act'],
      ['quoted-printable', 'Action=3A fai=\nled=ZZ', 'Action: failed=ZZ'],
      ['7bit', 'as it is', 'as it is'],
      ['x-odd', 'as it is', 'as it is'],
    ] as const
    for (const [encoding, body, expected] of cases) assert.equal(decode(encoding, body), expected)
  })
})

describe('a mail that was written to do harm', () => {
  const SIZE = 5 * 1024 * 1024
  const fill = (text: string, size = SIZE) => text.repeat(Math.ceil(size / text.length)).slice(0, size)
  const nest = (levels: number) =>
    Array.from(
      { length: levels },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`,
    ).join('')
  const cases: Readonly<Record<string, () => string>> = {
    'nothing but empty lines': () => `Subject: x\n\n${fill('\n')}`,
    'a million fields': () => fill('To: bounces+b1@crowsnest.example\n'),
    'a field of a million lines': () => `To: a\n${fill(' b\n')}`,
    'one line': () => `To: ${fill('a')}`,
    'addresses without end': () => `To: ${fill('bounces+b1.a.b@crowsnest.example,')}`,
    'a million parts': () => `Content-Type: multipart/report; boundary=b\n\n${fill('--b\n\n')}`,
    'boundaries that are none': () => `Content-Type: multipart/report; boundary=b\n\n${fill('--bx\n')}`,
    'parts in parts without end': () => nest(50_000),
    'all levels that are read, and then boundaries': () => nest(8) + fill('\n--b\n'),
    'mails in mails': () => fill('Content-Type: message/rfc822\n\n'),
    'parameters without end': () => `Content-Type: multipart/report; ${fill('a=b; ')}\n\n`,
    'a boundary that is never closed': () => `Content-Type: multipart/report; boundary="${fill('b')}`,
    'base64 without end': () =>
      `Content-Type: message/feedback-report\nContent-Transfer-Encoding: base64\n\n${fill('QUFB')}`,
    'soft line breaks without end': () =>
      `Content-Type: message/feedback-report\nContent-Transfer-Encoding: quoted-printable\n\n${fill('= ')}`,
    'a report of empty groups': () => `Content-Type: message/delivery-status\n\n${fill('a: b\n\n')}`,
    spaces: () => `Content-Type: message/delivery-status\n\n${fill(' \t')}`,
  }
  for (const [what, make] of Object.entries(cases)) {
    test(`${what}: takes no longer than its length explains`, () => {
      const bytes = new TextEncoder().encode(make())
      const spent = startProcessorTime()
      const { parts, fields } = parseMailParts(bytes)
      for (const part of parts) decodeBody(part)
      assert.ok(parts.length <= 100 && fields.length <= 1_000)
      assert.ok(spent() < 1_500, `${spent()} ms`)
    })
  }

  test('any bytes at all: gives what there is, and never throws', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7_919 + (index >> 3) * 31) & 255)
    assert.ok(parse(bytes).parts.length <= 100)
    assert.deepEqual(parse(new Uint8Array()), {
      fields: [],
      headBytes: 0,
      type: 'text/plain',
      parts: [{ fields: [], type: 'text/plain', body: '' }],
    })
  })
})
