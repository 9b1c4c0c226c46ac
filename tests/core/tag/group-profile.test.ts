import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseGroupProfile } from '../../../src/core/tag/group-profile.ts'

const WHERE = 'content/groups/sig-node.yml'
const profile = (own = '') => `title: SIG Node\ndescription: Nodes.\nasOf: 2026-08-22\n${own}`

describe('the profile of a group', () => {
  test('needs a title, a sentence, and the day that it was looked up', () => {
    const read = parseGroupProfile(profile(), 'sig-node', WHERE)
    assert.deepEqual(read, {
      ok: true,
      value: {
        ...{ id: 'sig-node', title: 'SIG Node', description: 'Nodes.', meetings: [], ended: false },
        asOf: '2026-08-22',
      },
    })
  })

  for (const [name, text, id, expected] of [
    ['a name that no group has', profile(), 'sig-nodes', /there is no "sig-nodes"/],
    ['a day that is none', profile().replace('08-22', '02-30'), 'sig-node', /expected a day/],
    ['a field that it does not know', profile('chair: Maren\n'), 'sig-node', /chair/],
    ['a link that is none', profile('list: sig-node\n'), 'sig-node', /list/],
    ['a meeting without a time', profile('meetings:\n  - title: Regular meeting\n'), 'sig-node', /when/],
  ] as const) {
    test(`refuses ${name}, and says where`, () => {
      const read = parseGroupProfile(text, id, WHERE)
      assert.ok(!read.ok)
      const [problem] = read.problems
      assert.ok(problem)
      assert.equal(problem.where, WHERE)
      assert.match(JSON.stringify(problem), new RegExp(expected.source.replaceAll('"', String.raw`\\"`)))
    })
  }
})
