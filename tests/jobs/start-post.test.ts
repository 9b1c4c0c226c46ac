import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parsePerson } from '../../src/core/issue/person.ts'
import { caseStudySchema, parseCaseStudy } from '../../src/core/post/case-study.ts'
import { checkLongForm } from '../../src/core/post/check-long-form.ts'
import { parsePost, postSchema } from '../../src/core/post/post.ts'
import { parseSeries, seriesSchema } from '../../src/core/post/series.ts'
import { formatProblem, type Result, take } from '../../src/core/text/problem.ts'
import { type NewKind, NEW_KINDS, startPerson, startPost } from '../../src/jobs/start-post.ts'

const NOW = new Date('2026-11-20T23:30:00Z')
const TITLE = 'What it is: a "lamp" # 1'
const start = (kind: NewKind, title = TITLE) => take(startPost(kind, title, NOW))

/** As its author has it who wants every field: `# ` goes from before each that is optional, remarks stay. */
const withAllFields = (text: string) =>
  text.replace(/^( *)# (\w+:.*| +\S.*)$/gm, '$1$2').replace(/^(authors|figures): \[\]$/gm, '$1:')

const SCHEMAS = { post: postSchema, 'case-study': caseStudySchema, series: seriesSchema }
const PARSERS = { post: parsePost, 'case-study': parseCaseStudy, series: parseSeries }
const titleOf = (kind: NewKind, text: string, where: string): string => {
  const parsed: Result<{ readonly title: string }> = PARSERS[kind](text, 'lamp', where)
  return take(parsed).title
}

describe('a new file', () => {
  for (const kind of NEW_KINDS) {
    test(`of a ${kind} is valid as it is, and with every field that there is`, () => {
      const { path, text } = start(kind)
      assert.equal(titleOf(kind, text, path), TITLE)
      const full = withAllFields(text)
      assert.equal(titleOf(kind, full, path), TITLE)
      const shown = new Set(full.split('\n').map((line) => /^\w+(?=:)/.exec(line)?.[0]))
      assert.deepEqual(
        Object.keys(SCHEMAS[kind].shape).filter((field) => !shown.has(field)),
        [],
      )
    })
  }

  test('says in which folder it stands, by its title', () => {
    assert.deepEqual(
      NEW_KINDS.map((kind) => start(kind).path),
      ['posts/what-it-is-a-lamp-1.md', 'case-studies/what-it-is-a-lamp-1.md', 'series/what-it-is-a-lamp-1.yml'],
    )
  })

  test('is a draft of the day in UTC, with nothing wrong but that it is not finished', () => {
    const [post, study] = [start('post'), start('case-study')]
    const where = (path: string) => ({ where: path })
    const library = (status: string) => {
      const [first, second] = [post, study].map(({ text }) => text.replace('status: draft', `status: ${status}`))
      return checkLongForm({
        posts: [{ entry: take(parsePost(first ?? '', 'a', 'a.md')), ...where('a.md'), text: first ?? '' }],
        caseStudies: [{ entry: take(parseCaseStudy(second ?? '', 'b', 'b.md')), ...where('b.md'), text: second ?? '' }],
        ...{ series: [], seriesNames: new Set<string>(), people: new Set<string>(), topics: new Set<string>() },
        hasPicture: () => false,
      }).map(formatProblem)
    }
    assert.equal(take(parsePost(post.text, 'a', 'a.md')).date, '2026-11-20')
    assert.deepEqual(library('draft'), [])
    const left = library('published').join('\n')
    for (const pattern of [
      /a\.md:\d+, description: /,
      /a\.md:\d+, authors: /,
      /a\.md:\d+: .*still to be written/,
      /b\.md:\d+: .*TODO Name/,
    ])
      assert.match(left, pattern)
  })

  test('needs a title that an address can be made of', () => {
    const started = startPost('post', '灯台', NOW)
    assert.match(started.ok ? '' : started.problems.map(formatProblem).join(), /no letters or digits.*Latin letters/)
  })
})

describe('a new person', () => {
  test('is valid as it is, and with every field that it shows', () => {
    const { path, text } = take(startPerson('ada-quay', 'Ada "the Lamp" Quay'))
    assert.equal(path, 'authors/ada-quay.yml')
    assert.deepEqual(take(parsePerson(text, 'ada-quay', path)), { id: 'ada-quay', name: 'Ada "the Lamp" Quay' })
    const full = take(parsePerson(withAllFields(text), 'ada-quay', path))
    assert.deepEqual(Object.keys(full).sort(), ['asOf', 'bio', 'handle', 'id', 'name', 'org', 'type', 'url'])
  })

  test('needs an id and a name', () => {
    for (const [id, name] of [
      ['Ada Quay', 'Ada'],
      ['', 'Ada'],
      ['../ada', 'Ada'],
      ['ada', ' '],
    ] as const)
      assert.equal(startPerson(id, name).ok, false, `${id}, ${name}`)
  })
})
