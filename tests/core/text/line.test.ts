import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineSchema, proseSchema, wordsSchema } from '../../../src/core/text/line.ts'

test('a line is one line, and trimmed; words are not empty', () => {
  assert.equal(lineSchema.parse(' Kubernetes — v1.37 👩‍🚀 עברית '), 'Kubernetes — v1.37 👩‍🚀 עברית')
  assert.equal(lineSchema.parse(''), '')
  assert.ok(!wordsSchema.safeParse(' ').success)
  for (const text of ['a\nb', 'a\r\nBcc: b', 'a\tb', 'a\fb', 'a\vb', 'a\u2028b'])
    assert.ok(!lineSchema.safeParse(text).success)
})

test('neither a line nor prose moves a cursor or turns the writing round', () => {
  assert.equal(proseSchema.parse('Two\n\tlines.\r\n'), 'Two\n\tlines.\r\n')
  for (const text of [
    '\u001b[31mred',
    'back\u0008',
    'nul\u0000',
    'csi\u009b2J',
    '\u202eright to left',
    '\u2066isolated',
  ]) {
    assert.ok(!lineSchema.safeParse(text).success, JSON.stringify(text))
    assert.ok(!proseSchema.safeParse(text).success, JSON.stringify(text))
  }
})
