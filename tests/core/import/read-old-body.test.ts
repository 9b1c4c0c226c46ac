import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PhrasingContent } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { findLostLinks } from '../../../src/core/import/make-imported-issue.ts'
import { createLinkResolver, indexOldPages } from '../../../src/core/import/old-pages.ts'
import { readOldBody, writeLine } from '../../../src/core/import/read-old-body.ts'
import { parseSectionMap, type SectionMap } from '../../../src/core/import/section-map.ts'
import { canonicalUrl, hasTracking } from '../../../src/core/text/canonical-url.ts'
import { findLinks } from '../../../src/core/text/markdown-links.ts'
import { markdownToText } from '../../../src/core/text/markdown-text.ts'
import { makeIssue } from '../../builders.ts'

const PAGES = indexOldPages([{ path: '2020-04-26-oars.md', addresses: ['/2020/oars.html'], to: '/issues/2020-W17/' }])
const SITE = { generator: 'jekyll', url: 'https://old.example/' } as const

function read(body: string, map: SectionMap = new Map()) {
  const resolve = createLinkResolver(SITE, PAGES, '/2020/05/04/lamps.html')
  const sourceOf = (url: string) => new URL(url).hostname
  const old = readOldBody(body, { bodyLine: 10, title: 'Lamps', resolve, map, sourceOf })
  const issue = makeIssue({ body: old.body, picks: [...old.picks] })
  return { ...old, lost: findLostLinks(body, 10, issue, old.leftovers, resolve) }
}

const brief = ({ picks }: ReturnType<typeof read>) =>
  picks.map(({ title, url, blurb, authors }) => ({
    title,
    url: url?.replace('https://a.example/', ''),
    blurb,
    authors,
  }))

