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
