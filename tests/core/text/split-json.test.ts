import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createJsonSplitter } from '../../../src/core/text/split-json.ts'

/** Splits a text that comes in pieces of a length. */
function split(text: string, length: number): { records: unknown[]; isWhole: boolean } {
  const splitter = createJsonSplitter(text.slice(0, 100))
  const records: unknown[] = []
  for (let at = 0; at < text.length; at += length) {
    records.push(...splitter.push(text.slice(at, at + length)).map((record) => JSON.parse(record) as unknown))
  }
  return { records, isWhole: splitter.isWhole() }
}

const ONE = { email: 'a@b', note: 'a "quote", a \\ and a }', tags: ['x', '{'], steps: [{ at: 1 }, { at: 2 }] }
const TWO = { email: 'c@d', inner: { results: [{ no: 'record' }] } }

describe('a JSON text is parted into its records', () => {
  const cases: readonly (readonly [what: string, text: string])[] = [
    ['an array', JSON.stringify([ONE, TWO])],
    ['an array over many lines', JSON.stringify([ONE, TWO], null, 2)],
    ['JSON Lines', `${JSON.stringify(ONE)}\n${JSON.stringify(TWO)}\n`],
    ['an answer of an API', JSON.stringify({ count: 2, next: null, results: [ONE, TWO] })],
    ['two answers', `${JSON.stringify({ results: [ONE] })}\n${JSON.stringify({ results: [TWO], next: null })}`],
    ['an answer within an answer', JSON.stringify({ data: { results: [ONE, TWO], total: 2 } })],
  ]
  for (const [what, text] of cases) {
    for (const length of [1, 7, 10_000]) {
      test(`${what}, in pieces of ${length}`, () => {
        assert.deepEqual(split(text, length), { records: [ONE, TWO], isWhole: true })
      })
    }
  }

  test('of which those that are whole are good where the text breaks off', () => {
    const text = JSON.stringify([ONE, TWO])
    assert.deepEqual(split(text.slice(0, -5), 11), { records: [ONE], isWhole: false })
  })
})
