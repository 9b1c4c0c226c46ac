import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseCaseStudy } from '../../../src/core/post/case-study.ts'
import { checkLongForm } from '../../../src/core/post/check-long-form.ts'
import { parsePost } from '../../../src/core/post/post.ts'
import { parseSeries } from '../../../src/core/post/series.ts'
import type { WrittenFile } from '../../../src/core/post/written-file.ts'
import { formatProblem, type Result, take } from '../../../src/core/text/problem.ts'

interface Draft {
  /** Lines of front matter beside those that every file here has. */
  readonly fields?: readonly string[]
  readonly body?: readonly string[]
  readonly status?: string
}

const write = ({ fields = [], body = ['Light.'], status = 'published' }: Draft, own: readonly string[]) =>
  ['---', 'title: Light', `status: ${status}`, 'date: 2026-11-20', ...own, ...fields, '---', '', ...body, ''].join('\n')

const AUTHORS = ['description: About light.', 'authors: [{ id: ada-quay }]']

function asFile<T>(parse: (text: string, slug: string, where: string) => Result<T>, where: string, text: string) {
  const slug = /([^/]+)\.\w+$/.exec(where)?.[1] ?? ''
  return { entry: take(parse(text, slug, where)), where, text } satisfies WrittenFile<T>
}
/** Begins in line 8 of its file, where no fields are added. */
const post = (draft: Draft = {}, where = 'posts/light.md') => asFile(parsePost, where, write(draft, AUTHORS))
const bare = (draft: Draft = {}) => asFile(parsePost, 'posts/light.md', write(draft, []))
const study = (draft: Draft = {}) =>
  asFile(parseCaseStudy, 'case-studies/light.md', write(draft, [...AUTHORS, 'company: { name: Harbour Works }']))
const series = (text = 'title: Five days\n') => asFile(parseSeries, 'series/five-days.yml', text)
const part = (number: number, draft: Draft = {}, where = `posts/part-${number}.md`) =>
  post({ ...draft, fields: [`series: { id: five-days, part: ${number} }`, ...(draft.fields ?? [])] }, where)

function problemsOf(own: Partial<Parameters<typeof checkLongForm>[0]>): string[] {
  return checkLongForm({
    posts: [],
    caseStudies: [],
    series: [],
    seriesNames: new Set((own.series ?? []).map(({ entry }) => entry.id)),
    people: new Set(['ada-quay', 'kaitlyn']),
    topics: new Set(['releases', 'security']),
    hasPicture: (folder, slug, file) => `${folder}/${slug}/${file}` === 'posts/light/mast.svg',
    ...own,
  }).map(formatProblem)
}

function assertProblems(all: readonly string[], expected: readonly RegExp[]): void {
  assert.equal(all.length, expected.length, all.join('\n'))
  for (const [index, pattern] of expected.entries()) assert.match(all[index] ?? '', pattern)
}

const PICTURE = ['pictures:', '  - file: mast.svg', '    credit: Ada Quay']

test('a post of a year with a slip in it is refused, before it has a page of its own', () => {
  const text = write({ fields: [] }, AUTHORS).replace('date: 2026', 'date: 1026')
  assertProblems(problemsOf({ posts: [asFile(parsePost, 'posts/light.md', text)] }), [
    /^posts\/light\.md:4, date: it is dated 1026-11-20, and the archive begins in 2014\. Mend the year/,
  ])
})

