import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'astro/zod'
import {
  formatMarkdownFile,
  parseMarkdownFile,
  parseYamlFile,
  splitFrontMatter,
} from '../../../src/core/text/front-matter.ts'

const schema = z.strictObject({
  title: z.string().min(1),
  count: z.int().optional(),
  mood: z.enum(['calm', 'rough']).optional(),
  list: z.array(z.strictObject({ url: z.url() })).default([]),
})

describe('front matter', () => {
  test('is split from the body, without the blank lines between', () => {
    assert.deepEqual(splitFrontMatter('---\ntitle: a\n---\n\n\nHello.\n', 'x.md'), {
      ok: true,
      value: { yaml: 'title: a', body: 'Hello.\n' },
    })
  })

  test('may come with a byte-order mark and the line ends of Windows', () => {
    const file = parseMarkdownFile('\ufeff---\r\ntitle: a\r\n---\r\nHello.\r\n', schema, 'x.md')
    assert.deepEqual(file, { ok: true, value: { data: { title: 'a', list: [] }, body: 'Hello.\n' } })
  })

  test('keeps a line of dashes in the body', () => {
    const file = splitFrontMatter('---\ntitle: a\n---\nOne\n\n---\n\nTwo\n', 'x.md')
    assert.equal(file.ok && file.value.body, 'One\n\n---\n\nTwo\n')
  })

  for (const [name, text] of [
    ['absent', 'Hello.\n'],
    ['never closed', '---\ntitle: a\n'],
    ['of an empty file', ''],
    ['JavaScript', '---js\n{ title: globalThis.ran = true }\n---\nHello.\n'],
    ['JavaScript by its long name', '---javascript\nmodule.exports = { title: (globalThis.ran = true) }\n---\n'],
    ['JSON', '---json\n{ "title": "a" }\n---\nHello.\n'],
    ['in a language that nobody speaks', '---toml\ntitle = "a"\n---\n'],
    ['closed on the same line', '--- title: a ---\n'],
  ] as const) {
    test(`is refused, and not run, where it is ${name}`, () => {
      const file = parseMarkdownFile(text, schema, 'content/x.md')
      assert.ok(!file.ok)
      assert.equal(file.problems[0]?.where, 'content/x.md')
      assert.equal(file.problems[0]?.line, 1)
      assert.ok(!('ran' in globalThis), 'the front matter was run as code')
    })
  }

  test('is read afresh each time: the same text twice gives equal values, and a refusal stays one', () => {
    const good = '---\ntitle: twice\n---\n'
    assert.deepEqual(parseMarkdownFile(good, schema, 'a.md'), parseMarkdownFile(good, schema, 'a.md'))
    const bad = '---js\n{}\n---\n'
    assert.equal(splitFrontMatter(bad, 'a.md').ok, false)
    assert.equal(splitFrontMatter(bad, 'a.md').ok, false)
  })

  test('gives all problems at once, each with its field, its line in the file, and what was expected', () => {
    const text =
      '---\ntitle: ""\ncount: many\nmood: wild\nlist:\n  - url: https://a.example/\n  - url: nowhere\nmod: 1\n---\n'
    const file = parseMarkdownFile(text, schema, 'x.md')
    assert.ok(!file.ok)
    const found = file.problems.map(({ field, line, what }) => [field, line, what])
    assert.deepEqual(
      found.map(([field, line]) => [field, line]).sort((a, b) => Number(a[1]) - Number(b[1])),
      [
        ['title', 2],
        ['count', 3],
        ['mood', 4],
        ['list[1].url', 7],
        ['mod', 8],
      ],
    )
    const what = Object.fromEntries(found.map(([field, , what]) => [field, what])) as Record<string, string>
    assert.match(what.count ?? '', /^expected a (whole )?number, found "many"$/)
    assert.equal(what.mood, 'expected one of calm, rough; found "wild"')
    assert.match(what['list[1].url'] ?? '', /; found "nowhere"$/)
    assert.match(what.mod ?? '', /no such field; is "mod" misspelt\?/)
  })

  test('says which field is missing', () => {
    const file = parseYamlFile('count: 1\n', schema, 'x.yml')
    assert.ok(!file.ok)
    assert.deepEqual(
      file.problems.map(({ field, what }) => [field, what]),
      [['title', 'this field is missing; expected text']],
    )
  })

  test('says of a field one thing, the first that is wrong with it, in words of people', () => {
    const strict = z.strictObject({
      weeks: z.array(z.string()).max(3),
      status: z.enum(['draft', 'ready']),
      note: z.string().refine((text) => text.startsWith('Ahoy'), { error: 'expected a greeting' }),
    })
    const file = parseYamlFile(`weeks: 2026-W34\nnote: ${'x'.repeat(100)}\n`, strict, 'x.yml')
    assert.ok(!file.ok)
    assert.deepEqual(
      file.problems.map(({ field, what }) => [field, what]),
      [
        ['weeks', 'expected a list, found "2026-W34"'],
        ['status', 'this field is missing; expected one of draft, ready'],
        ['note', 'expected a greeting; found text'],
      ],
    )
  })

  test('of an empty block is a problem, not a crash', () => {
    for (const text of ['---\n---\n', '---\n- a\n---\n', '---\njust words\n---\n']) {
      assert.equal(parseMarkdownFile(text, schema, 'x.md').ok, false, text)
    }
  })

  test('is written so that it reads back equal, whatever the words', () => {
    for (const title of [
      '1.20',
      '---',
      'a: b # c',
      'quote " and \' both',
      '@handle',
      '[x]',
      '日本語',
      'tab\there',
      '- a',
    ]) {
      for (const body of ['', 'One.', 'One.\n\n---\n\nTwo.', '    indented', '# Heading']) {
        const file = parseMarkdownFile(formatMarkdownFile({ title, list: [] }, body), schema, 'x.md')
        assert.deepEqual(file, {
          ok: true,
          value: { data: { title, list: [] }, body: body.trim() === '' ? '' : `${body.trim()}\n` },
        })
      }
    }
  })
})
