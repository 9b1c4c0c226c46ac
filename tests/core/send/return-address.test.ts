import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromBase32, toBase32 } from '../../../src/core/text/base32.ts'
import { formatReturnAddress, parseReturnAddress } from '../../../src/core/send/return-address.ts'
import { toBase64Url } from '../../../src/core/text/base64url.ts'
import { parseMailAddress } from '../../../src/core/text/mail-address.ts'

const KEY = { id: 'k1', secret: new Uint8Array(32).fill(1) }
const BASE = 'bounces@crowsnest.example'
const ID = toBase64Url(Uint8Array.from({ length: 16 }, (_, index) => index * 16 + 5))
const make = (own: Partial<Parameters<typeof formatReturnAddress>[1]> = {}, base = BASE) =>
  formatReturnAddress(base, { purpose: 'bounce', send: 1, subscriptionId: ID, ...own }, KEY)

describe('base32', () => {
  test('writes what RFC 4648 writes, in lower case and without padding, and reads it in any case', () => {
    const cases = {
      '': '',
      f: 'my',
      fo: 'mzxq',
      foo: 'mzxw6',
      foob: 'mzxw6yq',
      fooba: 'mzxw6ytb',
      foobar: 'mzxw6ytboi',
    }
    for (const [text, digits] of Object.entries(cases)) {
      assert.equal(toBase32(new TextEncoder().encode(text)), digits)
      assert.equal(new TextDecoder().decode(fromBase32(digits.toUpperCase())), text)
    }
  })

  test('gives back every byte, and takes no text that it would not write', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
    assert.deepEqual(fromBase32(toBase32(bytes)), bytes)
    for (const text of ['m1', 'm', 'mz8q', 'mzxr', 'mzxw6y', 'my=', 'ſy', 'my '])
      assert.equal(fromBase32(text), undefined, text)
  })
})

describe('an address that mails come back to', () => {
  test('is an address, gives back what it was made of, and keeps that when its case is lost', () => {
    for (const purpose of ['bounce', 'leave'] as const) {
      for (const send of [1, 35, 36, 60_466_175]) {
        const address = make({ purpose, send }, 'sixteen.letters1@crowsnest.example')
        assert.equal(parseMailAddress(address), address)
        for (const text of [address, address.toUpperCase()]) {
          const found = parseReturnAddress(text, 'Sixteen.Letters1@crowsnest.example', [KEY])
          assert.deepEqual(found, { purpose, send, subscriptionId: ID })
        }
      }
    }
  })

  test('is none any more with any character changed, left out, or put in', () => {
    const address = make()
    for (let at = 0; at < address.length; at += 1) {
      for (const digit of 'b2u.+@-') {
        const changed = address.slice(0, at) + digit + address.slice(at + 1)
        if (changed !== address) assert.equal(parseReturnAddress(changed, BASE, [KEY]), undefined, changed)
        const longer = address.slice(0, at) + digit + address.slice(at)
        assert.equal(parseReturnAddress(longer, BASE, [KEY]), undefined, longer)
      }
      const shorter = address.slice(0, at) + address.slice(at + 1)
      assert.equal(parseReturnAddress(shorter, BASE, [KEY]), undefined, shorter)
    }
  })

  test('is none of another mailbox, of another key, or of the other purpose', () => {
    const other = { id: 'k1', secret: new Uint8Array(32).fill(2) }
    assert.equal(parseReturnAddress(make(), 'mail@crowsnest.example', [KEY]), undefined)
    assert.equal(parseReturnAddress(make(), 'bounces@other.example', [KEY]), undefined)
    assert.equal(parseReturnAddress(make(), BASE, [other]), undefined)
    assert.equal(parseReturnAddress(make(), BASE, []), undefined)
    assert.ok(parseReturnAddress(make(), BASE, [other, KEY]))
    assert.equal(parseReturnAddress(make().replace('+b', '+u'), BASE, [KEY]), undefined)
  })

  test('is never taken from what is no address, however long', () => {
    for (const text of [
      '',
      '@',
      BASE,
      '+@',
      `bounces+@crowsnest.example`,
      `bounces+${'a.'.repeat(500_000)}@crowsnest.example`,
    ]) {
      assert.equal(parseReturnAddress(text, BASE, [KEY]), undefined)
    }
  })
})
