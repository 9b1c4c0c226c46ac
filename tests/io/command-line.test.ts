import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseCount, parseMoment } from '../../src/io/command-line.ts'

describe('an argument', () => {
  for (const [text, moment] of [
    ['2026-08-24', '2026-08-24T00:00:00.000Z'],
    ['2026-08-24T06:00:00Z', '2026-08-24T06:00:00.000Z'],
  ] as const) {
    test(`${text} is the moment ${moment}, in UTC on every machine`, () => {
      assert.equal(parseMoment(text).toISOString(), moment)
    })
  }

  for (const text of [
    'yesterday',
    '24.08.2026',
    '2026-08-24T06:00:00',
    '2026-13-01',
    '2026-02-30',
    '2026-02-30T06:00:00Z',
    '2026-08-24T06:00:00+02:00',
    '',
  ]) {
    test(`${JSON.stringify(text)} is no moment, and it says what one looks like`, () => {
      assert.throws(() => parseMoment(text), /expected a day or a moment in UTC, like 2026-08-24/)
    })
  }

  test('that counts is a whole number within bounds', () => {
    assert.equal(parseCount(1, 100)('100'), 100)
    for (const text of ['0', '101', '-1', '1.5', 'many', '', '1e2', '0x10']) {
      assert.throws(() => parseCount(1, 100)(text), /expected a whole number from 1 to 100/, text)
    }
    assert.throws(() => parseCount(1)('0'), /expected a whole number from 1\./)
  })
})
