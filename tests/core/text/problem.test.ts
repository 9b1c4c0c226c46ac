import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ExpectedError, formatProblem } from '../../../src/core/text/problem.ts'

describe('a problem', () => {
  for (const [problem, text] of [
    [{ where: 'content/a.md', what: 'it is broken' }, 'content/a.md: it is broken.'],
    [
      { where: 'a.md', line: 3, field: 'picks[2].blurb', what: 'x', remedy: 'Do y' },
      'a.md:3, picks[2].blurb: x. Do y.',
    ],
    [{ where: 'a.md', what: 'is it misspelt?', remedy: 'Look!' }, 'a.md: is it misspelt? Look!'],
  ] as const) {
    test(`reads as one paragraph: ${text}`, () => {
      assert.equal(formatProblem(problem), text)
    })
  }

  test('that ends a command carries its exit code, 1 unless it says another', () => {
    const problem = { where: 'a', what: 'b' }
    assert.equal(new ExpectedError(problem).exitCode, 1)
    assert.deepEqual(new ExpectedError([problem, problem], 2).problems, [problem, problem])
    assert.equal(new ExpectedError([problem, problem], 2).exitCode, 2)
    assert.equal(new ExpectedError([problem, problem]).message, 'a: b.\na: b.')
  })
})
