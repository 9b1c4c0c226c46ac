import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageName } from '../../../src/core/text/language-name.ts'

test('a language has its English name, and one without a name keeps its code', () => {
  assert.equal(languageName('de'), 'German')
  assert.equal(languageName('not a code'), 'not a code')
})
