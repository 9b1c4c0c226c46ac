import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { lineDiff } from '../../../src/core/text/line-diff.ts'

describe('the difference of two texts', () => {
  const cases: [before: string, after: string, lines: string[]][] = [
    ['a\nb\n', 'a\nb\n', []],
    ['', 'a\nb\n', ['+ a', '+ b']],
    ['a\nb\n', '', ['- a', '- b']],
    ['a\nb\nc\n', 'a\nx\nc\n', ['- b', '+ x']],
    ['a\nb\nc\nd\n', 'b\nc\na\nd\n', ['- a', '+ a']],
    ['a\na\n', 'a\n', ['- a']],
  ]
  for (const [before, after, lines] of cases) {
    test(`of ${JSON.stringify(before)} and ${JSON.stringify(after)}`, () => {
      assert.deepEqual(lineDiff(before, after), lines)
    })
  }
})
