import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressKey } from '../../../src/core/subscription/address-key.ts'
import { toBase64Url } from '../../../src/core/text/base64url.ts'
import {
  confirmationHash,
  confirmationToken,
  isConfirmationToken,
  makeConfirmation,
} from '../../../src/core/subscription/confirmation-token.ts'
import { isFilledTooFast, signFormTime, verifyFormTime } from '../../../src/core/subscription/form-time.ts'
import { type LinkKey, signLink, verifyLink } from '../../../src/core/subscription/link-token.ts'

const makeKey = (id: string, byte: number): LinkKey => ({ id, secret: new Uint8Array(32).fill(byte) })
const [K1, K2] = [makeKey('k1', 1), makeKey('k2', 2)]
const ID = 'c3Vic2NyaXB0aW9uLW9uZQ'

describe('signLink and verifyLink', () => {
  const token = signLink('unsubscribe', ID, K1)

  test('what was signed is read back, and stands in an address as it is', () => {
    assert.equal(verifyLink('unsubscribe', token, [K1]), ID)
    assert.equal(encodeURIComponent(token), token)
  })

  test('a new key signs, and links of the old one go on working', () => {
    assert.equal(verifyLink('unsubscribe', token, [K2, K1]), ID)
    assert.equal(verifyLink('unsubscribe', signLink('unsubscribe', ID, K2), [K2, K1]), ID)
  })

  test('a key that was taken away says no', () => {
    assert.equal(verifyLink('unsubscribe', token, [K2]), undefined)
  })

  test('a token for one thing does nothing for another', () => {
    assert.equal(verifyLink('me', token, [K1]), undefined)
  })

  test('another key under the same name says no', () => {
    assert.equal(verifyLink('unsubscribe', token, [makeKey('k1', 9)]), undefined)
  })

  test('no change of one character passes, and no end cut off or added', () => {
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A'
      const changed = token.slice(0, at) + other + token.slice(at + 1)
      assert.equal(verifyLink('unsubscribe', changed, [K1]), undefined, changed)
    }
    for (const text of [token.slice(0, -1), `${token}A`, `${token}.`, `.${token}`, '', '.', '..', 'k1', `k1.${ID}`]) {
      assert.equal(verifyLink('unsubscribe', text, [K1]), undefined, text)
    }
  })
})

describe('a token of a confirmation mail', () => {
  const token = confirmationToken(Uint8Array.from({ length: 16 }, (_, index) => 255 - index))

  test('has 22 characters that stand in an address as they are', () => {
    assert.equal(token.length, 22)
    assert.equal(encodeURIComponent(token), token)
    assert.ok(isConfirmationToken(token))
  })

  for (const text of ['', token.slice(1), `${token}A`, `${token.slice(1)}.`, `${token.slice(1)}=`, `${token}\n`]) {
    test(`${JSON.stringify(text)} could not be one`, () => {
      assert.equal(isConfirmationToken(text), false)
    })
  }

  test('is kept as its SHA-256 alone', () => {
    // The hash of `abc` of FIPS 180-2, appendix B.1.
    assert.equal(confirmationHash('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    const confirmation = makeConfirmation(token, ID, new Date('2026-11-20T09:00:00Z'))
    assert.deepEqual(confirmation, {
      hash: confirmationHash(token),
      subscriptionId: ID,
      expiresAt: '2026-11-27T09:00:00Z',
    })
  })
})

describe('the time of a form', () => {
  const shown = new Date('2026-11-20T09:00:00.000Z')
  const later = (milliseconds: number) => new Date(shown.getTime() + milliseconds)
  const t = signFormTime(shown, K1)

  test('says how long ago the form was shown, by an old key too', () => {
    assert.equal(verifyFormTime(t, [K1], later(1234)), 1234)
    assert.equal(verifyFormTime(t, [K2, K1], later(1234)), 1234)
  })

  const spoilt = ['', '.', '..', t.slice(1), `${t}A`, `${t}.`, t.replace('.k1.', '.k2.'), t.replace(/^./, '0')]
  for (const text of spoilt) {
    test(`${JSON.stringify(text)} says nothing`, () => {
      assert.equal(verifyFormTime(text, [K1, K2], later(5)), undefined)
      assert.equal(isFilledTooFast(text, [K1, K2], later(5)), false)
    })
  }

  test('a time to come says nothing, and neither does one over a day ago', () => {
    assert.equal(verifyFormTime(t, [K1], later(-1)), undefined)
    assert.equal(verifyFormTime(t, [K1], later(86_400_001)), undefined)
  })

  test('under a second is too fast for a person; without a time nobody is', () => {
    assert.equal(isFilledTooFast(t, [K1], later(999)), true)
    assert.equal(isFilledTooFast(t, [K1], later(1000)), false)
    assert.equal(isFilledTooFast(undefined, [K1], later(5)), false)
  })

  test('is no link', () => {
    assert.equal(verifyLink('unsubscribe', t, [K1]), undefined)
  })
})

test('base64url agrees with the vectors of RFC 4648 and with Node', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  assert.deepEqual(
    ['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((text) => toBase64Url(bytes(text))),
    ['', 'Zg', 'Zm8', 'Zm9v', 'Zm9vYg', 'Zm9vYmE', 'Zm9vYmFy'],
  )
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  assert.equal(toBase64Url(all), Buffer.from(all).toString('base64url'))
})

test('two spellings of an address have one key, and another secret gives another', () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  assert.equal(addressKey('Keeper@light.example', one), addressKey('keeper@light.example', one))
  assert.notEqual(addressKey('keeper@light.example', one), addressKey('keeper@light.example', other))
  assert.match(addressKey('keeper@light.example', one), /^[0-9a-f]{64}$/)
})
