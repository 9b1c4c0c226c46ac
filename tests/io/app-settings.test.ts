import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readAppSettings } from '../../src/io/app-settings.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'

describe('the token of editors', () => {
  for (const [token, expected] of [
    [undefined, undefined],
    ['  ', undefined],
    [' 0123456789abcdef\n', '0123456789abcdef'],
  ] as const) {
    test(`${JSON.stringify(token)} is taken as ${expected}`, () => {
      const read = readAppSettings({ CROWSNEST_TOKEN: token }, makeSettings())
      assert.equal(read.ok && read.value.token, expected)
    })
  }

  for (const token of ['sesame', '0123456789abcde', '0123456789 abcdef', '0123456789abcdéf']) {
    test(`${token} is refused, and not repeated: it can be guessed, or no header takes it`, () => {
      const read = readAppSettings({ CROWSNEST_TOKEN: token }, makeSettings())
      assert.equal(read.ok, false)
      assert.match(JSON.stringify(read), /CROWSNEST_TOKEN/)
      assert.doesNotMatch(JSON.stringify(read), new RegExp(token))
    })
  }
})

describe('the signature of mails', () => {
  test('is none of ours where no key is named', () => {
    const read = readAppSettings({}, makeSettings())
    assert.ok(read.ok)
    assert.equal(read.value.dkim, undefined)
  })

  test('is told to be wrong beside all else that is', () => {
    const read = readAppSettings({ DKIM_KEY: 'x', SMTP_URL: 'x', CROWSNEST_PROXIES: 'x' }, makeSettings())
    assert.ok(!read.ok)
    assert.deepEqual(
      read.problems.map(({ where }) => where),
      ['SMTP_URL', 'DKIM_KEY', 'DKIM_SELECTOR', 'CROWSNEST_PROXIES'],
    )
  })
})
