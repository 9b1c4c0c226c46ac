import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeBody } from '../../../src/core/feed/decode-body.ts'

const TEXT = '<?xml version="1.0"?><a>Größe</a>'
const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'))
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const swapped = (bytes: Uint8Array) => new Uint8Array(Buffer.from(bytes).swap16())
const declared = (encoding: string) => TEXT.replace('?>', ` encoding="${encoding}"?>`)

describe('bytes as text', () => {
  for (const [name, bytes, contentType, expected] of [
    ['UTF-8 without any label', utf8(TEXT), undefined, TEXT],
    ['UTF-8 with a mark, which is no part of the text', utf8(`\ufeff${TEXT}`), undefined, TEXT],
    ['UTF-8 that the header calls Latin-1', utf8(TEXT), 'text/xml; charset=iso-8859-1', TEXT],
    ['UTF-8 that its declaration calls Latin-1', utf8(declared('ISO-8859-1')), undefined, declared('ISO-8859-1')],
    ['Latin-1 that the header names', latin1(TEXT), 'text/xml; charset="ISO-8859-1"', TEXT],
    ['Latin-1 that its declaration names', latin1(declared('iso-8859-1')), 'text/xml', declared('iso-8859-1')],
    ['Latin-1 that nobody names', latin1(TEXT), undefined, TEXT],
    ['Latin-1 under a name that does not exist', latin1(TEXT), 'text/xml; charset=klingon', TEXT],
    ['Latin-1 that the header calls UTF-8', latin1(TEXT), 'text/xml; charset=utf-8', TEXT],
    ['UTF-16 little-endian with a mark', utf16(`\ufeff${TEXT}`), undefined, TEXT],
    ['UTF-16 big-endian with a mark', swapped(utf16(`\ufeff${TEXT}`)), undefined, TEXT],
    ['UTF-16 little-endian without a mark', utf16(TEXT), undefined, TEXT],
    ['UTF-16 big-endian without a mark', swapped(utf16(TEXT)), undefined, TEXT],
    ['windows-1252 quotation marks', Uint8Array.from([0x93, 0x61, 0x94, 0x80]), undefined, '“a”€'],
    [
      'ISO-8859-2, by its declaration',
      Uint8Array.from([...latin1('<?xml encoding="ISO-8859-2"?>'), 0xb1]),
      undefined,
      '<?xml encoding="ISO-8859-2"?>ą',
    ],
    ['Shift_JIS, by the header', Uint8Array.from([0x93, 0xfa, 0x96, 0x7b]), 'text/xml; charset=shift_jis', '日本'],
    ['nothing at all', new Uint8Array(), undefined, ''],
  ] as const) {
    test(name, () => {
      assert.equal(decodeBody(bytes, contentType), expected)
    })
  }

  test('never fail: every byte in any order is some text', () => {
    const bytes = Uint8Array.from({ length: 1_024 }, (_, n) => (n * 167) % 256)
    for (const contentType of [undefined, 'text/xml; charset=utf-8', 'text/xml; charset=utf-16', 'charset=', ';;;']) {
      assert.ok(decodeBody(bytes, contentType).length > 0)
    }
  })
})
