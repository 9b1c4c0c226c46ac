import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseYaml } from '../../../src/core/text/yaml.ts'
import { formatYaml } from '../../../src/core/text/front-matter.ts'
import { startProcessorTime } from '../../processor-time.ts'

function read(text: string): unknown {
  const yaml = parseYaml(text, 'content/x.yml')
  assert.ok(yaml.ok, JSON.stringify(yaml))
  return yaml.value.value
}

describe('reading YAML', () => {
  for (const [text, value] of [
    ['v: 1.20', { v: '1.20' }],
    ['v: 1.30', { v: '1.30' }],
    ['v: [1.29, 1.30]', { v: ['1.29', '1.30'] }],
    ['v: 1e3', { v: '1e3' }],
    ['v: .5', { v: '.5' }],
    ['v: 2026-11-20', { v: '2026-11-20' }],
    ['v: 2026-11-20T06:10:00Z', { v: '2026-11-20T06:10:00Z' }],
    ['v: 12:30', { v: '12:30' }],
    ['v: no', { v: 'no' }],
    ['v: Norway', { v: 'Norway' }],
    ['v: 12', { v: 12 }],
    ['v: true', { v: true }],
    ['v:', { v: null }],
    ['v: "1.20"', { v: '1.20' }],
  ] as const) {
    test(`\`${text}\` is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(read(text), value)
    })
  }

  test('gives every mistake with its line in the file, front matter counted from its own first line', () => {
    const broken = parseYaml('title: fine\nnote: "never closed\nmore: 1\n', 'content/x.md', 1)
    assert.ok(!broken.ok)
    const [problem] = broken.problems
    assert.equal(problem?.where, 'content/x.md')
    assert.ok((problem?.line ?? 0) >= 3, `line ${problem?.line}`)
    assert.match(problem?.what ?? '', /^this is not YAML: /)
    assert.doesNotMatch(problem?.what ?? '', /\n\s*at |\^/)
    assert.match(problem?.remedy ?? '', /quotes/)
  })

  for (const [name, text] of [
    ['a key given twice', 'title: a\ntitle: b\n'],
    ['a colon in bare text', 'title: Kubernetes: the week\n'],
    ['a tab for indentation', 'list:\n\t- a\n'],
    ['an alias of what was never named', 'a: 1\nb: *nowhere\n'],
    ['bare text that starts with an asterisk', 'title: *Kubernetes* in *bold*\n'],
  ] as const) {
    test(`refuses ${name}`, () => {
      const broken = parseYaml(text, 'x.yml')
      assert.ok(!broken.ok)
      assert.ok(broken.problems.every(({ line }) => line !== undefined && line >= 1))
    })
  }

  for (const [name, text, remedy] of [
    ['a tab for indentation', 'list:\n  - a: 1\n\tb: 2\n    c: 3\n    d: 4\n', /spaces/],
    ['a key given twice', 'title: a\ntitle: b\n', /Take one/],
    ['a key that is a list', '? [a]\n: b\n', /Mend that line/],
  ] as const) {
    test(`says of ${name} one thing, and what to do about it`, () => {
      const broken = parseYaml(text, 'x.yml')
      assert.ok(!broken.ok)
      assert.equal(broken.problems.length, 1)
      assert.match(broken.problems[0]?.remedy ?? '', remedy)
    })
  }

  test('refuses aliases that multiply into billions, at once', () => {
    const spent = startProcessorTime()
    const levels = Array.from({ length: 10 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(10)}]`)
    const bomb = parseYaml(`a0: &a0 [x]\n${levels.join('\n')}\n`, 'x.yml')
    assert.ok(spent() < 2_000, `${spent()} ms`)
    assert.ok(!bomb.ok)
    assert.equal(bomb.problems[0]?.line, 2)
  })

  test('names each key that stands twice, in its line and in the order of the file', () => {
    const broken = parseYaml('a: 1\nb: { c: 1, c: 2 }\na: 2\nd:\n  - e: 1\n    e: 2\n', 'x.yml')
    assert.ok(!broken.ok)
    assert.deepEqual(
      broken.problems.map(({ line, what }) => [line, what]),
      [
        [2, 'this is not YAML: "c" stands here twice'],
        [3, 'this is not YAML: "a" stands here twice'],
        [6, 'this is not YAML: "e" stands here twice'],
      ],
    )
  })

  test('refuses what lies deeper than anybody writes, at the line where it does', () => {
    const deep = Array.from({ length: 150 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')
    const broken = parseYaml(deep, 'x.yml')
    assert.ok(!broken.ok)
    assert.deepEqual(
      broken.problems.map(({ line, what }) => [line, what]),
      [[101, 'this is not YAML: more than 100 levels within each other']],
    )
  })

  test('knows the line of a field, and of its nearest parent where the field is absent', () => {
    const yaml = parseYaml('number: 1\npicks:\n  - id: a\n    title: x\n  - id: b\n', 'x.md', 10)
    assert.ok(yaml.ok)
    assert.equal(yaml.value.lineOf(['picks', 1, 'id']), 15)
    assert.equal(yaml.value.lineOf(['picks', 0, 'blurb']), 13)
    assert.equal(yaml.value.lineOf(['number']), 11)
    assert.equal(yaml.value.lineOf(['absent']), undefined)
  })
})

describe('writing YAML', () => {
  for (const value of [
    '1.20',
    '2026-11-20',
    '0x10',
    '1e5',
    'yes',
    'null',
    '',
    ' ',
    '#tag',
    'a: b',
    '- a',
    "it's",
    '"',
  ]) {
    test(`keeps the text ${JSON.stringify(value)} text`, () => {
      assert.deepEqual(read(formatYaml({ value })), { value })
    })
  }

  test('puts a version in quotes, so that other readers keep its nought too', () => {
    assert.equal(formatYaml({ versions: ['1.20'] }), 'versions:\n  - "1.20"\n')
  })

  test('never breaks a long line, so that a diff shows the words that changed', () => {
    const title = 'word '.repeat(80).trim()
    assert.equal(formatYaml({ title }), `title: ${title}\n`)
  })

  test('leaves out what is not there', () => {
    assert.equal(formatYaml({ a: 1, b: undefined }), 'a: 1\n')
  })
})
