import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkTangle } from '../../../src/core/import/check-tangle.ts'

const entries = Array.from({ length: 400 }, (_, n) => `- [Ships ${n}](https://a.example/${n}) by *Ada* & \`Bo\``)

describe('a body that a parser would take minutes for', () => {
  const tangled = {
    'quotations within each other': ['a', '', '>'.repeat(10_000)],
    'quotations within each other, with spaces': ['a', '', '> '.repeat(50)],
    'lists within each other on one line': ['a', '', `${'- '.repeat(50)}a`],
    'lists within each other': ['a', '', `${' '.repeat(100)}- a`],
    'brackets that nobody closes': ['a', '', '['.repeat(3_001)],
    'tags that nobody closes, on many lines': ['a', '', ...Array.from({ length: 3_001 }, () => 'x <b')],
    'instructions that nobody closes': ['a', '', '<?'.repeat(3_001)],
  }
  for (const [name, lines] of Object.entries(tangled)) {
    test(`is one with ${name}, and the line is told`, () => {
      const checked = checkTangle(lines.join('\n'), 5, 'a.md')
      assert.ok(!checked.ok)
      assert.ok((checked.problems[0]?.line ?? 0) >= 7)
    })
  }

  test('is none that people write: hundreds of entries with links, quotations in a list, deep lists, tables', () => {
    const whole = [
      ...entries,
      ...['', '- > > quoted', '  1. a', '     - b', '        - c', ''],
      ...['| a | b |', '| - | - |', ...Array.from({ length: 300 }, () => '| x | [y](https://b.example/) |')],
    ]
    assert.deepEqual(checkTangle(whole.join('\n'), 1, 'a.md'), { ok: true, value: undefined })
  })
})