describe('an entry of a list', () => {
  for (const [why, entry, title, blurb, authors = []] of [
    ['a link alone', '[Oars](https://a.example/1)', 'Oars', ''],
    ['a link and words', '[Oars](https://a.example/1): how they are made.', 'Oars', 'how they are made.'],
    ['a dash', '[Oars](https://a.example/1) — made *well*', 'Oars', 'made _well_'],
    ['marks around the link', '**[Oars](https://a.example/1)** - made', 'Oars', 'made'],
    ['marks within it', '[**Oars** of `ash`](https://a.example/1)', 'Oars of ash', ''],
    ['a line end', '[Oars](https://a.example/1)  \n  made', 'Oars', 'made'],
    ['a paragraph below', '[Oars](https://a.example/1)\n\n  made', 'Oars', 'made'],
    ['a number before', '#12 [Oars](https://a.example/1)', '#12 Oars', ''],
    ['a name', '[Oars](https://a.example/1) by Ada Quay', 'Oars', '', [{ name: 'Ada Quay' }]],
    [
      'a name, its house and words',
      '[Oars](https://a.example/1) by Ada Quay (Harbour Works): made.',
      'Oars',
      'made.',
      [{ name: 'Ada Quay', org: 'Harbour Works' }],
    ],
    [
      'two names',
      '[Oars](https://a.example/1) by Ada Quay and Ben Mole.',
      'Oars',
      '',
      [{ name: 'Ada Quay' }, { name: 'Ben Mole' }],
    ],
    ['no name', '[Oars](https://a.example/1) by the book', 'Oars', 'by the book'],
    ['a link within a sentence', 'Oars are [made](https://a.example/1) well.', 'Oars are made well', ''],
    [
      'two links in a sentence',
      'Oars are [made](https://a.example/1) and [sold](https://a.example/2)',
      'Oars are made and sold',
      '[sold](https://a.example/2)',
    ],
    ['a reference', '[Oars][o]: made\n\n[o]: https://a.example/1', 'Oars', 'made'],
    ['HTML', '<a href="https://a.example/1">Oars &amp; more</a>: made', 'Oars & more', 'made'],
    ['a bare address', 'https://a.example/1', 'https://a.example/1', ''],
    ['tracking', '[Oars](https://a.example/1?utm_source=old)', 'Oars', ''],
    [
      'a footnote',
      '[Oars](https://a.example/1): made.[^1]\n\n[^1]: By [hand](https://a.example/2).',
      'Oars',
      'made. (By [hand](https://a.example/2).)',
    ],
    [
      'a list within',
      '[Oars](https://a.example/1)\n  - of [ash](https://a.example/2)\n  - of oak',
      'Oars',
      '– of [ash](https://a.example/2)\\\n– of oak',
    ],
    ['code', '[Oars](https://a.example/1)\n\n  ```sh\n  row --fast\n  ```', 'Oars', '`row --fast`'],
  ] as const) {
    test(`with ${why} is a pick with its title, its words and who wrote it`, () => {
      const found = read(`## Technical\n\n* ${entry}\n`)
      assert.deepEqual(brief(found), [{ title, url: '1', blurb, authors }])
      assert.deepEqual(found.lost, [])
      assert.equal(found.body, '')
    })
  }

  test('says its kind and its language in marks, and keeps marks that say something else', () => {
    const { picks } = read(
      '## Technical\n\n* [video] [Oars](https://a.example/1)\n* [DE] [Ruder](https://a.example/2)\n* [new] [Lamps](https://a.example/3)',
    )
    assert.deepEqual(
      picks.map(({ title, kind, language }) => ({ title, kind, language })),
      [
        { title: 'Oars', kind: 'video', language: 'en' },
        { title: 'Ruder', kind: 'blog', language: 'de' },
        { title: '[new] Lamps', kind: 'blog', language: 'en' },
      ],
    )
  })

  test('with a long sentence around its link keeps all of it', () => {
    const sentence = `${'Oars are made of ash, '.repeat(10)}as [this long account of oars](https://a.example/1) says.`
    const { picks } = read(`## Technical\n\n* ${sentence}`)
    assert.equal(picks[0]?.title, 'this long account of oars')
    assert.equal(markdownToText(picks[0]?.blurb ?? ''), sentence.replace(/\[|\]\([^)]*\)/g, ''))
  })

  test('without a link, with one that is there already, or with one that leads nowhere stays prose, in its order', () => {
    const found = read(
      '## Technical\n\n* Oars\n* [Oars](https://a.example/1)\n* [Again](https://www.a.example/1/)\n* [Mail](mailto:ada@a.example)\n* [Up](#top)\n',
    )
    assert.equal(found.picks.length, 1)
    assert.equal(
      found.body,
      '## Technical\n\n- Oars\n- [Again](https://www.a.example/1/)\n- [Mail](mailto:ada@a.example)\n- Up',
    )
    assert.deepEqual(
      found.leftovers.map(({ line, text }) => ({ line, text })),
      [{ line: 16, text: '#top' }],
    )
  })

  test('within one that is a label begins with it', () => {
    const found = read(
      '## Events\n\n* In spring:\n  * [DockCon](https://a.example/1)\n  * [QuayConf](https://a.example/2): small\n',
    )
    assert.deepEqual(
      found.picks.map(({ blurb, kind }) => ({ blurb, kind })),
      [
        { blurb: 'In spring', kind: 'event' },
        { blurb: 'In spring: small', kind: 'event' },
      ],
    )
    assert.equal(found.body, '')
  })
})

