import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { drawProgressLine } from '../../../src/core/text/progress-line.ts'

describe('a line of progress', () => {
  const words = '36 of 200, 3 failed, 9.8 a second, 17 s left'
  const cases: readonly (readonly [columns: number, line: string])[] = [
    [119, `sending [####....................]  18 %  ${words}`],
    [79, `sending [###..............]  18 %  ${words}`],
    [68, `sending [#.....]  18 %  ${words}`],
    [67, `sending  18 %  ${words}`],
    [59, `sending  18 %  ${words}`],
    [40, 'sending  18 %  36 of 200, 3 failed, 9.8 '],
  ]
  for (const [columns, line] of cases) {
    test(`has a bar as wide as its words leave room for in ${columns} columns`, () => {
      const drawn = drawProgressLine('sending', 0.18, words, columns)
      assert.equal(drawn, line)
      assert.ok(drawn.length <= columns)
    })
  }

  test('is empty at the beginning and full at the end', () => {
    assert.match(drawProgressLine('reading', 0, 'x', 60), /^reading \[\.{24}\] {3}0 % {2}x$/)
    assert.match(drawProgressLine('reading', 1, 'x', 60), /^reading \[#{24}\] 100 % {2}x$/)
  })
})
