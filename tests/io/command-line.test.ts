import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { escapeOrders } from '../../src/core/text/plain-text.ts'
import { parseCount, parseMoment, print, printJson, say, sayProblems } from '../../src/io/command-line.ts'

describe('an argument', () => {
  for (const [text, moment] of [
    ['2026-08-24', '2026-08-24T00:00:00.000Z'],
    ['2026-08-24T06:00:00Z', '2026-08-24T06:00:00.000Z'],
  ] as const) {
    test(`${text} is the moment ${moment}, in UTC on every machine`, () => {
      assert.equal(parseMoment(text).toISOString(), moment)
    })
  }

  for (const text of [
    'yesterday',
    '24.08.2026',
    '2026-08-24T06:00:00',
    '2026-13-01',
    '2026-02-30',
    '2026-02-30T06:00:00Z',
    '2026-08-24T06:00:00+02:00',
    '',
  ]) {
    test(`${JSON.stringify(text)} is no moment, and it says what one looks like`, () => {
      assert.throws(() => parseMoment(text), /expected a day or a moment in UTC, like 2026-08-24/)
    })
  }

  test('that counts is a whole number within bounds', () => {
    assert.equal(parseCount(1, 100)('100'), 100)
    for (const text of ['0', '101', '-1', '1.5', 'many', '', '1e2', '0x10']) {
      assert.throws(() => parseCount(1, 100)(text), /expected a whole number from 1 to 100/, text)
    }
    assert.throws(() => parseCount(1)('0'), /expected a whole number from 1\./)
  })
})

test('what is printed can move no cursor and colour nothing, and JSON stays what it was', (t) => {
  const hostile = 'a\u001b]0;title\u0007\u001b[2J b\u009b31m\u007f \u202eright\rover\n\tnext'
  let out = ''
  const catchText = (text: string | Uint8Array) => {
    out += String(text)
    return true
  }
  t.mock.method(process.stdout, 'write', catchText)
  t.mock.method(process.stderr, 'write', catchText)
  print(hostile)
  say(hostile)
  sayProblems([{ where: hostile, what: hostile }])
  const talk = out
  out = ''
  printJson({ title: hostile })
  t.mock.restoreAll()
  // eslint-disable-next-line no-control-regex
  const cursor = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
  // eslint-disable-next-line no-control-regex -- the level of a problem is coloured, by us
  assert.doesNotMatch(talk.replace(/\u001b\[(31|39)m/g, ''), cursor)
  assert.ok(talk.startsWith('a\\u001b]0;title\\u0007\\u001b[2J b\\u009b31m\\u007f \\u202eright\\u000dover\n\tnext\n'))
  assert.doesNotMatch(out, cursor)
  assert.deepEqual(JSON.parse(out), { title: hostile })
})

test('what is printed orders a runner of workflows nothing, and elsewhere stays as it is', (t) => {
  const orders = [
    '::error::a',
    '  \t::add-mask::true',
    'so ##[set-env name=A]b',
    '###[stop-commands]x',
    'a\n::set-output name=p::t',
  ]
  const harmless = ['a::b', 'https://harbour.example/#[a]', '# [a]', 'fe80::1', '[::1]']
  let out = ''
  const catchText = (text: string | Uint8Array) => {
    out += String(text)
    return true
  }
  const printAll = (texts: readonly string[], where: string | undefined) => {
    out = ''
    const before = process.env.GITHUB_ACTIONS
    if (where === undefined) delete process.env.GITHUB_ACTIONS
    else process.env.GITHUB_ACTIONS = where
    t.mock.method(process.stdout, 'write', catchText)
    t.mock.method(process.stderr, 'write', catchText)
    for (const text of texts) {
      print(text)
      say(text)
      sayProblems([{ where: 'feed', what: text, remedy: text }])
      printJson(text)
    }
    t.mock.restoreAll()
    if (before === undefined) delete process.env.GITHUB_ACTIONS
    else process.env.GITHUB_ACTIONS = before
    return out
  }
  const printed = printAll(orders, 'true')
  assert.doesNotMatch(printed, /^\s*::|##\[/m)
  assert.ok(printed.includes('\\u003a:error::a') && printed.includes('\\u0023#[set-env'))
  assert.equal(printAll(harmless, 'true'), printAll(harmless, undefined))
  assert.match(printAll(orders, undefined), /^::error::a$/m)
  for (const text of orders) assert.equal(JSON.parse(escapeOrders(JSON.stringify(text))), text)
})

describe('a command', () => {
  const library = new URL('../../src/io/command-line.ts', import.meta.url).href
  const run = (action: string, env: Record<string, string> = {}) => {
    const script = `
      import { createProgram, runProgram } from ${JSON.stringify(library)}
      const program = createProgram('watch', 'Keeps watch.').action(() => { ${action} })
      await runProgram(program, [])`
    const args = ['--input-type=module', '--eval', script]
    return spawnSync(process.execPath, args, { encoding: 'utf8', env: { PATH: process.env.PATH ?? '', ...env } })
  }

  for (const [where, action] of [
    ['at once', `throw new TypeError('adrift')`],
    ['later, where nobody can catch it', `setTimeout(() => { throw new TypeError('adrift') })`],
    ['in a promise that nobody waits for', `void Promise.reject(new TypeError('adrift'))`],
  ] as const) {
    test(`that throws ${where} ends with 1 and one paragraph, and shows its stack with DEBUG alone`, () => {
      const { status, stdout, stderr } = run(action)
      assert.deepEqual([status, stdout], [1, ''])
      assert.match(stderr, /^This should not have happened: adrift\n.*DEBUG=1/)
      assert.doesNotMatch(stderr, /\n\s+at /)
      assert.match(run(action, { DEBUG: '1' }).stderr, /\n\s+at /)
    })
  }
})