describe('the body of an old issue', () => {
  test('has a note, and words under our section where its heading leads to one', () => {
    const found = read(
      '# Lamps\n\nHello.\n\n## The Technical\n\nWords.\n\n## Tools 🛠️\n\nMore.\n\n## Mess\n\n- [Soup](https://a.example/1)\n',
    )
    assert.equal(
      found.body,
      'Hello.\n\n## Technical\n\n### The Technical\n\nWords.\n\n## Tooling\n\n### Tools 🛠️\n\nMore.\n\n## Mess\n\n- [Soup](https://a.example/1)',
    )
    assert.deepEqual(found.picks, [])
    assert.deepEqual(
      found.sections.map(({ heading, section }) => [heading, section]),
      [
        ['(none)', undefined],
        ['The Technical', 'technical'],
        ['Tools 🛠️', 'tooling'],
        ['Mess', undefined],
      ],
    )
  })

  test('goes where its owner says, by heading, and for what stands before all headings', () => {
    const map = parseSectionMap('Mess: shoutouts\nTechnical: prose\n(none): headlines\n', 'map.yml')
    assert.ok(map.ok)
    const found = read(
      '* [Oars](https://a.example/1)\n\n## Mess\n\n* [Soup](https://a.example/2)\n\n## Technical\n\n* [Lamps](https://a.example/3)',
      map.value,
    )
    assert.deepEqual(
      found.picks.map(({ section }) => section),
      ['headlines', 'shoutouts'],
    )
    assert.equal(found.body, '## Technical\n\n- [Lamps](https://a.example/3)'.replace('Technical', 'Technical'))
  })

  test('has sections on the first level, or on the third, where that is how it was written', () => {
    for (const mark of ['#', '###']) {
      const found = read(
        `${mark} Technical\n\n* [Oars](https://a.example/1)\n\n${mark} Tooling\n\n* [Lamps](https://a.example/2)`,
      )
      assert.deepEqual(
        found.picks.map(({ section }) => section),
        ['technical', 'tooling'],
      )
    }
  })

  test('has headings that are entries, with all that is said below them', () => {
    const found = read(
      '## Developer News\n\n### [#1: set the mode](https://a.example/1)\n\nA token.\n\n1. First\n2. Second\n\n### [#2: weigh](https://a.example/2)\n\nWeighed.',
    )
    assert.deepEqual(
      brief(found).map(({ title, blurb }) => ({ title, blurb })),
      [
        { title: '#1: set the mode', blurb: 'A token.\\\n1\\) First\\\n2\\) Second' },
        { title: '#2: weigh', blurb: 'Weighed.' },
      ],
    )
    assert.equal(found.body, '')
  })

  test('has headings with a link that are none, as a list of entries follows', () => {
    const found = read('## Technical\n\n### [Approved](https://a.example/0)\n\nThese:\n\n* [Oars](https://a.example/1)')
    assert.deepEqual(
      brief(found).map(({ title }) => title),
      ['Oars'],
    )
    assert.equal(found.body, '## Technical\n\n### [Approved](https://a.example/0)\n\nThese:')
  })

  test('has headings with a link outside all sections, which say their words once, and below them where they lead', () => {
    const found = read('## [Ropes](https://a.example/1)\n\nKnots.\n\n## Of [oars](https://a.example/2)\n\nAsh.')
    assert.equal(
      found.body,
      '## Ropes\n\n[a.example](https://a.example/1)\n\nKnots.\n\n## Of oars\n\n[oars](https://a.example/2)\n\nAsh.',
    )
    assert.deepEqual(found.lost, [])
  })

  test('has paragraphs that are entries, and others that only begin with a link', () => {
    const found = read(
      '## Tools\n\n[Lamp](https://a.example/1): lights itself.\n\n[Oar](https://a.example/2)\n\nMade of ash.\n\n[Fog](https://a.example/3) is everywhere.',
    )
    assert.deepEqual(
      brief(found).map(({ title, blurb }) => ({ title, blurb })),
      [
        { title: 'Lamp', blurb: 'lights itself.' },
        { title: 'Oar', blurb: 'Made of ash.\\\n[Fog](https://a.example/3) is everywhere.' },
      ],
    )
    assert.deepEqual(found.lost, [])
  })

  test('leads links to other old issues to their new pages, and relative ones to the old site', () => {
    const found = read(
      '[a](/2020/oars.html) [b](https://old.example/2020/oars) [c](oars.png) {% post_url 2020-04-26-oars %} [d]({% post_url 2020-04-26-oars %}) [e]({{ site.baseurl }}/f/)',
    )
    assert.deepEqual(
      findLinks(found.body).map(({ url }) => url),
      [
        ...['/issues/2020-W17/', '/issues/2020-W17/', 'https://old.example/2020/05/04/oars.png'],
        ...['/issues/2020-W17/', '/issues/2020-W17/', 'https://old.example/f/'],
      ],
    )
  })

  test('tells of what it leaves out, with the line: templates, comments, scripts, pictures and addresses that nobody uses', () => {
    const found = read(
      [
        '{{< figure src="https://a.example/p.png" >}}',
        '',
        '<!-- [x](https://a.example/x) -->',
        '',
        'A <script src="https://a.example/s.js"></script> b.',
        '',
        '![Gate](/gate.png)',
        '',
        '[n]: https://a.example/never',
      ].join('\n'),
    )
    assert.deepEqual(
      found.leftovers.map(({ line, what }) => `${line} ${what}`),
      [
        '10 a template was left out',
        '12 a comment was left out',
        '14 what stands in <script> was left out',
        '16 a picture became a link to it',
        '18 an address that nothing refers to was left out',
      ],
    )
    assert.deepEqual(found.lost, [])
    assert.doesNotMatch(found.body, /script|s\.js|figure|<!--/)
  })

  test('leaves code alone, templates and all', () => {
    const code = '```yaml\nimage: {{ .Values.image }}  # see https://a.example/x\n{% raw %}\n```'
    const found = read(`Use \`{{ .Chart }}\`.\n\n${code}`)
    assert.equal(found.body, `Use \`{{ .Chart }}\`.\n\n${code}`)
    assert.deepEqual(found.leftovers, [])
  })

  test('shows what stands in HTML as markdown, and no tag of it', () => {
    const found = read(
      [
        '## Tools\n\n<ul>\n<li><a href="https://a.example/1">Oars</a>, made</li>\n<li>Lamps</li>\n</ul>',
        '<table><tr><td>a</td><td>of <a href="https://a.example/2">b</a></td></tr></table>',
        '<p>A film: <iframe src="https://a.example/film"></iframe></p>',
      ].join('\n\n'),
    )
    assert.deepEqual(
      brief(found).map(({ title, blurb }) => ({ title, blurb })),
      [{ title: 'Oars', blurb: 'made' }],
    )
    assert.equal(
      found.body,
      [
        ...['## Tooling', '### Tools', '- Lamps', 'a', 'of [b](https://a.example/2)'],
        'A film: [https://a.example/film](https://a.example/film)',
      ].join('\n\n'),
    )
  })

  test('comes to an end whatever it holds', () => {
    for (const body of [
      '[^1]: [^1]\n\n[^1]',
      '<div>'.repeat(5_000),
      '{{<'.repeat(5_000),
      '> '.repeat(500),
      '* '.repeat(300),
      '`'.repeat(3_001),
      '['.repeat(2_000),
    ]) {
      assert.equal(typeof read(`## Technical\n\n${body}`).body, 'string')
    }
  })
})

