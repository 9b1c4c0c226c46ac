import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageCode } from '../../../src/core/text/language-code.ts'

test('the code of a language is that of its tag without the country, in lower case', () => {
  for (const [tag, code] of [
    ['en', 'en'],
    ['en-GB', 'en'],
    [' PT_br ', 'pt'],
    ['fil', 'fil'],
    ['english', undefined],
    ['', undefined],
  ] as const) {
    assert.equal(languageCode(tag), code, tag)
  }
})
