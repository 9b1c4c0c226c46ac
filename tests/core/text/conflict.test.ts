import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findConflict, splitConflict } from '../../../src/core/text/conflict.ts'

const lines = (...all: string[]) => `${all.join('\n')}\n`

describe('a text that a merge left in conflict', () => {
  test('is two whole texts', () => {
    const text = lines('one', '<<<<<<< HEAD', 'ours', '=======', 'theirs', '>>>>>>> other', 'last')
    assert.deepEqual(splitConflict(text), {
      ours: lines('one', 'ours', 'last'),
      theirs: lines('one', 'theirs', 'last'),
      base: undefined,
    })
    assert.equal(findConflict(text), 2)
  })

  test('tells what both came from, where every conflict in it does', () => {
    const known = ['<<<<<<< HEAD', 'ours', '||||||| 1a2b3c4', 'base', '=======', 'theirs', '>>>>>>> other']
    assert.equal(splitConflict(lines('one', ...known, 'two', ...known))?.base, lines('one', 'base', 'two', 'base'))
    const unknown = ['<<<<<<< HEAD', 'a', '=======', 'b', '>>>>>>> other']
    assert.equal(splitConflict(lines(...known, ...unknown))?.base, undefined)
  })

  test('may have an empty side, and the line ends of Windows', () => {
    const text = '<<<<<<< HEAD\r\n=======\r\ntheirs\r\n>>>>>>> other\r\n'
    assert.deepEqual(splitConflict(text), { ours: '', theirs: 'theirs\r\n', base: undefined })
  })

  for (const [what, text] of [
    ['a text without markers', lines('a', '=======', 'a heading, underlined')],
    ['a marker without its pair', lines('<<<<<<< HEAD', 'ours', '=======', 'theirs')],
    ['an end without a beginning', lines('>>>>>>> other')],
    ['one conflict inside another', lines('<<<<<<< HEAD', '<<<<<<< HEAD', '=======', '>>>>>>> a', '>>>>>>> b')],
  ] as const) {
    test(`is not ${what}`, () => {
      assert.equal(splitConflict(text), undefined)
    })
  }
})
