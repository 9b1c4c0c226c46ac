import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { Document } from 'yaml'
import { formatItem, parseItem } from '../../../src/core/item/item-file.ts'
import { createYamlNode, formatDocument } from '../../../src/core/text/yaml.ts'
import { parseMarkdownFile } from '../../../src/core/text/front-matter.ts'
import { writePlainYaml } from '../../../src/core/text/write-plain-yaml.ts'
import { makeItem } from '../../builders.ts'
import { z } from 'astro/zod'

/** What all YAML is written by. */
function writeByLibrary(data: unknown): string {
  const document = new Document()
  document.contents = createYamlNode(document, JSON.parse(JSON.stringify(data)))
  return formatDocument(document)
}

const TEXTS = [
  ...[
    'First light',
    'Gateway API 1.5: what is new',
    'It says "no"',
    "It's: here",
    'C# and #hash',
    'a #comment',
    'ends:',
  ],
  ...['ends ', ' begins', '', '-', '- a', 'a - b', '1.20', '1.20.3', '42', '0x1f', '1e5', '12345e6789', '8f3c2a91d0'],
  ...[
    '1234567890',
    '0b10101010',
    '0b1',
    '0o17',
    '3f2a9c01',
    '2026-W34',
    '5 ways: one',
    '1.37',
    '7 ',
    '1_000',
    '1,5',
    '123456789e',
    'true',
    'True',
    'NULL',
    '~',
    'yes',
    'y',
    'NaN',
    'Infinity',
    '.inf',
    'null and void',
  ],
  ...[
    '2026-08-17',
    '2026-08-17T09:00:00Z',
    '2026-08-17T09:00:00+02:00',
    '12:30',
    'https://a.example/x?y=1#z',
    '@a',
    '%a',
  ],
  ...[
    'a: b: c',
    'a:b',
    'a\\b: c',
    'two\nlines',
    'a tab\there',
    'Zürich',
    '日本語: はい',
    'ﬁn',
    '🎉 party',
    'half \ud83d',
    'a\u00a0b',
  ],
  ...[
    'a\u2028b',
    'e\u0301',
    '--- a',
    '...',
    '*a',
    '&a',
    '!a',
    '[a]',
    '{a}',
    '|',
    '>',
    '`a`',
    '? a',
    '?',
    "'a'",
    '"a"',
    'a, b',
  ],
  ...['Ünder', '×', 'a"b: c', `a"b'c: d`, 'x'.repeat(300), `${'word '.repeat(60)}end`, `${'word '.repeat(60)}: end`],
]
const VALUES: readonly unknown[] = [
  ...[...TEXTS, 0, 1, 42, -1, 1.5, 1e21, true, false, null, [], {}, undefined],
  ...[
    ['a', 'b'],
    ['a', ['b']],
    [{ name: 'Ada', org: 'Harbour' }, { name: 'Bo' }],
    [{ name: 'Ada', links: ['x', 'y'] }],
  ],
  ...[{ cves: ['CVE-2026-1'], severity: 'high', of: { deeper: 'still' } }, [[]], [{}], { a: undefined }, ['a', null]],
  ...[new Date(0), [1, 2], { 'odd key': 'a' }, { null: 'a' }],
]

describe('plain YAML', () => {
  test('is written as the library writes it, or left to it', () => {
    for (const value of VALUES) {
      for (const data of [{ value }, { before: 'a', value, after: 1 }, { list: [{ value }] }, { list: ['a', value] }]) {
        const plain = writePlainYaml(data)
        if (plain !== undefined) assert.equal(plain, writeByLibrary(data))
      }
    }
  })

  test('is what most of it is: texts of one line, moments, numbers, lists and fields within fields', () => {
    for (const text of [
      'First light',
      'Gateway API 1.5: what is new',
      'It says "no": twice',
      '2026-08-17T09:00:00Z',
      '8f3c2a91d0',
    ]) {
      assert.notEqual(writePlainYaml({ text, list: [text, text], within: [{ text, minutes: 6 }] }), undefined, text)
    }
  })

  test('leaves out fields that are not there, and leaves what has nothing else to the library', () => {
    assert.equal(writePlainYaml({ a: undefined, b: 'c' }), 'b: c\n')
    assert.equal(writePlainYaml({ a: undefined }), undefined)
  })

  test('is written alike for texts of random signs', () => {
    const signs = [...` :#-"'\\.,?!|>&*%@[]{}~\`=+_()/0123456789abcdefxyzTZ`, 'é', '日', '…', '\n', '\t', ': ', ' #']
    let state = 7
    const below = (end: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % end
    let written = 0
    for (let round = 0; round < 3_000; round += 1) {
      const value = Array.from({ length: 1 + below(12) }, () => signs[below(signs.length)]).join('')
      const data = { title: value, list: [value, { value }] }
      const plain = writePlainYaml(data)
      if (plain === undefined) continue
      written += 1
      assert.equal(plain, writeByLibrary(data))
    }
    assert.ok(written > 300, `${written} of 3,000 were written plainly`)
  })

  test('of an item is what it was, and is read back as the item', () => {
    const items = [
      makeItem(),
      makeItem({ title: 'Gateway API 1.5: "new"', authors: [{ name: 'Ada', org: 'Harbour' }] }),
    ]
    for (const item of items) {
      const text = formatItem(item)
      assert.deepEqual(parseItem(text, 'item.md'), { ok: true, value: item })
      const { value } = parseMarkdownFile(text, z.looseObject({}), 'item.md') as {
        value: { data: Record<string, unknown> }
      }
      assert.equal(text.split('---\n')[1], writeByLibrary(value.data))
    }
  })

  test('of the committed content has not changed', () => {
    const folder = path.join(import.meta.dirname, '../../../content/items')
    const files = fs.globSync('*/*.md', { cwd: folder })
    assert.ok(files.length > 30)
    for (const file of files) {
      const text = fs.readFileSync(path.join(folder, file), 'utf8')
      const read = parseMarkdownFile(text, z.looseObject({}), file) as { value: { data: Record<string, unknown> } }
      const plain = writePlainYaml(read.value.data)
      if (plain !== undefined) assert.equal(plain, writeByLibrary(read.value.data))
    }
  })
})
