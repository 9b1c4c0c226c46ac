import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type FormId, type IssueForm, parseIssueForm } from '../../../src/core/form/issue-form.ts'
import { LONGEST_BODY, readForm } from '../../../src/core/form/read-form.ts'

const field = (type: string, id: string, label: string, more = '') =>
  `  - { type: ${type}, id: ${id}, attributes: { label: ${label}${more} } }\n`

/** Forms with labels of another language, as a fork may have them. */
const TEXTS: Readonly<Record<FormId, string>> = {
  'suggest-a-link': [
    field('input', 'url', 'Adresse'),
    field('input', 'by', 'Name'),
    field('textarea', 'note', 'Warum'),
  ].join(''),
  'add-a-source': [
    field('input', 'url', 'Adresse'),
    field('input', 'org', 'Wer'),
    field('dropdown', 'kind', 'Was', ', options: [blog, video]'),
    field('input', 'include', 'Worte'),
    field('textarea', 'note', 'Wozu'),
  ].join(''),
  'correct-an-entry': [field('input', 'url', 'Adresse'), field('textarea', 'note', 'Fehler')].join(''),
}

const head = (id: string) => `name: ${id}\ndescription: A form\nbody:\n`
const FORMS = Object.entries(TEXTS).map(([id, body]): IssueForm => {
  const form = parseIssueForm(`${head(id)}${body}`, id as FormId, `${id}.yml`)
  assert.ok(form.ok, JSON.stringify(form))
  return form.value
})

const read = (text: string) => readForm(text, FORMS, 'issue.md')
const link = (own: { readonly url?: string; readonly by?: string; readonly note?: string } = {}) =>
  `### Adresse\n\n${own.url ?? 'https://harbour.example/'}\n\n### Name\n\n${own.by ?? '_No response_'}\n\n### Warum\n\n${own.note ?? 'Good.'}`

const answersOf = (text: string) => {
  const form = read(text)
  assert.ok(form.ok, JSON.stringify(form))
  return [form.value.id, Object.fromEntries(form.value.answers)]
}

