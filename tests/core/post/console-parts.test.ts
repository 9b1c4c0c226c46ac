import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConsole } from '../../../src/core/post/console-parts.ts'

for (const { what, code, typed, said } of [
  { what: 'a command and its output', code: '$ ls\na  b', typed: ['ls'], said: ['a  b'] },
  { what: 'the prompt of an administrator', code: '# reboot', typed: ['reboot'], said: [] },
  { what: 'a remark beside a prompt', code: '# now\n$ ls', typed: ['ls'], said: ['# now'] },
  { what: 'a line that goes on', code: '$ a \\\n  b\nout', typed: ['a \\', '  b'], said: ['out'] },
  { what: 'a backslash that is one', code: '$ echo \\\\\nout', typed: ['echo \\\\'], said: ['out'] },
  {
    what: 'a here document, with the marks of its lines',
    code: "$ cat <<'EOF'\n> $ x\n> EOF\nout",
    typed: ["cat <<'EOF'", '$ x', 'EOF'],
    said: ['out'],
  },
  { what: 'an amount of money', code: '$5 are five dollars', typed: [], said: ['$5 are five dollars'] },
]) {
  test(`${what} is told apart`, () => {
    const parts = readConsole(code)
    const lines = (wanted: boolean) =>
      parts.filter((part) => part.typed === wanted).flatMap((part) => part.lines.map((line) => line.text))
    assert.deepEqual([lines(true), lines(false)], [typed, said])
    assert.equal(
      parts.flatMap((part) => part.lines.map(({ prompt, text }) => prompt + text)).join('\n'),
      code,
      'nothing is lost',
    )
  })
}
