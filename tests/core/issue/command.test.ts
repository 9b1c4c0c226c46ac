import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { commandSchema, namedStories } from '../../../src/core/issue/command.ts'

describe('a verdict', () => {
  test('names one story by id, or several by ids, never both and never none', () => {
    for (const verb of ['skip', 'shortlist', 'clear']) {
      const isGood = (names: object) => commandSchema.safeParse({ verb, ...names }).success
      assert.deepEqual([{ id: 'a1' }, { ids: ['a1'] }, { ids: ['a1', 'b2'] }].map(isGood), [true, true, true], verb)
      assert.deepEqual([{}, { ids: [] }, { id: 'a1', ids: ['b2'] }].map(isGood), [false, false, false], verb)
    }
  })

  test('is about the stories that it names, whichever way', () => {
    assert.deepEqual(namedStories({ id: 'a1' }), ['a1'])
    assert.deepEqual(namedStories({ ids: ['a1', 'b2'] }), ['a1', 'b2'])
  })
})
