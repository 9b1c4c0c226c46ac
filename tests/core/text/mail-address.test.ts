import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseMailAddress, parseMailbox } from '../../../src/core/text/mail-address.ts'

describe('parseMailAddress', () => {
  const good: readonly (readonly [text: string, address: string])[] = [
    ['keeper@light.example', 'keeper@light.example'],
    ['Keeper+news@Light.Example', 'Keeper+news@light.example'],
    ["o'hara_{x}@a-b.example", "o'hara_{x}@a-b.example"],
    ['keeper@bücher.example', 'keeper@xn--bcher-kva.example'],
    ['k.ee.per@light.example', 'k.ee.per@light.example'],
    ['keeper%other.example@light.example', 'keeper%other.example@light.example'],
    [`${'a'.repeat(64)}@light.example`, `${'a'.repeat(64)}@light.example`],
  ]
  for (const [text, address] of good) {
    test(`${text} is an address`, () => {
      assert.equal(parseMailAddress(text), address)
    })
  }

  const bad = [
    '',
    'keeper',
    '@light.example',
    'keeper@',
    'keeper@localhost',
    'keeper@light',
    'keeper@light..example',
    'keeper@-light.example',
    'keeper@light.example.',
    'keeper@light.example:25',
    'keeper@light.example/x',
    'keeper@127.0.0.1',
    'keeper@0x7f.1',
    'keeper@[127.0.0.1]',
    'keeper@light.example\r\nBcc: other@light.example',
    'keeper@light.example\n',
    'keeper@li\tght.example',
    'keeper\u0000@light.example',
    'kee per@light.example',
    'a@light.example,b@light.example',
    'a@light.example b@light.example',
    'Keeper <keeper@light.example>',
    '<keeper@light.example>',
    'keeper@other@light.example',
    '"keeper"@light.example',
    'kéeper@light.example',
    '.keeper@light.example',
    'keeper.@light.example',
    'kee..per@light.example',
    'keeper@light.example\u0085',
    'keeper@li\u00adght.example',
    'keeper@light\u3002example',
    'keeper@\u202elight.example',
    '\ud800keeper@light.example',
    `${'a'.repeat(65)}@light.example`,
    `a@${'b'.repeat(64)}.example`,
    `a@${`${'b'.repeat(60)}.`.repeat(5)}example`,
  ]
  for (const text of bad) {
    test(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseMailAddress(text), undefined)
    })
  }
})

describe('parseMailbox', () => {
  test('a name stands before the address in angle brackets, with or without quotation marks', () => {
    const expected = { name: 'Crowsnest, weekly', address: 'weekly@light.example' }
    assert.deepEqual(parseMailbox('Crowsnest, weekly <weekly@light.example>'), expected)
    assert.deepEqual(parseMailbox('"Crowsnest, weekly" <weekly@light.example>'), expected)
  })

  test('a bare address has no name', () => {
    assert.deepEqual(parseMailbox('weekly@light.example'), { name: '', address: 'weekly@light.example' })
  })

  for (const text of [
    'Crowsnest',
    'Crowsnest <weekly>',
    'A <a@b.example> <c@d.example>',
    'A\r\nBcc: x <a@b.example>',
  ]) {
    test(`${JSON.stringify(text)} is no mailbox`, () => {
      assert.equal(parseMailbox(text), undefined)
    })
  }
})