describe('a filled form', () => {
  const cases: [what: string, text: string, id: FormId, answers: Record<string, string>][] = [
    [
      'as the host makes it',
      link({ by: 'Bo' }),
      'suggest-a-link',
      { url: 'https://harbour.example/', by: 'Bo', note: 'Good.' },
    ],
    ['with fields left empty', link({ note: '_No response_' }), 'suggest-a-link', { url: 'https://harbour.example/' }],
    [
      'with line ends of Windows',
      link().replaceAll('\n', '\r\n'),
      'suggest-a-link',
      { url: 'https://harbour.example/', note: 'Good.' },
    ],
    [
      'with headings of its own in the text area',
      link({ note: 'See\n\n### Adresse\n\nhttps://evil.example/' }),
      'suggest-a-link',
      {
        url: 'https://harbour.example/',
        note: 'See\n\n### Adresse\n\nhttps://evil.example/',
      },
    ],
    [
      'with all of another form in the text area',
      link({ note: '### Adresse\n\nx\n\n### Fehler\n\ny' }),
      'suggest-a-link',
      {
        url: 'https://harbour.example/',
        note: '### Adresse\n\nx\n\n### Fehler\n\ny',
      },
    ],
    [
      'with a choice that was not made',
      '### Adresse\n\nx.example\n\n### Wer\n\n_No response_\n\n### Was\n\nNone\n\n### Worte\n\na, b\n\n### Wozu\n\n_No response_',
      'add-a-source',
      { url: 'x.example', include: 'a, b' },
    ],
    [
      'with a heading that only looks like one',
      link({ by: '#### Warum' }),
      'suggest-a-link',
      { url: 'https://harbour.example/', by: '#### Warum', note: 'Good.' },
    ],
  ]
  for (const [what, text, id, answers] of cases) {
    test(`${what} is read`, () => {
      assert.deepEqual(answersOf(text), [id, answers])
    })
  }

  const wrong: [what: string, text: string, message: RegExp][] = [
    ['nothing', '', /none of the forms .*suggest-a-link.*add-a-source.*correct-an-entry/],
    ['words without a form', 'Please add my blog', /none of the forms/],
    [
      'a heading twice before the text area',
      link({ by: 'Bo\n\n### Adresse\n\nhttps://evil.example/' }),
      /"line":9,"field":"Adresse","what":"this heading stands here twice/,
    ],
    [
      'several lines in a field of one',
      link({ url: 'https://a.example/\nhttps://b.example/' }),
      /"Adresse","what":"there are several lines/,
    ],
    [
      'something before the first heading',
      `<!--\n\n-->\n${link()}`,
      /"line":1,"what":"something stands before the first heading/,
    ],
    [
      'a form that was cut off',
      '### Adresse\n\nhttps://a.example/\n\n### Name\n\nBo',
      /"Warum","what":"this heading of the form is missing/,
    ],
    [
      'a choice that is none',
      '### Adresse\n\nx\n\n### Wer\n\nx\n\n### Was\n\nmalware\n\n### Worte\n\nx\n\n### Wozu\n\nx',
      /"Was","what":"\\"malware\\" is none of its choices","remedy":"Choose blog, video"/,
    ],
    ['a control character', link({ by: 'Bo\u001b[2J' }), /"Name","what":"a control character/],
    ['a turn of direction', link({ url: 'https://a.example/\u202egnp' }), /"Adresse","what":"a control character/],
    ['more than an issue can hold', link({ note: 'x'.repeat(LONGEST_BODY) }), /no issue has more than 65536/],
  ]
  for (const [what, text, message] of wrong) {
    test(`with ${what} is refused, and says why`, () => {
      const form = read(text)
      assert.ok(!form.ok)
      assert.match(JSON.stringify(form.problems), message)
    })
  }

  test('names every field that is wrong, not the first alone', () => {
    const form = read(link({ url: 'a\nb', by: 'c\nd' }))
    assert.deepEqual(form.ok ? [] : form.problems.map((problem) => problem.field), ['Adresse', 'Name'])
  })

  test('of 65,000 headings is read in no time', () => {
    const started = performance.now()
    read('### Adresse\n'.repeat(5_400))
    assert.ok(performance.now() - started < 1_000)
  })
})

describe('the file of a form', () => {
  const form = (body: string, top = '') => parseIssueForm(`${head('x')}${body}${top}`, 'correct-an-entry', 'x.yml')
  const good = TEXTS['correct-an-entry']
  const wrong: [what: string, body: string, message: RegExp][] = [
    ['an unknown type', `${field('slider', 'x', 'X')}${good}`, /body\[0\]\.type|body\[0\]/],
    ['an id twice', `${field('input', 'url', 'Other')}${good}`, /ids that differ/],
    ['a label twice', `${field('input', 'other', 'Adresse')}${good}`, /labels that differ/],
    ['a field after the text area', `${good}${field('input', 'more', 'More')}`, /one text area, and nothing after it/],
    ['no text area', field('input', 'url', 'Adresse'), /one text area/],
    ['an option None', `${field('dropdown', 'x', 'X', ', options: [None, a]')}${good}`, /no option None/],
    ['an option twice', `${field('dropdown', 'x', 'X', ', options: [a, a]')}${good}`, /options that differ/],
    ['a key that the host does not know', `${good.replace('{ label', '{ lable: x, label')}`, /lable/],
    [
      'an id that the program needs renamed',
      good.replace('id: url', 'id: link'),
      /no field with the id url.*the ids of these fields stay/,
    ],
  ]
  for (const [what, body, message] of wrong) {
    test(`with ${what} is refused`, () => {
      const parsed = form(body)
      assert.ok(!parsed.ok)
      assert.match(JSON.stringify(parsed.problems), message)
    })
  }
})
