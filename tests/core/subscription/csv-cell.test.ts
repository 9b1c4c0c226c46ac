import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatCsvLine, guardCell, unguardCell } from '../../../src/core/subscription/csv-cell.ts'

describe('a cell of a spreadsheet', () => {
  const cases = ['=1+1', '+49', '-1', '@SUM(A1)', '\t=1', "'quoted", "''", '', 'k@light.example', ' =1']
  for (const text of cases) {
    test(`${JSON.stringify(text)} is no formula, and comes back as it was`, () => {
      const guarded = guardCell(text)
      assert.doesNotMatch(guarded, /^[=+\-@\t\r]/)
      assert.equal(unguardCell(guarded), text)
    })
  }

  test('stands in quotes where it has what parts cells and lines, and ends its line as RFC 4180 has it', () => {
    assert.equal(formatCsvLine(['a', 'b,c', 'd"e', 'f\ng', '']), 'a,"b,c","d""e","f\ng",\r\n')
  })
})