const WORDS =
  'oar,lamp,quay,fog,tide,keel,_bow_,**stern**,`mast & boom`,naïve,船,[buoy],a*b,<i>deck</i>,1.20,&amp;,x_y'.split(',')

/** A document of all that we know of, from random numbers that are the same for the same seed. */
function writeDocument(seed: number): { text: string; urls: string[] } {
  let state = seed
  const next = (most: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >> 8) % most
  }
  const urls: string[] = []
  const address = () => {
    const url = `https://${['a', 'b', 'www.c'][next(3)]}.example/${seed}/n${urls.length}n${['', '/', '?q=1&r=2', '#part', '_x_y', '/(z)', '?utm_source=n'][next(7)]}`
    urls.push(url)
    return url
  }
  const words = (most = 6) => Array.from({ length: 1 + next(most) }, () => WORDS[next(WORDS.length)]).join(' ')
  const definitions: string[] = []
  const link = (): string => {
    const url = address()
    switch (next(7)) {
      case 0:
        definitions.push(`[r${urls.length}]: ${url}`)
        return `[${words(3).replaceAll(/[[\]`]/g, '')}][r${urls.length}]`
      case 1:
        return `<a href="${url}">${words(2).replaceAll(/[<>`]/g, '')}</a>`
      case 2:
        return `<${url}>`
      case 3:
        definitions.push(`[^f${urls.length}]: A note with [a link](${url}).`)
        return `words[^f${urls.length}]`
      case 4:
        return `![${words(2).replaceAll(/[[\]<>`]/g, '')}](${url})`
      case 5:
        return `**[${words(2).replaceAll(/[[\]*`]/g, '')}](${url})**`
      default:
        return `[${words(3).replaceAll(/[[\]`]/g, '')}](<${url}> "a title")`
    }
  }
  const sentence = () => `${words()} ${link()} ${words()}${next(2) === 0 ? ` and ${link()}` : ''}.`
  const entry = (indent: string): string => {
    const start =
      [`${link()}: ${words()}`, link(), sentence(), words(), `${link()} by Ada Quay, ${link()}`][next(5)] ?? ''
    return `${indent}* ${start}${next(4) === 0 && indent === '' ? `\n${entry('    ')}` : ''}`
  }
  const heading = () =>
    `${'#'.repeat(1 + next(4))} ${['Technical', 'Tools', 'Nobody knows', 'Upcoming Events', link(), `Official ${words(2)}`][next(6)]}`
  const blocks = Array.from({ length: 12 }, () => {
    switch (next(9)) {
      case 0:
      case 1:
        return heading()
      case 2:
      case 3:
        return Array.from({ length: 1 + next(4) }, () => entry('')).join('\n')
      case 4:
        return `| a | b |\n| - | - |\n| ${words(2).replaceAll('|', '')} | [c](${address()}) |`
      case 5:
        return `<div><p>${words().replaceAll(/[<>`]/g, '')} <a href="${address()}">there</a></p><img src="${address()}"></div>`
      case 6:
        return `<!-- [x](${address()}) -->\n\n{{< card link="${address()}" >}}`
      case 7:
        return `\`\`\`\ncurl ${address()}\n\`\`\``
      default:
        return sentence()
    }
  })
  return { text: [...blocks, ...definitions].join('\n\n'), urls }
}

