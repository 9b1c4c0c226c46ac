import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseSuggestion } from '../../../src/core/subscription/parse-suggestion.ts'

const LINK = 'https://harbour.example/posts/fog-horns/'
const parse = (fields: Record<string, string>) => parseSuggestion(new Map(Object.entries({ url: LINK, ...fields })))

/** What is wrong, as `field: words`. */
function problemsOf(fields: Record<string, string>): string[] {
  const parsed = parse(fields)
  return parsed.ok ? [] : parsed.problems.map(({ where, what }) => `${where}: ${what}`)
}

describe('a suggestion', () => {
  test('may be a link alone', () => {
    assert.deepEqual(parse({ note: ' ', by: '', email: '' }), { ok: true, value: { url: LINK } })
  })

  test('has what was said of it on one line, a name, and an address as mail is sent to it', () => {
    const email = 'Keeper@Leuchtfeuer.EXAMPLE '
    assert.deepEqual(parse({ url: ` ${LINK}?utm_source=x `, note: ' On\r\nfog  horns. ', by: ' Bo ', email }), {
      ok: true,
      value: { url: LINK, note: 'On fog horns.', by: 'Bo', address: 'Keeper@leuchtfeuer.example' },
    })
  })

  const words: [name: string, typed: string, kept: string][] = [
    ['markdown', '**bold** [x](javascript:alert(1)) `code`', '**bold** [x](javascript:alert(1)) `code`'],
    ['HTML', '<script>alert(1)</script><b>', '<script>alert(1)</script><b>'],
    ['line ends that could begin a header', 'a\r\nBcc: z@z.example\nb', 'a Bcc: z@z.example b'],
    ['writing from right to left', 'مرحبا שלום', 'مرحبا שלום'],
    ['what turns the writing round', 'a\u202eb\u2066c\u2069', 'abc'],
    ['what is invisible', 'a\u200bb\u{e0041}\u0000\u001bc', 'abc'],
    ['half of a character', 'a\ud800b', 'a\ufffdb'],
  ]
  for (const [name, typed, kept] of words) {
    test(`keeps ${name} as text alone`, () => {
      assert.deepEqual(parse({ note: typed, by: typed }), { ok: true, value: { url: LINK, note: kept, by: kept } })
    })
  }

  const links: [url: string, what: RegExp][] = [
    ['', /the link is missing/],
    ['harbour.example/fog', /no web address/],
    ['//harbour.example/fog', /no web address/],
    ['javascript:alert(1)', /no web address/],
    ['java\nscript:alert(1)', /no web address/],
    ['data:text/html,<script>', /no web address/],
    ['file:///etc/passwd', /no web address/],
    ['mailto:keeper@light.example', /no web address/],
    ['https://', /no web address/],
    ['https://keeper:secret@harbour.example/', /password/],
    ['https://harbour.example@evil.example/', /user name/],
    [`https://harbour.example/${'a'.repeat(3_000)}`, /over 2048 characters/],
    [`https://harbour.example/${'灯'.repeat(500)}`, /over 2048 characters/],
    ['https://harbour.example/a b', /does not lead every reader/],
    ['https://harbour.example/\u202efog', /does not lead every reader/],
    ['http://localhost/', /does not lead every reader/],
    ['http://localhost:8080/', /does not lead every reader/],
    ['http://app.localhost./', /does not lead every reader/],
    ['http://127.0.0.1/', /does not lead every reader/],
    ['http://0x7f.1/', /does not lead every reader/],
    ['http://2130706433/', /does not lead every reader/],
    ['http://017700000001/', /does not lead every reader/],
    ['http://10.0.0.1:6443/api', /does not lead every reader/],
    ['http://169.254.169.254/latest/meta-data/', /does not lead every reader/],
    ['http://[::1]/', /does not lead every reader/],
    ['http://[::ffff:10.0.0.1]/', /does not lead every reader/],
    ['http://printer/', /does not lead every reader/],
    ['http://kubernetes.default.svc.cluster.local/', /does not lead every reader/],
    ['http://metadata.google.internal/', /does not lead every reader/],
    ['http://expyuzz4wqqyqhjn.onion/', /does not lead every reader/],
  ]
  for (const [url, what] of links) {
    test(`with the link ${JSON.stringify(url.slice(0, 50))} is refused, with what to do`, () => {
      const parsed = parse({ url })
      assert.ok(!parsed.ok)
      assert.deepEqual(
        parsed.problems.map(({ where }) => where),
        ['url'],
      )
      assert.match(parsed.problems[0].what, what)
      assert.match(parsed.problems[0].remedy, /^Give /)
    })
  }

  for (const url of ['https://灯台.example/灯', 'HTTP://Harbour.Example:8080/#fog', 'https://user.github.io/']) {
    test(`with the link ${url} is taken`, () => {
      assert.deepEqual(problemsOf({ url }), [])
    })
  }

  test('says all that is wrong at once, in the order of the form', () => {
    assert.deepEqual(problemsOf({ url: 'fog', note: 'a'.repeat(10_000), by: 'b'.repeat(101), email: 'a@b' }), [
      'url: this is no web address',
      'note: what you say of it has 10000 characters, and there is room for 1000',
      'by: your name has 101 characters, and there is room for 100',
      'email: this is no mail address that we can write to',
    ])
    assert.deepEqual(problemsOf({ note: 'a'.repeat(1_000), by: 'b'.repeat(100) }), [])
  })

  for (const email of [
    'a@b.example\r\nBcc: z@z.example',
    'a@b.example, c@d.example',
    '"a b"@c.example',
    'a@\u200bb.example',
  ]) {
    test(`with ${JSON.stringify(email)} for an address is refused`, () => {
      assert.deepEqual(problemsOf({ email }), ['email: this is no mail address that we can write to'])
    })
  }
})
