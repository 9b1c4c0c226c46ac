import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatTopic, parseTopic } from '../../../src/core/tag/topic.ts'
import { makeTopic } from '../../builders.ts'

const WHERE = 'content/topics/harbours.yml'

describe('the file of a topic', () => {
  for (const topic of [makeTopic(), makeTopic({ words: ['1.20', 'LED', 'CI/CD'], not: ['pearl harbour'] })]) {
    test(`is read as it was written: ${topic.words.join(', ')}`, () => {
      assert.deepEqual(parseTopic(formatTopic(topic), topic.id, WHERE), { ok: true, value: topic })
    })
  }

  const wrong: [string, string, string][] = [
    ['words', 'title: T\ndescription: D.\nwords: []\n', 'expected at least one word'],
    ['words[0]', 'title: T\ndescription: D.\nwords: ["naïve"]\n', 'expected letters and digits of ASCII'],
    ['words[1]', 'title: T\ndescription: D.\nwords: [a, " b"]\n', 'expected letters and digits of ASCII'],
    ['not[0]', 'title: T\ndescription: D.\nwords: [a]\nnot: ["?"]\n', 'expected letters and digits of ASCII'],
    ['description', 'title: T\nwords: [a]\n', ''],
    ['colour', 'title: T\ndescription: D.\nwords: [a]\ncolour: red\n', ''],
  ]
  for (const [field, text, what] of wrong) {
    test(`is told what is wrong with ${field}`, () => {
      const parsed = parseTopic(text, 'harbours', WHERE)
      assert.ok(!parsed.ok)
      assert.deepEqual(
        parsed.problems.map((problem) => [problem.where, problem.field]),
        [[WHERE, field]],
      )
      assert.ok(parsed.problems[0]?.what.includes(what), parsed.problems[0]?.what)
    })
  }

  test('has an id for a name', () => {
    const parsed = parseTopic(formatTopic(makeTopic()), 'Big Harbours', WHERE)
    assert.ok(!parsed.ok)
    assert.match(parsed.problems[0]?.what ?? '', /file's name/)
  })
})
