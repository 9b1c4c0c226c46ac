import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  countPlaces,
  cutMessage,
  type MessageTemplate,
  personaliseMessage,
  placeholderToken,
} from '../../../src/core/send/message-template.ts'

const PLACEHOLDER = placeholderToken('k1', 'an issue')
const TOKEN = 'k1.AAAAAAAAAAAAAAAAAAAAAA.-_BBBBBBBBBBBBBBBBBBBB'
const LINK = `https://light.example/unsubscribe/${PLACEHOLDER}`

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (message: Uint8Array) => new TextDecoder().decode(message)

/** A message as it would be composed, with a body of so many lines. */
const compose = (body: string, fields: readonly string[] = []) =>
  bytes(
    [
      ...['From: lamp@light.example', 'To: nobody@light.example', 'Message-ID: <x@light.example>', ...fields],
      `List-Unsubscribe:\r\n <${LINK}>,\r\n <mailto:lamp@light.example?subject=unsubscribe>`,
      ...['List-Unsubscribe-Post: List-Unsubscribe=One-Click', 'Subject: a\r\n b', '', body],
    ].join('\r\n'),
  )

/** The body of a reader's mail. */
const bodyOf = (template: MessageTemplate) => {
  const message = text(personaliseMessage(template, READER))
  return message.slice(message.indexOf('\r\n\r\n') + 4)
}

const READER = {
  to: 'keeper@light.example',
  messageId: '<2026-w34.1@light.example>',
  leaveBy: [`https://light.example/unsubscribe/${TOKEN}`, 'mailto:bounces+u1.x@light.example?subject=unsubscribe'],
  token: TOKEN,
}

describe('a placeholder', () => {
  test('has the form and the length of a token, and is another for another content', () => {
    assert.match(PLACEHOLDER, /^k1\.[0-9a-f]{22}\.[0-9a-f]{22}$/)
    assert.equal(PLACEHOLDER.length, TOKEN.length)
    assert.equal(placeholderToken('k1', 'an issue'), PLACEHOLDER)
    assert.notEqual(placeholderToken('k1', 'another'), PLACEHOLDER)
  })
})

describe('a message for one reader', () => {
  test('has the fields of all, and in their place To, Message-ID and List-Unsubscribe of its own, folded', () => {
    const message = text(personaliseMessage(cutMessage(compose(`${PLACEHOLDER}\r\n`)), READER))
    assert.equal(
      message,
      [
        'To: keeper@light.example',
        'Message-ID: <2026-w34.1@light.example>',
        'List-Unsubscribe:',
        ` <https://light.example/unsubscribe/${TOKEN}>,`,
        ' <mailto:bounces+u1.x@light.example?subject=unsubscribe>',
        'From: lamp@light.example',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'Subject: a',
        ' b',
        '',
        TOKEN,
        '',
      ].join('\r\n'),
    )
  })

  test('begins with a signature, of all other fields and of the body as DKIM hashes it', () => {
    const template = cutMessage(compose(`a  b \r\n${PLACEHOLDER}\t\r\n\r\n\r\n`))
    const given: string[] = []
    const signed = personaliseMessage(template, READER, (head, relaxed) => {
      given.push(head, relaxed.map(text).join(''))
      return 'DKIM-Signature: x\r\n'
    })
    const plain = text(personaliseMessage(template, READER))
    assert.equal(text(signed), `DKIM-Signature: x\r\n${plain}`)
    assert.deepEqual(given, [plain.slice(0, plain.indexOf('\r\n\r\n') + 2), `a b\r\n${TOKEN}\r\n`])
  })

  test('leaves the template as it was', () => {
    const template = cutMessage(compose(PLACEHOLDER))
    personaliseMessage(template, READER)
    assert.equal(text(template.body.bytes), PLACEHOLDER)
  })

  test('is filled in wherever soft line breaks cut the placeholder', () => {
    for (let first = 0; first <= PLACEHOLDER.length; first += 1) {
      for (const second of [first, first + 7, PLACEHOLDER.length]) {
        if (second > PLACEHOLDER.length) continue
        const cut = [PLACEHOLDER.slice(0, first), PLACEHOLDER.slice(first, second), PLACEHOLDER.slice(second)]
        const body = `x${cut.join('=\r\n')}y ${PLACEHOLDER}\r\n`
        const template = cutMessage(compose(body), 2)
        assert.equal(bodyOf(template).replaceAll('=\r\n', ''), `x${TOKEN}y ${TOKEN}\r\n`, String([first, second]))
      }
    }
  })

  const bad: readonly (readonly [name: string, own: Partial<typeof READER>])[] = [
    ['a shorter token', { token: TOKEN.slice(1) }],
    ['a token with a line break', { token: TOKEN.replace('-_', '\r\n') }],
    ['a token beyond ASCII', { token: TOKEN.replace('A', 'ä') }],
    ['a recipient with a field of its own', { to: 'a@b.example\r\nBcc: z@z.example' }],
    ['a recipient with a space', { to: 'a@b.example, z@z.example' }],
    ['no recipient', { to: '' }],
    ['a Message-ID with a line break', { messageId: '<a\n@b>' }],
    ['a link with a line break', { leaveBy: ['https://a\r\nX: y'] }],
  ]
  for (const [name, own] of bad) {
    test(`is not made with ${name}`, () => {
      assert.throws(() => personaliseMessage(cutMessage(compose(PLACEHOLDER)), { ...READER, ...own }), TypeError)
    })
  }
})

