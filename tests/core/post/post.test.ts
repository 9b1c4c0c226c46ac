import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseCaseStudy } from '../../../src/core/post/case-study.ts'
import { parsePost } from '../../../src/core/post/post.ts'
import { parseSeries } from '../../../src/core/post/series.ts'
import { formatProblem, type Result, take } from '../../../src/core/text/problem.ts'

const HEAD = ['title: Light', 'status: draft', 'date: 2026-11-20']
const write = (...fields: string[]) => ['---', ...HEAD, ...fields, '---', '', '## Light', ''].join('\n')

const problemsOf = (parsed: Result<unknown>) => (parsed.ok ? [] : parsed.problems.map(formatProblem))

describe('a post', () => {
  test('needs a title, a status and a day, and has the rest empty', () => {
    const post = take(parsePost(write(), 'light', 'posts/light.md'))
    assert.deepEqual(post, {
      ...{ slug: 'light', title: 'Light', status: 'draft', date: '2026-11-20', description: '', note: '', age: '' },
      ...{ authors: [], aliases: [], topics: [], sigs: [], versions: [], projects: [], pictures: [], learnMore: [] },
      ...{ body: '## Light\n', place: { where: 'posts/light.md', bodyLine: 7 } },
    })
  })

  test('has the affiliation of its authors as it was then, and versions as text', () => {
    const fields = ['authors: [{ id: ada-quay, org: Harbour Works, role: SIG Auth co-lead }]', 'versions: ["1.10"]']
    const { authors, versions } = take(parsePost(write(...fields), 'light', 'light.md'))
    assert.deepEqual(authors, [{ id: 'ada-quay', org: 'Harbour Works', role: 'SIG Auth co-lead' }])
    assert.deepEqual(versions, ['1.10'])
  })

  test('may retell a work of which the year alone is known', () => {
    const field = 'retold: { title: Light, authors: [Ada Quay], date: "2017" }'
    assert.equal(take(parsePost(write(field), 'light', 'light.md')).retold?.date, '2017')
  })

  test('begins where its body does, whatever line ends the file has', () => {
    const text = write().replaceAll('\n', '\r\n').replace('## Light', '\r\n\r\n## Light')
    assert.equal(take(parsePost(text, 'light', 'light.md')).place?.bodyLine, 9)
  })

  const cases: [name: string, fields: string[], expected: RegExp][] = [
    ['a field that there is not', ['author: ada-quay'], /light\.md:5, author: no such field; is "author" misspelt\?/],
    ['an author without an id', ['authors: [{ org: Harbour Works }]'], /:5, authors\[0\]\.id: this field is missing/],
    ['an author who is a name', ['authors: [Ada Quay]'], /:5, authors\[0\]: expected fields with values/],
    ['an id with a space', ['postedBy: Ada Quay'], /:5, postedBy: expected letters and digits joined by hyphens/],
    ['part 0', ['series: { id: five-days, part: 0 }'], /:5, series\.part: /],
    [
      'a part that nobody counts to',
      ['series: { id: five-days, part: 900000000 }'],
      /:5, series\.part: expected at most 200/,
    ],
    ['a picture called like the site’s own', ['pictures: [{ file: card.png, credit: A }]'], /expected another name/],
    ['a part without its series', ['series: { part: 1 }'], /:5, series\.id: this field is missing/],
    ['a signature of nobody', ['closing: { words: So long, by: [] }'], /closing\.by: expected who signs/],
    ['an alias that is an address', ['aliases: [/2017/10/light/]'], /aliases\[0\]: expected lower-case words/],
    ['a version with its patch', ['versions: ["1.8.0"]'], /versions\[0\]: expected a minor version in quotes/],
    ['a picture without its maker', ['pictures: [{ file: mast.svg }]'], /pictures\[0\]\.credit: this field is missing/],
    ['a picture in another folder', ['pictures: [{ file: ../mast.svg, credit: x }]'], /file: expected a name like/],
    ['a link that is none', ['learnMore: [{ title: Masts, url: "javascript:alert(1)" }]'], /learnMore\[0\]\.url: /],
    [
      'a retold work without its author',
      ['retold: { title: Light, authors: [], date: 2017-10-25 }'],
      /at least one author/,
    ],
    [
      'a retold work of a month',
      ['retold: { title: Light, authors: [Ada Quay], date: 2017-10 }'],
      /retold\.date: expected a day, like 2017-10-24, or a year in quotes/,
    ],
    ['a day that there is not', ['updated: 2026-02-30'], /:5, updated: expected a day/],
    ['a title of several lines', ['description: "a\\nb"'], /:5, description: expected one line of text/],
  ]
  for (const [name, fields, expected] of cases) {
    test(`may not have ${name}`, () => {
      const problems = problemsOf(parsePost(write(...fields), 'light', 'light.md'))
      assert.equal(problems.length, 1, problems.join('\n'))
      assert.match(problems[0] ?? '', expected)
    })
  }

  test('says all that is wrong with it at once', () => {
    const fields = ['updated: soon', 'versions: [1]', 'series: {}']
    assert.equal(problemsOf(parsePost(write(...fields), 'light', 'light.md')).length, 4)
  })

  test('is named after its address', () => {
    for (const name of ['Light', 'two words', 'umläute', 'a_b', '-a', 'a'.repeat(81)])
      assert.match(
        problemsOf(parsePost(write(), name, 'x.md')).join(),
        /^x\.md: the file's name becomes its address: .*Rename/,
      )
  })
})

describe('a case study', () => {
  test('needs the name of its company, and has figures as they are to be read', () => {
    const fields = ['company: { name: Harbour Works, founded: "2006" }', 'figures: [{ value: "3,000", label: pods }]']
    const { company, figures } = take(parseCaseStudy(write(...fields), 'light', 'light.md'))
    assert.deepEqual(
      [company, figures],
      [{ name: 'Harbour Works', founded: '2006' }, [{ value: '3,000', label: 'pods' }]],
    )
    assert.match(problemsOf(parseCaseStudy(write(), 'light', 'light.md')).join(), /company: this field is missing/)
  })

  test('is no part of a series, and was founded in one year', () => {
    const fields = ['company: { name: Harbour Works, founded: 2006-2007 }', 'series: { id: five-days, part: 1 }']
    assert.match(
      problemsOf(parseCaseStudy(write(...fields), 'light', 'light.md')).join('\n'),
      /company\.founded: expected a year[^]*series: no such field/,
    )
  })
})

describe('a series', () => {
  test('calls its parts parts, unless it says otherwise', () => {
    const series = take(parseSeries('title: Five days\n', 'five-days', 'five-days.yml'))
    assert.deepEqual(series, { id: 'five-days', title: 'Five days', description: '', unit: 'Part', intro: '' })
  })

  test('has two parts at least', () => {
    assert.match(
      problemsOf(parseSeries('title: One day\nparts: 1\n', 'one-day', 'one-day.yml')).join(),
      /one-day\.yml:2, parts: /,
    )
  })
})