describe('a post is refused', () => {
  const cases: [name: string, draft: Draft, expected: RegExp[]][] = [
    [
      'whose author is not there',
      { fields: ['postedBy: bob'] },
      [/^posts\/light\.md:7, postedBy: there is no person "bob"\. Add authors\/bob\.yml/],
    ],
    [
      'that is signed by nobody we know',
      { fields: ['closing: { words: So long, by: [ada-quay, bob] }'] },
      [/:7, closing\.by\[1\]: there is no person "bob"/],
    ],
    [
      'whose words turn round, or move a cursor',
      { body: ['Light \u202e kcab.', '', 'Write `\u001b[2J`.'] },
      [/^posts\/light\.md:9: a control character, or one that turns the direction/, /^posts\/light\.md:11: a control/],
    ],
    [
      'that is as long as a shelf of books',
      { body: Array.from({ length: 50_000 }, () => 'Light, and dark.\n') },
      [/^posts\/light\.md:9: the text has 900,000 characters, and a page may have 400,000\. Make a series of it/],
    ],
    [
      'whose quotations stand in one another without an end',
      { body: ['Light.', '', `${'> '.repeat(5_000)}dark`] },
      [/^posts\/light\.md:11: quotations and lists stand in one another more than 30 deep\. Make paragraphs/],
    ],
    [
      'whose list goes in without an end',
      { body: Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- light`) },
      [/^posts\/light\.md:69: quotations and lists stand in one another more than 30 deep/],
    ],
    [
      'of an unknown topic',
      { fields: ['topics: [releases, tides]'] },
      [/:7, topics\[1\]: there is no topic "tides"\. Add topics\/tides\.yml/],
    ],
    ['of a topic nearly known', { fields: ['topics: [release]'] }, [/Did you mean releases\?/]],
    [
      'of an unknown group',
      { fields: ['sigs: [sig-tides]'] },
      [/:7, sigs\[0\]: Kubernetes has no group "sig-tides"\. Name it like its folder/],
    ],
    ['of a group without its prefix', { fields: ['sigs: [auth]'] }, [/Did you mean sig-auth\?/]],
    [
      'of an unknown series',
      { fields: ['series: { id: six-days, part: 1 }'] },
      [/:7, series\.id: there is no series "six-days"/],
    ],
    [
      'that was updated before it came out',
      { fields: ['updated: 2026-11-19'] },
      [/:7, updated: .*2026-11-19, before it came out on 2026-11-20/],
    ],
    ['that is empty', { body: [] }, [/^posts\/light\.md:\d+: it is published, and has no text/]],
    [
      'with something left to write',
      { body: ['One.', '', 'TODO: two'] },
      [/:11: it is published, and something is still to be written here: TODO: two/],
    ],
    ['with a heading of the first rank', { body: ['# Light'] }, [/:9: "Light" is a heading of the first rank/]],
    [
      'whose headings begin too deep',
      { body: ['### Light'] },
      [/:9: "Light" has 3 marks, .*title: a rank is left out\. Write ## \.$/],
    ],
    [
      'whose headings leave a rank out',
      { body: ['## Light', '', '#### Lamp'] },
      [/:11: "Lamp" has 4 marks, .* 2: .*Write ### /],
    ],
    ['with a heading without words', { body: ['## Light', '', '## '] }, [/:11: a heading has no words/]],
    ['with HTML', { body: ['Light.', '', '<div>Lamp</div>'] }, [/:11: HTML is not read here: <div>/]],
    ['with HTML inside a line', { body: ['Press <kbd>L</kbd>.'] }, [/<kbd>/, /<\/kbd>/]],
    ['with a comment of HTML', { body: ['<!-- later -->'] }, [/HTML is not read here/]],
    ['with a link without words', { body: ['[](https://harbour.example/)'] }, [/:9: a link has no words/]],
    [
      'that links to a heading it has not',
      { body: ['## Light', '', '[up](#lamp)'] },
      [/:11: no heading of this text is called #lamp\. Choose .*#light/],
    ],
    [
      'with a picture without alt text',
      { fields: PICTURE, body: ['![](mast.svg)'] },
      [/:12: the picture mast\.svg has no alt text/],
    ],
    [
      'with a picture that nobody made',
      { body: ['![A mast](mast.svg)'] },
      [/:9: the picture mast\.svg has no entry in `pictures`/],
    ],
    [
      'with a picture that is not there',
      { fields: ['pictures: [{ file: gone.png, credit: Ada }]'], body: ['![A mast](gone.png)'] },
      [/:10: the picture gone\.png is not there\. Put it at posts\/light\/gone\.png; .*`lost: true`/],
    ],
    [
      'with a picture of another site',
      { body: ['![A mast](https://elsewhere.example/mast.png)'] },
      [/:9: .*would be loaded from another site/],
    ],
    [
      'with one by a reference',
      { body: ['![A mast][m]', '', '[m]: //elsewhere.example/mast.png'] },
      [/:9: .*from another site/],
    ],
    [
      'with an entry of a picture that it does not show',
      { fields: PICTURE },
      [/:8, pictures\[0\]\.file: the text does not show mast\.svg/],
    ],
    [
      'with two entries of one picture',
      { fields: [...PICTURE, '  - { file: mast.svg, credit: Bob }'], body: ['![A mast](mast.svg)'] },
      [/:10, pictures\[1\]\.file: mast\.svg has an entry above already/],
    ],
    [
      'with mangled code',
      { body: ['Light.', '', '```sh', 'light –all', '```'] },
      [/^posts\/light\.md:12: a dash that was made pretty/],
    ],
    ['with mangled code in its note', { fields: ['note: Say `–all`.'] }, [/:7, note: a dash that was made pretty/]],
    [
      'with mangled code in the warning of its age',
      { fields: ['age: |', '  Say `–all`.'] },
      [/:7, age: a dash that was made pretty/],
    ],
  ]
  for (const [name, draft, expected] of cases) {
    test(name, () => {
      assertProblems(problemsOf({ posts: [post(draft)] }), expected)
    })
  }

  test('with one author twice', () => {
    const fields = ['authors: [{ id: ada-quay }, { id: ada-quay }]', 'description: x']
    assertProblems(problemsOf({ posts: [bare({ fields })] }), [
      /:5, authors\[1\]\.id: ada-quay stands among the authors already/,
    ])
  })

  test('when it is published without saying what it is about, and by whom', () => {
    assertProblems(problemsOf({ posts: [bare()] }), [/description: it is published/, /authors: it is published/])
  })

  test('for all that is wrong with it at once', () => {
    const body = ['# Light', '', '<b>', '', '![](x.png)']
    assert.equal(problemsOf({ posts: [post({ fields: ['postedBy: bob', 'topics: [tides]'], body })] }).length, 6)
  })
})

describe('a post is let through', () => {
  const cases: [name: string, draft: Draft][] = [
    ['as it is', {}],
    ['with headings in their order', { body: ['## A', '', '### B', '', '#### C', '', '## D', '', '### E'] }],
    [
      'that links to its own headings, of one name too',
      { body: ['## A b', '', '[1](#a-b) [2](#a-b-2)', '', '## A b'] },
    ],
    ['with a picture, its entry and its file', { fields: PICTURE, body: ['![A mast](mast.svg "The mast")'] }],
    ['with a picture written from here', { fields: PICTURE, body: ['![A mast](./mast.svg)'] }],
    [
      'with a picture that is lost',
      { fields: ['pictures: [{ file: talk.jpg, credit: Ada, lost: true }]'], body: ['![A talk](talk.jpg "A talk")'] },
    ],
    ['with a quotation of nobody', { body: ['> So they say.'] }],
    ['with a picture as a link', { fields: PICTURE, body: ['[![A mast](mast.svg)](https://harbour.example/)'] }],
    ['with TODO and HTML in code', { body: ['`TODO <b>`', '', '```html', '<p>TODO</p>', '```'] }],
    ['with tables and footnotes', { body: ['| a | b |', '| - | - |', '| 1 | 2[^x] |', '', '[^x]: Three.'] }],
  ]
  for (const [name, draft] of cases) {
    test(name, () => {
      assert.deepEqual(problemsOf({ posts: [post(draft)] }), [])
    })
  }

  test('that is a draft, without author, description and text, with something left to write', () => {
    assert.deepEqual(problemsOf({ posts: [bare({ status: 'draft', body: ['TODO'] })] }), [])
  })
})

describe('a case study', () => {
  const quotation = (...lines: string[]) => problemsOf({ caseStudies: [study({ body: lines })] })

  test('says of each quotation who speaks', () => {
    assert.deepEqual(quotation('> It works.', '>', '> — Ada Quay, keeper'), [])
    for (const wrong of [['> It works.'], ['> It works. — Ada'], ['> It works.', '>', '> Ada Quay'], ['> — Ada Quay']])
      assertProblems(quotation(...wrong), [/^case-studies\/light\.md:10: the quotation does not say who speaks/])
  })

  test('may be by nobody known, where it tells the work of others and says who brought it', () => {
    const own = ['description: x', 'company: { name: Harbour Works }']
    const retold = ['retold: { title: Light, authors: [Harbour Works], date: 2017-10-25 }', 'postedBy: kaitlyn']
    const of = (fields: string[]) =>
      problemsOf({ caseStudies: [asFile(parseCaseStudy, 'case-studies/light.md', write({ fields }, own))] })
    assert.deepEqual(of(retold), [])
    assertProblems(of(retold.slice(0, 1)), [/authors: it is published/])
    assertProblems(of(retold.slice(1)), [/authors: it is published/])
  })

  test('has pictures in a folder of its own', () => {
    const draft = { fields: PICTURE, body: ['![A mast](mast.svg)'] }
    assertProblems(problemsOf({ caseStudies: [study(draft)] }), [/Put it at case-studies\/light\/mast\.svg/])
  })
})

describe('a series', () => {
  const check = (posts: ReturnType<typeof post>[], text?: string) => problemsOf({ posts, series: [series(text)] })

  test('is whole, begins, or goes on', () => {
    assert.deepEqual(check([part(2), part(1), part(3)]), [])
    assert.deepEqual(check([]), [])
    assert.deepEqual(check([part(1), part(4, { status: 'draft' })], 'title: Five days\nparts: 5\n'), [])
    assert.deepEqual(check([part(3, { status: 'draft' })]), [])
  })

  test('has no gap before a part that is published', () => {
    assertProblems(check([part(1), part(4)]), [
      /^series\/five-days\.yml: the series has no part 2, and part 4 is published: posts\/part-4\.md/,
      /no part 3/,
    ])
  })

  test('has no draft before a part that is published, and says which', () => {
    assertProblems(check([part(1), part(2, { status: 'draft' }), part(3)]), [
      /^posts\/part-2\.md:3, status: the series has no part 2, .* Publish this one first/,
    ])
  })

  test('has each part once', () => {
    assertProblems(check([part(1), part(1, {}, 'posts/again.md')]), [
      /^posts\/again\.md:7, series\.part: posts\/part-1\.md is part 1 of the series already/,
    ])
  })

  test('has no more parts than it says', () => {
    assertProblems(check([part(1), part(2), part(3)], 'title: Two days\nparts: 2\n'), [
      /^posts\/part-3\.md:7, series\.part: this is part 3, and the series says that it has 2/,
    ])
  })

  test('has no mangled code in its introduction', () => {
    assertProblems(check([], 'title: Five days\nintro: Say `–all`.\n'), [/^series\/five-days\.yml:2, intro: a dash/])
  })
})

describe('an address', () => {
  test('is that of one file, in whatever folder it lies', () => {
    assertProblems(problemsOf({ posts: [post(), post({}, 'posts/2017/light.md')] }), [
      /^posts\/2017\/light\.md: its address would be that of posts\/light\.md/,
    ])
  })

  test('does not lead to two files by an alias', () => {
    const alias = (name: string) => ({ fields: [`aliases: [${name}]`] })
    assertProblems(problemsOf({ posts: [post(), post(alias('light'), 'posts/lamp.md')] }), [
      /^posts\/lamp\.md:7, aliases\[0\]: light leads to posts\/light\.md already/,
    ])
    assertProblems(problemsOf({ posts: [post(alias('old')), post(alias('old'), 'posts/lamp.md')] }), [
      /^posts\/lamp\.md:7, aliases\[0\]: old leads to posts\/light\.md already/,
    ])
    assertProblems(problemsOf({ posts: [post(alias('light'))] }), [/light leads to this file itself already/])
  })

  test('may be that of a post and of a case study, which stand in two folders', () => {
    assert.deepEqual(problemsOf({ posts: [post()], caseStudies: [study()] }), [])
  })
})
