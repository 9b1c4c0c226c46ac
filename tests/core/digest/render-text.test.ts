import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { renderProseText } from '../../../src/core/digest/prose-text.ts'
import { renderText } from '../../../src/core/digest/render-text.ts'
import { textWidth, wrapText } from '../../../src/core/text/wrap-text.ts'
import { makePick } from '../../builders.ts'
import { makeDigest } from './digest-builders.ts'

const PAGE = 'https://light.example/issues/2026-W34/'

describe('renderText', () => {
  test('a pick is its title, its facts, its link on a line of its own, its blurb, and who else has it', () => {
    const pick = makePick({
      minutes: 6,
      url: 'https://harbour.example/first-light/',
      blurb: 'A [lamp](https://lamp.example/) is *lit*.',
      also: [{ source: 'LWKD', url: 'https://lwkd.example/' }],
    })
    assert.ok(
      renderText(makeDigest({ picks: [pick] })).includes(
        [
          'TECHNICAL  [G: I require a pilot]',
          '---------------------------------',
          '',
          '* First light',
          '  Harbour Blog | 6 min',
          '  https://harbour.example/first-light/',
          '  A lamp is lit.',
          '  https://lamp.example/',
          '  Also covered by LWKD:',
          '  https://lwkd.example/',
        ].join('\n'),
      ),
    )
  })

  test('a pick of an advisory has the pages of its flaws, whole addresses at the end', () => {
    const cves = ['CVE-2026-1234', 'CVE-2026-1235', 'CVE-2026-1236', 'CVE-2026-1237']
    const text = renderText(makeDigest({ picks: [makePick({ url: 'https://a.example/', blurb: 'It leaks.', cves })] }))
    const lines = [
      'It leaks.',
      ...cves.slice(0, 3).flatMap((cve) => [`${cve}:`, `https://light.example/security/${cve}/`]),
    ]
    assert.ok(text.includes(`${lines.map((line) => `  ${line}`).join('\n')}\n`), text)
    assert.ok(!text.includes('CVE-2026-1237'))
  })

  test('no line is longer than 72 columns but for addresses, and none ends in a space', () => {
    const long = 'Streaming lists cut the memory of the server, but only where clients ask for them. '.repeat(4)
    const url = `https://harbour.example/${'a-long-path/'.repeat(10)}`
    const authors = [
      { name: 'Ada Lindqvist', org: 'Northwind Traders' },
      { name: 'Jun Park', org: 'Tidewater Systems' },
    ]
    const text = renderText(
      makeDigest({ title: long, body: long, picks: [makePick({ title: long, url, authors, blurb: long })] }),
    )
    const lines = text.split('\n')
    assert.deepEqual(
      lines.filter((line) => textWidth(line) > 72),
      [`  ${url}`],
    )
    assert.deepEqual(
      lines.filter((line) => line !== line.trimEnd()),
      [],
    )
  })

  test('facts are not torn apart between two lines', () => {
    const text = renderText(makeDigest({ number: 31, candidates: 300, picks: [makePick()] }))
    assert.match(text, /^Lighthouse \| No\. 31 \| Friday 21 August 2026 \| 1 pick from 300 \|\s1 minute\n/)
  })

  test('the placeholder of a mailing service passes verbatim, and braces of the issue are kept from its engine', () => {
    const text = renderText(makeDigest({ body: 'Helm: `{{ .Values.tag }}`' }, '{{ unsubscribe_url }}'))
    assert.match(text, /^Unsubscribe:\n\{\{ unsubscribe_url \}\}$/m)
    assert.equal(text.match(/\{\{/g)?.length, 1)
    assert.match(renderText(makeDigest({ body: 'Helm: `{{ .Values.tag }}`' })), /`\{\{ \.Values\.tag \}\}`/)
  })

  test('a pick whose link is not known is told without one', () => {
    const { url: _, ...pick } = makePick({ title: 'Lost at sea' })
    assert.match(renderText(makeDigest({ picks: [pick] })), /\* Lost at sea\n {2}Harbour Blog\n {2}How a lamp/)
  })
})

describe('renderProseText', () => {
  const cases: readonly (readonly [what: string, markdown: string, text: string])[] = [
    ['marks go, words stay', '**Bold** and _soft_ and ~~gone~~', 'Bold and soft and gone'],
    ['code keeps its marks', 'Run `kubectl get`', 'Run `kubectl get`'],
    ['a link puts its address below', 'See [it](https://a.example/).', 'See it.\nhttps://a.example/'],
    ['an address is not told twice', '<https://a.example/>', 'https://a.example/'],
    ['a link into the site is made whole', '[flags](/flags/)', 'flags\nhttps://light.example/flags/'],
    ['a link that runs code is dropped', '[x](javascript:alert)', 'x'],
    ['a list keeps its marks', '- one\n- two', '- one\n- two'],
    ['a numbered list counts on', '3. one\n4. two', '3. one\n4. two'],
    ['a list in a list is indented', '- one\n  - two', '- one\n\n  - two'],
    ['a quotation is marked', '> said', '> said'],
    ['a code block is indented as it stands', '```\na:\n  b: 1\n```', '    a:\n      b: 1'],
    [
      'a link that names its address elsewhere has it all the same',
      'See [it][one].\n\n[one]: https://a.example/\n[one]: https://b.example/',
      'See it.\nhttps://a.example/',
    ],
    [
      'an address that a full stop sticks to is told by itself',
      'At https://a.example/b.',
      'At https://a.example/b.\nhttps://a.example/b',
    ],
    ['links of a table stand below it', '| [a](https://a.example/) |\n|---|\n| 1 |', 'a\n1\nhttps://a.example/'],
    ['a table is told by row', '| a | b |\n|---|---|\n| 1 | 2 |', 'a | b\n1 | 2'],
    ['HTML is left out', 'a <b>b</b>', 'a b'],
    ['a broken line of the source is a space', 'one\ntwo', 'one two'],
  ]
  for (const [what, markdown, text] of cases) {
    test(what, () => {
      assert.equal(renderProseText(markdown, PAGE, 72), text)
    })
  }
})

describe('wrapText', () => {
  test('lines break between words, and later lines are indented', () => {
    assert.equal(wrapText('one two three', 9, '  ', '* '), '* one two\n  three')
  })

  test('a word that is too long stays whole', () => {
    assert.equal(wrapText('a https://long.example b', 10), 'a\nhttps://long.example\nb')
  })

  test('wide characters count as two columns', () => {
    assert.equal(textWidth('港 a'), 4)
  })
})

test('a correction stands with its day, what it is about, and the address of that', () => {
  const corrects = [
    { issue: '2026-W33', number: 2, date: '2026-08-14', pick: '0123456789', title: 'Fog', text: 'It *was* thick.' },
  ]
  const text = renderText(makeDigest({ corrections: [{ date: '2026-08-22', text: 'Friday.' }], corrects }))
  assert.ok(
    text.includes(
      'CORRECTIONS\n-----------\n\n22 August 2026:\nFriday.\n\n' +
        '14 August 2026, to no. 2, “Fog”:\nhttps://light.example/issues/2026-W33/#0123456789\nIt was thick.\n',
    ),
    text,
  )
})
