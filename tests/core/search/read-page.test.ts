import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { formatSearchRecord } from '../../../src/core/search/format-record.ts'
import { packAnchor, unpackAnchor } from '../../../src/core/search/packed-anchor.ts'
import { readSearchPage, searchedKind } from '../../../src/core/search/read-page.ts'
import { filtersOf } from '../../../src/core/search/search-page.ts'
import { splitSearchPage } from '../../../src/core/search/split-page.ts'

const page = (main: string) =>
  `<html><body><nav>Menu</nav><main id="main">${main}</main><footer>End</footer></body></html>`
const article = (id: string, title: string, rest = '') =>
  `<article id="${id}"><h3><a href="/x">${title}</a></h3>${rest}</article>`

describe('a page that is searched', () => {
  test('is one of a day, an issue, a post or a case study, and no list of them', () => {
    const cases: readonly (readonly [string, string | undefined])[] = [
      ['/2026/08/20/', 'day'],
      ['/2026/08/20/2/', 'day'],
      ['/issues/2026-W34/', 'issue'],
      ['/posts/rbac/', 'post'],
      ['/case-studies/buffer/', 'case-study'],
      ...[
        '/',
        '/2026/',
        '/2026/08/',
        '/issues/',
        '/issues/2026-W34/candidates/',
        '/issues/2026-W34/mail/',
        '/posts/',
      ].map((address) => [address, undefined] as const),
    ]
    for (const [address, kind] of cases) assert.equal(searchedKind(address), kind, address)
    assert.equal(readSearchPage(page('<h1>About</h1>'), '/about/'), undefined)
  })

  test('of a day is its items alone, each with the kind of its section and the topics that it links to', () => {
    const html = page(
      `<h1><time>20</time></h1><p>Two links.</p><section id="security"><h2 id="security-title">Security 2</h2>${article(
        'aaaaaaaaaa',
        'A hole',
        '<p>Blog · <a href="#aaaaaaaaaa">10:38</a></p><a href="/topics/runtime/">Runtimes</a>',
      )}${article(
        'bbbbbbbbbb',
        'Another',
      )}</section><section id="blog"><h2>Blogs</h2>${article('cccccccccc', 'A read')}</section><p>After.</p>`,
    )
    assert.deepEqual(readSearchPage(html, '/2026/08/20/'), {
      ...{ url: '/2026/08/20/', kind: 'day', title: 'Thursday 20 August 2026', date: '2026-08-20', topics: [] },
      parts: [
        { id: 'aaaaaaaaaa', level: 3, title: 'A hole', text: 'Blog · Runtimes', kind: 'security', topics: ['runtime'] },
        { id: 'bbbbbbbbbb', level: 3, title: 'Another', text: '', kind: 'security', topics: [] },
        { id: 'cccccccccc', level: 3, title: 'A read', text: '', kind: 'blog', topics: [] },
      ],
    })
  })

  test('of an issue keeps note, sections and picks, and leaves out its figures and what a screen alone shows', () => {
    const html = page(
      `<article class="h-entry"><p class="meta facts"><b>No. 3</b><time datetime="2026-08-20">then</time></p><h1>Calm</h1>` +
        `<p>A <em>no</em>te.</p><figure>seen, picked</figure><nav class="screen">Contents</nav>` +
        `<section id="technical"><h2 id="technical-title">Technical</h2><p class="signal">I require a pilot</p>${article(
          'aaaaaaaaaa',
          'First <code>x</code>',
          '<p>Why<br>it matters.</p>',
        )}</section></article>`,
    )
    const read = readSearchPage(html, '/issues/2026-W34/')
    assert.deepEqual([read?.title, read?.date, read?.kind], ['Calm', '2026-08-20', 'issue'])
    assert.deepEqual(
      read?.parts.map(({ id, title, text }) => [id, title, text]),
      [
        ['', '', 'A note.'],
        ['technical-title', 'Technical', ''],
        ['aaaaaaaaaa', 'First x', 'Why it matters.'],
      ],
    )
  })

  test('of long form keeps its headings, its code, and what its pictures show', () => {
    const read = readSearchPage(
      page(
        '<h1>Roles</h1><h2 id="why">Why</h2><p>So <img alt="a chart"> it is.</p><pre><code>kubectl auth</code></pre>',
      ),
      '/posts/roles/',
    )
    assert.deepEqual(read?.parts, [
      { id: 'why', level: 2, title: 'Why', text: 'So a chart it is. kubectl auth', kind: '', topics: [] },
    ])
  })
})

test('facts in a row are words of their own, as a reader sees them', () => {
  const row =
    '<p class="meta facts"><span>After <b>Kubernetes</b></span><time>24 October</time><span>2 min</span><span>posted</span></p>'
  assert.equal(
    readSearchPage(page(`<h1>A</h1>${row}<p>ku<b>be</b>ctl</p>`), '/posts/a/')?.parts[0]?.text,
    'After Kubernetes 2 min posted kubectl',
  )
})

describe('a record of the index', () => {
  const day = readSearchPage(
    page(
      ['blog', 'security']
        .map((kind) => `<section id="${kind}">${article(`${kind}-1`, 'T <b>&lt;i></b>')}</section>`)
        .join(''),
    ),
    '/2026/08/20/',
  )!

  test('holds the words as text, and says of each part what it is about', () => {
    const record = formatSearchRecord(day)
    assert.match(record, /<h3 id="blog-1~blog">T &lt;i&gt;<\/h3>/)
    assert.match(record, /data-pagefind-filter="kind:security"/)
    assert.match(record, /data-pagefind-meta="date:20 August 2026"/)
  })

  test('is found by the kinds of its items, or else by its own', () => {
    assert.deepEqual(filtersOf(day), { kind: ['blog', 'security'], topic: [], year: ['2026'] })
    assert.deepEqual(filtersOf({ ...day, kind: 'issue', topics: ['storage'] }).kind, ['issue'])
  })

  test('of a busy day is one of several, each of one kind, that lose no item', () => {
    assert.deepEqual(splitSearchPage(day), [day])
    const many = Array.from({ length: 7 }, (_, index) => ({ ...day.parts[index % 2]!, id: String(index) }))
    const records = splitSearchPage({ ...day, parts: many }, 3)
    assert.deepEqual(
      records.map(({ parts }) => parts.map(({ id }) => id)),
      [['0', '2', '4'], ['6'], ['1', '3', '5']],
    )
    assert.equal(new Set(records.map(({ url }) => url)).size, 3)
    assert.ok(records.every(({ url }) => url.startsWith('/2026/08/20/#')))
  })

  test('keeps kind and topics beside an id, and gives them back', () => {
    for (const tags of [
      { id: 'a1', kind: 'blog', topics: ['storage', 'ai-ml'] },
      { id: 'a1', kind: 'blog', topics: [] },
      { id: 'heading', kind: '', topics: [] },
    ]) {
      assert.deepEqual(unpackAnchor(packAnchor(tags)), tags)
    }
  })
})