test('every link of every document is in the issue or in the report, and none of them tracks', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const { text, urls } = writeDocument(seed)
    const found = read(text)
    const links = [
      ...found.picks.flatMap(({ url = '', blurb }) => [url, ...findLinks(blurb).map((link) => link.url)]),
      ...findLinks(found.body).map(({ url }) => url),
    ]
    const kept = new Set(links.map((url) => canonicalUrl(url)))
    const told = [...found.leftovers, ...found.lost].map((one) => one.text).join('\n')
    const code = found.body + found.picks.map(({ blurb }) => blurb).join('\n')
    const lost = urls.filter(
      (url) =>
        text.includes(url) && !kept.has(canonicalUrl(url)) && !told.includes(url) && !code.includes(`curl ${url}`),
    )
    assert.deepEqual(lost, [], `seed ${seed}:\n${text}\n----\n${JSON.stringify(found, null, 1)}`)
    assert.deepEqual(links.filter(hasTracking), [])
    assert.deepEqual(found.lost, [], `seed ${seed}`)
    assert.equal(new Set(found.picks.map(({ id }) => id)).size, found.picks.length)
  }
})

describe('a line of words and links', () => {
  const writer = unified()
    .use(remarkStringify, { bullet: '-', listItemIndent: 'one', emphasis: '_', fences: true, resourceLink: true })
    .use(remarkGfm)
  const text = (value: string): PhrasingContent => ({ type: 'text', value })
  const link = (words: string, url = 'https://a.example/x_y_z/1.2-3'): PhrasingContent => {
    return { type: 'link', url, children: [text(words)] }
  }
  const pieces = [
    ...[
      'Oars',
      ' and ',
      'a_b',
      '1. ',
      ' 1) ',
      '*',
      '!',
      ' - ',
      '(',
      ')',
      ': ',
      ' x:',
      'www.a.example',
      '[',
      '\\',
      '&amp;',
      '~',
      '|',
    ],
    ...['https://a.example', 'a@b.example', '#', '+ ', '=', '`', '<', '  ', '\n', '“so”', '%5B', 'e.g. ', '_'],
  ].map(text)
  const all = [...pieces, link('ash'), link('a_b'), link(' ash '), link(''), link('x', 'https://a.example/?q=(1)')]

  test('is written byte for byte as the library that knows all of markdown writes it', () => {
    for (const one of all)
      for (const two of all)
        for (const three of [text('end'), link('b'), text(' ')]) {
          for (const start of [[], [text('Of ')]]) {
            const children = [...start, one, two, three]
            const expected = writer.stringify({ type: 'root', children: [{ type: 'paragraph', children }] }).trim()
            assert.equal(writeLine(children), expected, JSON.stringify(children))
          }
        }
  })
})
