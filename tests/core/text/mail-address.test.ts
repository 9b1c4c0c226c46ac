import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseMailAddress, parseMailbox } from '../../../src/core/text/mail-address.ts'

describe('a mail address', () => {
  for (const [text, expected] of [
    ['lookout@harbour.example', 'lookout@harbour.example'],
    ['Lookout@HARBOUR.Example', 'Lookout@harbour.example'],
    ['a+tag@harbour.example', 'a+tag@harbour.example'],
    ["o'neil@harbour.example", "o'neil@harbour.example"],
    ['a@bücher.example', 'a@xn--bcher-kva.example'],
    ['a@b', undefined],
    ['a@127.0.0.1', undefined],
    ['a@harbour.example:25', undefined],
    ['a@harbour.example/x', undefined],
    ['a b@harbour.example', undefined],
    ['a@harbour.example\r\nBcc: b@c.example', undefined],
    ['@harbour.example', undefined],
    ['harbour.example', undefined],
    ['', undefined],
    [`${'a'.repeat(65)}@harbour.example`, undefined],
    [`a@${'b'.repeat(64)}.example`, undefined],
    [`a@${'b.'.repeat(126)}example`, undefined],
  ] as const) {
    test(`${JSON.stringify(text.slice(0, 60))} is ${expected ?? 'none'}`, () => {
      assert.equal(parseMailAddress(text), expected)
    })
  }
})

describe('a mailbox', () => {
  for (const [text, expected] of [
    ['Crow <a@b.example>', { name: 'Crow', address: 'a@b.example' }],
    ['"Crow, Nest" <a@b.example>', { name: 'Crow, Nest', address: 'a@b.example' }],
    ['a@b.example', { name: '', address: 'a@b.example' }],
    ['Crow\r\nBcc: x <a@b.example>', undefined],
    ['Crow <a@b>', undefined],
    ['Crow', undefined],
  ] as const) {
    test(`${JSON.stringify(text)} ${expected ? 'has a name and an address' : 'is refused'}`, () => {
      assert.deepEqual(parseMailbox(text), expected)
    })
  }
})
