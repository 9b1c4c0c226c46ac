import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { viewMail } from '../../../src/core/doctor/mail-view.ts'
import { whyUnverified } from '../../../src/core/doctor/why-unverified.ts'

const HEAD = 'From: keeper@harbour.example\r\nSubject: Lamps\r\n'
const utf8 = (text: string) => new TextEncoder().encode(text)
const why = (text: string) => whyUnverified(viewMail(utf8(text)))
const MEGA = 1024 * 1024

describe('a mail whose signature is not verified', () => {
  const cases: [string, string, string | undefined][] = [
    [
      '60,000 folded lines',
      `${HEAD}X: y\r\n${' z\r\n'.repeat(60_000)}\r\nhi\r\n`,
      'its headers are longer than 128 KB',
    ],
    [
      'folded lines in few bytes',
      `${HEAD}X: y\r\n${' \r\n'.repeat(2_000)}\r\nhi\r\n`,
      'its headers have more than 2000 lines',
    ],
    ['nothing but empty lines', `${HEAD}\r\n${'\n'.repeat(5 * MEGA)}`, 'it has more than 500000 lines'],
    ['a body that is one line', `${HEAD}\r\n${'<'.repeat(5 * MEGA)}\r\n`, undefined],
    [
      'a head of a long way',
      `${HEAD}${'Received: from a.example\r\n by b.example\r\n'.repeat(200)}\r\nhi\r\n`,
      undefined,
    ],
  ]
  for (const [name, text, reason] of cases) {
    test(`has ${name}${reason === undefined ? ': no, that is verified' : ''}`, () => {
      assert.equal(why(text), reason)
    })
  }
})