describe('a message that cannot be sent to many', () => {
  const bad: readonly (readonly [name: string, message: Uint8Array, says: RegExp, places?: number])[] = [
    ['has characters of eight bits', compose(`ü ${PLACEHOLDER}`), /not ASCII/],
    ['has a NUL', compose(`\u0000 ${PLACEHOLDER}`), /not ASCII/],
    ['has a bare LF', compose(`a\n${PLACEHOLDER}`), /CRLF/],
    ['has a bare CR', compose(`a\r.\r${PLACEHOLDER}`), /CRLF/],
    ['has a line that no server need take', compose(`${'x'.repeat(999)}\r\n${PLACEHOLDER}`), /998/],
    ['has no place for a token in its text', compose('nothing'), /0 places/],
    ['has a place more than the text had', compose(`${PLACEHOLDER} ${PLACEHOLDER}`), /2 places/, 1],
    ['has a place less than the text had', compose(PLACEHOLDER), /1 places/, 2],
    ['has the token in its subject', compose(PLACEHOLDER, [`Comments: ${PLACEHOLDER}`]), /another field/],
    [
      'has the token in a field, folded',
      compose(PLACEHOLDER, [`X: ${PLACEHOLDER.slice(0, 9)}\r\n ${PLACEHOLDER.slice(9)}`]),
      /another field/,
    ],
    ['has no List-Unsubscribe', bytes(`From: a\r\n\r\n${PLACEHOLDER}`), /List-Unsubscribe/],
    ['has one for something else', bytes(`List-Unsubscribe: <https://a/b>\r\n\r\nx`), /List-Unsubscribe/],
    ['has no end of its header', bytes(`List-Unsubscribe: <${LINK}>`), /empty line/],
    ['is empty', new Uint8Array(), /empty line/],
  ]
  for (const [name, message, says, places] of bad) {
    test(`${name}`, () => {
      assert.throws(
        () => cutMessage(message, places),
        (error) => error instanceof TypeError && says.test(error.message),
      )
    })
  }

  test('is none because words are like the placeholder', () => {
    const near = `${PLACEHOLDER.slice(0, -1)} ${PLACEHOLDER.replaceAll('.', 'x')} ${PLACEHOLDER.toUpperCase()}`
    const template = cutMessage(compose(`${near} ${PLACEHOLDER}`), 1)
    assert.equal(bodyOf(template), `${near} ${TOKEN}`)
  })
})

test('countPlaces counts what stands there whole', () => {
  assert.deepEqual(
    ['', PLACEHOLDER, `${PLACEHOLDER}${PLACEHOLDER}`, PLACEHOLDER.slice(1)].map((words) =>
      countPlaces(words, PLACEHOLDER),
    ),
    [0, 1, 2, 0],
  )
})
