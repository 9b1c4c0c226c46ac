import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatJsonLine, jsonLines, parseJson } from '../../../src/core/text/json-lines.ts'

describe('JSON Lines', () => {
  test('are numbered as an editor numbers them, blank ones included', () => {
    assert.deepEqual(jsonLines('\uFEFF1\n\n  \n2\n'), [
      { line: 1, source: '1' },
      { line: 4, source: '2' },
    ])
  })

  test('are one line each for every program, and say the same', () => {
    const value = { text: 'one\u2028two\u2029three' }
    const line = formatJsonLine(JSON.stringify(value))
    assert.doesNotMatch(line.slice(0, -1), /[\n\u2028\u2029]/)
    assert.ok(line.endsWith('\n'))
    assert.deepEqual(parseJson(line), value)
  })

  test('are undefined where they are no JSON', () => {
    assert.equal(parseJson('{"a": 1'), undefined)
  })
})
