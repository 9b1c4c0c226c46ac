import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatItem } from '../../../src/core/item/item-file.ts'
import { formatYaml, splitFrontMatter } from '../../../src/core/text/front-matter.ts'
import { readPlainYaml } from '../../../src/core/text/plain-yaml.ts'
import { parseYaml } from '../../../src/core/text/yaml.ts'
import { makeItem } from '../../builders.ts'

/** Whether the text was read as plain; holds that the reader of all YAML reads the same in it. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text)
  if (plain === undefined) return false
  const yaml = parseYaml(text, 'x.yml')
  assert.deepEqual(yaml.ok ? yaml.value.value : yaml, plain, JSON.stringify(text))
  return true
}

const ITEM = makeItem({
  title: 'What\'s new: a "second" look at c++, 50 % off, and 日本語 🚢',
  authors: [{ name: 'Ada Quay', org: "Bo O'Mast & Söhne" }, { name: '(nobody)' }],
  sources: [
    { id: 'harbour-blog', url: 'https://harbour.example/?a=1#b', guid: 'tag:harbour,2026:1' },
    { id: 'planet', url: 'https://planet.example/1', guid: '1.20' },
  ],
  minutes: 6,
  categories: ['v1.20', 'true', 'null', 'a, b', '[x]', 'no'],
  enclosures: [{ url: 'https://harbour.example/1.mp3', length: 123456 }],
  versions: ['1.20'],
  keps: ['753', '0x10', '1e3'],
})
const split = splitFrontMatter(formatItem(ITEM), 'x.md')
const ITEM_YAML = split.ok ? split.value.yaml : ''

describe('plain YAML', () => {
  test('is how items are written', () => {
    for (const item of [ITEM, makeItem()]) {
      const file = splitFrontMatter(formatItem(item), 'x.md')
      assert.ok(file.ok && agrees(file.value.yaml), formatItem(item))
    }
  })

  const read: readonly (readonly [text: string, value: unknown])[] = [
    ['v: 1.20', { v: '1.20' }],
    ['v: 12\nw: 0', { v: 12, w: 0 }],
    ['v: 2026-11-20T06:10:00Z', { v: '2026-11-20T06:10:00Z' }],
    ['v: "1.20"', { v: '1.20' }],
    [String.raw`v: "a \"b\" \\n: # c"`, { v: String.raw`a "b" \n: # c` }],
    ["v: 'it''s: # c'", { v: "it's: # c" }],
    ['v: no', { v: 'no' }],
    ['v: a:b#c, [d] {e} - f? *g &h !i |j', { v: 'a:b#c, [d] {e} - f? *g &h !i |j' }],
    [
      'v:\n  - a\n  - b: 1\n    c:\n      - d\n      - e\n  - https://x.example/\nw: x',
      { v: ['a', { b: 1, c: ['d', 'e'] }, 'https://x.example/'], w: 'x' },
    ],
    ['v:\n    w:\n      x: 1\n', { v: { w: { x: 1 } } }],
    ['constructor: a\nv: \u3000\u2003b', { constructor: 'a', v: '\u3000\u2003b' }],
  ]
  for (const [text, value] of read) {
    test(`${JSON.stringify(text)} is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(readPlainYaml(text), value)
      assert.ok(agrees(text))
    })
  }

  for (const text of [
    ...['', '\n', '# only a comment', 'just words', '- a', '12', '{ a: 1 }'],
    ...[
      'v:',
      'v: ',
      'v: ~',
      'v: null',
      'v: Null',
      'v: true',
      'v: FALSE',
      'v: 007',
      'v: 0x10',
      'v: 0o7',
      'v: -5',
      'v: +5',
    ],
    ...['v: a # comment', 'v: a: b', 'v: a:', 'v: a ', 'v:  a', 'v:\ta', 'v: a\tb', 'v: a\u0007', 'v: a\u0085b'],
    ...['v: "a', 'v: "a" b', String.raw`v: "\n"`, String.raw`v: "\u0041"`, "v: 'a", "v: 'a' b", 'v: "a"b"'],
    ...[
      'v: [a]',
      'v: { a: 1 }',
      'v: *a',
      'v: &a b',
      'v: !!str a',
      'v: |\n  a',
      'v: >\n  a',
      'v: @a',
      'v: `a`',
      'v: %a',
      'v: ? a',
    ],
    ...[
      'v: a\n  b',
      'v: a\n  b: c',
      'v:\n- a',
      'v:\n  - a\n    b',
      'v:\n  - a\n   - b',
      'v:\n  a: 1\n - b',
      'v:\n  - - a',
      'v:\n  -',
    ],
    ...[
      'v:\n  - a\n  b: 1',
      'v:\n    a: 1\n  b: 1',
      ' v: 1',
      'v: 1\n w: 2',
      'v: 1\n\nw: 2',
      'v: 1\n  \nw: 2',
      'v: 1\r\nw: 2',
    ],
    ...[
      'v: 1\nv: 2',
      '"v": 1',
      '1: 2',
      'null: 1',
      '__proto__: 1',
      '<<: 1',
      '? v\n: 1',
      'v :1',
      'v:1',
      'v : 1',
      'true: 1',
    ],
    ...[
      '---\nv: 1',
      'v: 1\n...',
      '%YAML 1.2\n---\nv: 1',
      'v: 12345678901234567890',
      '\ufeffv: 1',
      'v:\n  \u3000w: 1',
      'v: \u2028',
    ],
  ]) {
    test(`${JSON.stringify(text)} is left to the reader of all YAML`, () => {
      assert.equal(readPlainYaml(text), undefined)
    })
  }

  test('that would need more room than there is, is left to the reader of all YAML', () => {
    const nested = Array.from({ length: 5_000 }, (_, depth) => `${' '.repeat(depth)}v:`).join('\n')
    for (const text of [`v: "${'a'.repeat(2e7)}"`, `v: '${'a'.repeat(2e7)}'`, `${nested} a`]) {
      assert.equal(readPlainYaml(text), undefined)
    }
    const fields = (levels: number) =>
      `${Array.from({ length: levels }, (_, depth) => `${' '.repeat(depth)}v:`).join('\n')} a`
    const lists = (levels: number) => {
      const lines = Array.from({ length: levels }, (_, depth) => `${'    '.repeat(depth)}  - v:`)
      return ['v:', ...lines, `${'    '.repeat(levels)}  - a`].join('\n')
    }
    assert.equal(readPlainYaml(fields(42)), undefined)
    assert.equal(readPlainYaml(lists(12)), undefined)
    assert.ok(agrees(fields(41)))
    assert.ok(agrees(lists(9)))
    assert.ok(agrees(`v: "${'a'.repeat(99_000)}"`))
  })

  test('is read alike by both readers whatever is changed in it', () => {
    const pieces = [
      ...[
        ' ',
        '  ',
        '\n',
        ': ',
        ':',
        ' #',
        '#',
        '- ',
        '-',
        '"',
        "'",
        '\\',
        '|',
        '>',
        '*',
        '&',
        '!',
        '%',
        '@',
        '`',
        '?',
        ',',
      ],
      ...[
        '[',
        ']',
        '{',
        '}',
        '~',
        '\t',
        '\r\n',
        '---',
        '...',
        '\u00a0',
        '\u3000',
        '\u2028',
        '\ufeff',
        'é',
        '1',
        '.5',
        'e3',
      ],
      ...['a: b\n', '  - x\n', 'true', 'null', 'title:', '\n\n', '', '', ''],
    ]
    let state = 20_260_818
    const below = (bound: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * bound)
    }
    const bases = [ITEM_YAML, formatYaml({ a: 'b', list: ['c', { d: 'e f', g: 'h' }], i: { j: 5 }, k: '1' })]
    let plain = 0
    for (let round = 0; round < 3000; round++) {
      let text = bases[round % 2] ?? ''
      for (let edits = 1 + below(2); edits > 0; edits--) {
        const at = below(text.length)
        text = text.slice(0, at) + (pieces[below(pieces.length)] ?? '') + text.slice(at + below(3))
      }
      if (agrees(text)) plain++
    }
    assert.ok(plain > 500 && plain < 2500, `${plain} of 3000 were plain`)
  })
})
