import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatSource, parseSource } from '../../../src/core/source/source-file.ts'
import { makeSource } from '../../builders.ts'

describe('the file of a source', () => {
  for (const [name, source] of [
    ['with what it must have', makeSource()],
    [
      'with every field',
      makeSource({
        id: 'a-1',
        title: 'Harbour: "the" blog #1',
        site: 'https://harbour.example/',
        kind: 'case-study',
        org: 'Yes',
        weight: 5,
        language: 'no',
        include: ['kubernetes', '1.20', 'c++', 'yes'],
        aliases: ['old.harbour.example'],
      }),
    ],
    ['whose title is a number', makeSource({ title: '42' })],
  ] as const) {
    test(`${name} reads back equal`, () => {
      assert.deepEqual(parseSource(formatSource(source), source.id, 'x.yml'), { ok: true, value: source })
    })
  }

  test('leaves out what is as usual, but says how much the source weighs', () => {
    assert.equal(
      formatSource(makeSource()),
      'title: Harbour Blog\nurl: https://harbour.example/feed.xml\nkind: blog\nweight: 3\n',
    )
  })

  for (const id of ['Harbour', 'harbour_blog', '-harbour', 'harbour-', 'a--b', 'häfen', '', '../x']) {
    test(`may not be called ${JSON.stringify(id)}`, () => {
      const source = parseSource(formatSource(makeSource()), id, `content/sources/${id}.yml`)
      assert.ok(!source.ok)
      assert.match(source.problems[0]?.what ?? '', /the file's name is the source's id/)
    })
  }

  test('may not be called what stands for links that an editor added', () => {
    const source = parseSource(formatSource(makeSource()), 'added', 'content/sources/added.yml')
    assert.deepEqual(!source.ok && source.problems.map(({ remedy }) => remedy), ['Rename the file'])
  })

  for (const [field, line] of [
    ['url', 'url: ftp://harbour.example/feed'],
    ['url', 'url: harbour.example/feed'],
    ['url', 'url: javascript:alert(1)'],
    ['url', 'url: https://user:password@harbour.example/feed'],
    ['site', 'site: data:text/html,hello'],
    ['kind', 'kind: blogs'],
    ['weight', 'weight: 6'],
    ['weight', 'weight: 0'],
    ['weight', 'weight: heavy'],
    ['title', 'title: ""'],
    ['title', 'title: "\\e[31mred"'],
    ['include[0]', 'include: [""]'],
    ['wieght', 'wieght: 3'],
  ] as const) {
    test(`with \`${line}\` is refused, by field and line`, () => {
      const name = /^\w+/.exec(line)?.[0] ?? ''
      const others = formatSource(makeSource()).split('\n')
      const text = [...others.filter((other) => other !== '' && !other.startsWith(`${name}:`)), line].join('\n')
      const source = parseSource(text, 'harbour-blog', 'content/sources/harbour-blog.yml')
      assert.ok(!source.ok)
      assert.deepEqual(
        source.problems.map((problem) => [problem.where, problem.field, problem.line]),
        [['content/sources/harbour-blog.yml', field, text.split('\n').length]],
      )
    })
  }
})
