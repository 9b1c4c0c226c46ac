import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { editSource, formatSource, parseSource } from '../../../src/core/source/source-file.ts'
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
        retired: { since: '2026-08-20', reason: 'no: it has ended' },
      }),
    ],
    ['that is retired without a word', makeSource({ retired: { since: '2026-08-20' } })],
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
    ['retired', 'retired: 2026-08-20'],
    ['retired', 'retired: true'],
    ['retired.since', 'retired: { reason: it has ended }'],
    ['retired.since', 'retired: { since: last week }'],
    ['retired.since', 'retired: { since: 2026-02-30 }'],
    ['retired.reason', 'retired: { since: 2026-08-20, reason: "" }'],
    ['retired.until', 'retired: { since: 2026-08-20, until: 2027-08-20 }'],
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

  describe('that is retired', () => {
    const now = new Date('2026-08-20T09:00:00Z')
    const read = (line: string) => parseSource(`${formatSource(makeSource())}${line}\n`, 'harbour-blog', 'x.yml', now)
    const whats = (line: string) => {
      const source = read(line)
      return source.ok ? [] : source.problems.map(({ field, line: at, what }) => [field, at, what])
    }

    test('says what it lacks where it has but a day', () => {
      assert.deepEqual(whats('retired: 2026-08-20'), [
        ['retired', 5, 'expected fields with values (since, and if wanted reason), found "2026-08-20"'],
      ])
    })

    test('is so from today or an earlier day on, wherever today is', () => {
      for (const day of ['2019-01-01', '2026-08-20']) assert.deepEqual(whats(`retired: { since: ${day} }`), [])
      const atNoon = new Date('2026-08-20T12:00:00Z')
      const text = formatSource(makeSource({ retired: { since: '2026-08-21' } }))
      assert.ok(parseSource(text, 'harbour-blog', 'x.yml', atNoon).ok)
    })

    test('is refused with a day that is still to come, by whoever knows the day', () => {
      assert.deepEqual(whats('retired: { since: 2026-08-21 }'), [
        [
          'retired.since',
          5,
          'this day is still to come; a source is retired from the day on which you say so, or an earlier one; found "2026-08-21"',
        ],
      ])
    })
  })

  test('changes where its source does, and nowhere else', () => {
    const text =
      '# Ours\nkind: blog\nweight: 3\ntitle: "Harbour Blog" # as they write it\nurl: https://harbour.example/feed.xml\nlanguage: en\n'
    const source = makeSource()
    const retired = makeSource({ retired: { since: '2026-08-20', reason: 'It has ended' } })
    const edited = editSource(text, source, retired, 'x.yml')
    assert.ok(edited.ok)
    assert.deepEqual(parseSource(edited.value, source.id, 'x.yml'), { ok: true, value: retired })
    assert.equal(edited.value, `${text}retired:\n  since: 2026-08-20\n  reason: It has ended\n`)
    assert.deepEqual(editSource(edited.value, retired, source, 'x.yml'), { ok: true, value: text })
  })
})
