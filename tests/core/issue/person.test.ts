import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parsePerson } from '../../../src/core/issue/person.ts'

describe('the file of a person', () => {
  test('may name nothing but the person', () => {
    assert.deepEqual(parsePerson('name: Ada Quay\n', 'AdaQuay', 'AdaQuay.yml'), {
      ok: true,
      value: { id: 'AdaQuay', name: 'Ada Quay' },
    })
  })

  for (const [name, id, text, field] of [
    ['no name', 'ada', 'org: Harbour Works\n', 'name'],
    ['an employer without letters', 'ada', "name: Ada\norg: ''\n", 'org'],
    ['an address that is none', 'ada', 'name: Ada\nurl: harbour\n', 'url'],
    ['a field that there is not', 'ada', 'name: Ada\nmail: a@b.example\n', 'mail'],
    ['a file name with a space', 'ada quay', 'name: Ada\n', undefined],
  ] as const) {
    test(`is refused for ${name}`, () => {
      const parsed = parsePerson(text, id, 'x.yml')
      assert.ok(!parsed.ok)
      assert.deepEqual(
        parsed.problems.map((problem) => problem.field),
        [field],
      )
    })
  }
})
