import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { digestMessageId } from '../../src/core/digest/message-id.ts'
import { planMessage } from '../../src/core/digest/plan-message.ts'
import { cutMessage, countPlaces, personaliseMessage, placeholderToken } from '../../src/core/send/message-template.ts'
import { signLink } from '../../src/core/subscription/link-token.ts'
import { composeMessage } from '../../src/io/compose-message.ts'
import { makeDigest } from '../core/digest/digest-builders.ts'
import { randomNumbers } from '../random-numbers.ts'

/** What has made trouble in mail: soft breaks, dots, spaces at ends, characters of several bytes, boundaries. */
const BITS = [
  ...['a', 'word', ' ', '  ', '\t', '.', '..', '\n', '\n\n', ' \n', '\n.', '\n.\n', '=', '=3D', '=\n', '<b>', '&amp;'],
  ...[
    'ü',
    '日本語',
    '👩‍🚀',
    '\u00a0',
    '\u2028',
    '"',
    "'",
    '--',
    '\n--',
    '\nFrom x',
    '{{ x }}',
    '$&',
    'https://a.example/?b=c&d',
  ],
  ...['x'.repeat(70), 'y'.repeat(200), 'k1.', '-', '_'],
]

const KEY = { id: 'k1', secret: new Uint8Array(32).fill(3) }
const DATE = new Date('2026-08-21T12:00:00Z')

interface Case {
  readonly subject: string
  readonly name: string
  readonly address: string
  readonly subscriptionId: string
  readonly pieces: readonly string[]
  readonly places: readonly number[]
}

function makeCase(random: () => number): Case {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const bits = (most: number) => Array.from({ length: Math.floor(random() * most) }, () => pick(BITS))
  const line = () => bits(12).join('').replaceAll(/\s+/gu, ' ').trim()
  const letters = (length: number, of: string) => Array.from({ length }, () => pick([...of])).join('')
  const pieces = bits(60)
  return {
    subject: line() || 'x',
    name: line().replaceAll(/[<>]/g, ''),
    address: `${letters(1 + Math.floor(random() * 60), "aB1!#$%&'*+/=?^_`{|}~-")}@${letters(8, 'abc1')}.example`,
    subscriptionId: `${letters(21, 'ABCxyz019-_')}${pick(['A', 'Q', 'g', 'w'])}`,
    pieces,
    places: Array.from({ length: 1 + Math.floor(random() * 4) }, () => Math.floor(random() * (pieces.length + 1))),
  }
}

/** The text of a case, with a token at its places. */
function textWith({ pieces, places }: Case, token: string): string {
  const parts = [...pieces, ''].map((piece, at) => token.repeat(places.filter((place) => place === at).length) + piece)
  return parts.join('')
}

const isAscii = (bytes: Uint8Array) => bytes.every((byte) => byte < 128)

/** The mail of a reader in our way, and as nodemailer would have composed it. */
async function makeBoth(given: Case) {
  const { subject, name, address, subscriptionId } = given
  const placeholder = placeholderToken(KEY.id, JSON.stringify(given))
  const token = signLink('unsubscribe', subscriptionId, KEY)
  const compose = (token: string, own: { readonly to?: string; readonly reader?: string }) => {
    const text = textWith(given, token)
    const html = `<p>${text}</p>`
    const message = planMessage({
      digest: { ...makeDigest({}, `https://light.example/unsubscribe/${token}`), subject },
      ...{
        html,
        text,
        from: { name, address: 'lamp@light.example' },
        replyTo: { name: '', address: 'desk@light.example' },
      },
      ...{
        date: DATE,
        listId: 'weekly.light.example',
        leaveBy: 'mailto:b+x@light.example?subject=unsubscribe',
        ...own,
      },
    })
    return { message, places: countPlaces(text, placeholder) + countPlaces(html, placeholder) }
  }
  const frozen = compose(placeholder, {})
  const template = cutMessage(await composeMessage(frozen.message), frozen.places)
  const ours = personaliseMessage(template, {
    to: address,
    messageId: digestMessageId('2026-W34', subscriptionId, 'lamp@light.example'),
    leaveBy: [`https://light.example/unsubscribe/${token}`, 'mailto:b+x@light.example?subject=unsubscribe'],
    token,
  })
  const plain = await composeMessage(compose(token, { to: address, reader: subscriptionId }).message)
  return { ours: Buffer.from(ours), plain: Buffer.from(plain) }
}

describe('a mail of many is what nodemailer makes for its reader, after decoding', () => {
  const random = randomNumbers(8)
  const cases = Array.from({ length: 300 }, () => makeCase(random))

  test('in each field and both texts, of 300 random mails; in lines that every server takes', async () => {
    for (const given of cases) {
      const { ours, plain } = await makeBoth(given)
      const [mail, expected] = await Promise.all([PostalMime.parse(ours), PostalMime.parse(plain)])
      const fields = ({ headers }: typeof mail) =>
        headers
          .filter(({ key }) => key !== 'content-type')
          .map(({ key, value }) => `${key}: ${value}`)
          .sort()
      assert.deepEqual(fields(mail), fields(expected))
      assert.deepEqual(
        [mail.text, mail.html, mail.subject, mail.to],
        [expected.text, expected.html, expected.subject, expected.to],
      )
      const text = ours.toString('latin1')
      assert.ok(isAscii(ours))
      assert.doesNotMatch(text, /\r(?!\n)|(?<!\r)\n/)
      for (const line of text.split('\r\n')) {
        // What has no space in it cannot be folded.
        if (line.length > 78) assert.match(line, /^ ?\S+$|^[\w-]+: \S+$/)
        assert.ok(line.length <= 998)
      }
    }
  })

  test('also for another parser, of every tenth', async () => {
    for (const given of cases.filter((_, index) => index % 10 === 0)) {
      const { ours, plain } = await makeBoth(given)
      const [mail, expected] = await Promise.all([simpleParser(ours), simpleParser(plain)])
      const lines = (parsed: typeof mail) =>
        Object.fromEntries([...parsed.headers].filter(([key]) => key !== 'content-type'))
      assert.deepEqual(lines(mail), lines(expected))
      assert.deepEqual([mail.text, mail.html], [expected.text, expected.html])
    }
  })
})
