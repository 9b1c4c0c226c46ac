import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { escapeText } from 'entities'
import type { ElementContent, Root } from 'hast'
import rehypeRemark from 'rehype-remark'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { EXCERPT_WORDS, excerptHtml } from '../../../src/core/feed/excerpt-html.ts'
import { renderMarkdown } from '../../../src/core/text/markdown.ts'
import { markdownToText } from '../../../src/core/text/markdown-text.ts'
import { countWords } from '../../../src/core/text/plain-text.ts'
import { startProcessorTime } from '../../processor-time.ts'

const BASE = 'https://harbour.example/posts/first-light/'
const sentence = (words: number) => `Some ${'word '.repeat(words - 2)}end.`

describe('an excerpt', () => {
  for (const [name, html, expected] of [
    [
      'keeps emphasis, code and links',
      '<p>A <em>b</em> <strong>c</strong> <code>d</code> <a href="https://x.example/">e</a>.</p>',
      'A _b_ **c** `d` [e](https://x.example/).',
    ],
    [
      'makes a relative link whole',
      '<p><a href="../other/?a=1#b">x</a></p>',
      '[x](https://harbour.example/posts/other/?a=1#b)',
    ],
    [
      'makes a link to the page’s own part whole',
      '<p><a href="#part">x</a></p>',
      '[x](https://harbour.example/posts/first-light/#part)',
    ],
    ['keeps the words of a javascript: link', '<p>a <a href="javascript:alert(1)">b</a> c</p>', 'a b c'],
    ['keeps the words of a link in disguise', '<p>a <a href=" java&#x0A;script:alert(1)">b</a> c</p>', 'a b c'],
    ['keeps the words of a data: link', '<p>a <a href="data:text/html,x">b</a> c</p>', 'a b c'],
    ['keeps the words of a link without an address', '<p>a <a name="x">b</a> c</p>', 'a b c'],
    [
      'leaves out headings, code blocks, tables and pictures',
      '<h1>H</h1><pre>code</pre><table><tr><td>t</td></tr></table><figure><img src="a.png"><figcaption>f</figcaption></figure><p>Text.</p><img src="b.png" alt="p">',
      'Text.',
    ],
    [
      'leaves out scripts, styles and frames with what is in them',
      '<script>a()</script><style>b{}</style><iframe>c</iframe><noscript>d</noscript><template>e</template><p>Text.</p>',
      'Text.',
    ],
    [
      'leaves out what is hidden',
      '<p hidden>a <em>b</em></p><p>Text<span HIDDEN="until-found"> c</span>.</p>',
      'Text.',
    ],
    ['keeps a list', '<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
    [
      'takes no emphasis around nothing',
      '<p>a<b> </b>b<a href="https://x.example/"></a> c<i><br></i>d</p>',
      'a b c\\\nd',
    ],
    ['reads text without any tag', 'Just words & more.', 'Just words & more.'],
    ['reads text between tags of its own', '<div>One.</div><div>Two.</div>', 'One.\n\nTwo.'],
    ['is empty where there are no words', '<p> </p><img src="x.png"><br>', ''],
    ['is empty of nothing', '', ''],
    ['cannot be turned into a heading by what was text', '<p># not a heading</p>', '\\# not a heading'],
    [
      'cannot be turned into a link by what was text',
      '<p>[a](javascript:alert(1))</p>',
      '\\[a]\\(javascript:alert\\(1))',
    ],
    [
      'cannot be turned into HTML by what was text',
      '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>',
      '\\<script>alert(1)\\</script>',
    ],
  ] as const) {
    test(name, () => {
      const markdown = excerptHtml(html, BASE)
      assert.equal(markdown.replaceAll('\\(', '('), expected.replaceAll('\\(', '('))
    })
  }

  for (const [name, html] of [
    ['one long paragraph of short sentences', `<p>${`${sentence(9)} `.repeat(40)}</p>`],
    ['one sentence without an end', `<p>${'word '.repeat(400)}</p>`],
    ['many short paragraphs', `<p>${sentence(12)}</p>`.repeat(40)],
    ['one long list', `<ul>${`<li>${sentence(7)}</li>`.repeat(60)}</ul>`],
    ['one long quotation', `<blockquote><p>${`${sentence(9)} `.repeat(40)}</p></blockquote>`],
    ['a paragraph that just fits, and one that does not', `<p>${sentence(95)}</p><p>${sentence(50)}</p>`],
    ['long emphasis around everything', `<p><em>${`${sentence(9)} `.repeat(40)}</em></p>`],
    ['text without spaces between tags', `<p>${'<b>word</b>, '.repeat(300)}</p>`],
    ['half a megabyte', `<p>${`${sentence(20)} `.repeat(5_000)}</p>`],
    ['Japanese, which has no spaces', `<p>${'港の灯台は朝まで点いている。'.repeat(200)}</p>`],
    ['one endless word', `<p>${'o'.repeat(10_000)}</p>`],
    ['short paragraphs of Japanese', `<p>${'港の灯台。'.repeat(20)}</p>`.repeat(50)],
  ] as const) {
    test(`of ${name} has some words, and not more than ${EXCERPT_WORDS}, nor than a reader takes in`, () => {
      const text = markdownToText(excerptHtml(html, BASE))
      const words = countWords(text.replaceAll('…', ''))
      assert.ok(words > 0 && words <= EXCERPT_WORDS, `${words} words`)
      assert.ok(text.length < 1_600, `${text.length} characters`)
    })
  }

  test('ends where a sentence ends, where that leaves enough', () => {
    const text = excerptHtml(`<p>${`${sentence(30)} `.repeat(9)}</p>`)
    assert.equal(countWords(text), 90)
    assert.ok(text.endsWith('end.'))
  })

  test('of one endless sentence is cut at a word, and says so', () => {
    const text = excerptHtml(`<p>${'word '.repeat(400)}</p>`)
    assert.match(text, /word …$/)
    assert.equal(countWords(text), EXCERPT_WORDS + 1)
  })

  test('does not take a version for the end of a sentence', () => {
    const text = excerptHtml(`<p>${'word '.repeat(60)}upgrade to v1.37.2 today, ${'more '.repeat(60)}done.</p>`)
    assert.doesNotMatch(text, /v1\.$|1\.37\.$/)
  })

  test('of hostile markup renders to nothing active', () => {
    const feed = fs.readFileSync(path.join(import.meta.dirname, '../../fixtures/feeds/hostile-markup.xml'), 'utf8')
    const body = /<content:encoded><!\[CDATA\[([^]*?)\]\]>/.exec(feed)?.[1] ?? ''
    assert.match(body, /onclick.*javascript.*iframe.*form.*svg/s)
    const markdown = excerptHtml(body, 'https://hostile.example/1')
    const html = renderMarkdown(markdown)
    assert.match(html, /Text that stays, and this, and that\./)
    assert.match(html, /<a href="https:\/\/hostile\.example\/fine">A fine link<\/a>/)
    const tags = [...html.matchAll(/<\/?([a-z]+)/g)].map(([, tag]) => tag)
    assert.deepEqual([...new Set(tags)].sort(), ['a', 'p'])
    assert.doesNotMatch(html, /alert\([1-8]\)|pixel|frame|password|javascript|data:/i)
  })

  test('is made in no time of a body that wants to hold one up', () => {
    for (const [name, html] of [
      ['<', '<'.repeat(480_000)],
      ['<div>', '<div>'.repeat(100_000)],
      ['</p>', '</p>'.repeat(100_000)],
      ['<a href', '<a href="x">'.repeat(40_000)],
      ['<!--', '<!--'.repeat(100_000)],
      ['<script ', '<script '.repeat(60_000)],
      ['<script>', '<script>'.repeat(60_000)],
      ['*', '*'.repeat(480_000)],
      ['[', '['.repeat(480_000)],
      ['"data:', `"data:${'x'.repeat(50)}`.repeat(8_000)],
      ['<b>', '<b>x'.repeat(5_000)],
      ['<i> </i>', '<i> </i>'.repeat(50_000)],
      ['<ul><li>', '<ul><li>'.repeat(20_000)],
    ] as const) {
      const spent = startProcessorTime()
      assert.equal(typeof excerptHtml(html, BASE), 'string')
      assert.ok(spent() < 4_000, `${name}: ${spent()} ms`)
    }
  })
})

test('text that can mean nothing to markdown is written as the library writes it, which looks for all it could mean', () => {
  const writer = unified()
    .use(remarkStringify, { bullet: '-', emphasis: '_', listItemIndent: 'one', rule: '-' })
    .use(remarkGfm)
  const signs = [
    'word',
    'w',
    'W.',
    'www.',
    'a.b',
    'end.',
    '1.',
    "it's",
    '"so"',
    'é',
    '日本',
    'http',
    ...'-()[]!_*~#+=|:@`&<>…–?/,;%\\{}^$',
  ]
  const around = ['', '', 'em', 'strong', 'a', 'code', 'del']
  let state = 3
  const below = (end: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % end
  for (let round = 0; round < 2_000; round += 1) {
    const children: ElementContent[] = []
    const add = (value: string) => {
      const last = children.at(-1)
      if (last?.type === 'text') last.value += value
      else children.push({ type: 'text', value })
    }
    let html = ''
    for (let part = below(4); part >= 0; part -= 1) {
      const tagName = around[below(around.length)] ?? ''
      const value = Array.from({ length: 1 + below(4) }, () => signs[below(signs.length)]).join(below(2) ? ' ' : '')
      const space = below(2) ? ' ' : ''
      const properties = tagName === 'a' ? { href: 'https://a.example/' } : {}
      if (tagName === '') add(value)
      else children.push({ type: 'element', tagName, properties, children: [{ type: 'text', value }] })
      if (space) add(space)
      const open = tagName && `<${tagName}${tagName === 'a' ? ' href="https://a.example/"' : ''}>`
      html += `${open}${escapeText(value)}${tagName && `</${tagName}>`}${space}`
    }
    const root: Root = { type: 'root', children: [{ type: 'element', tagName: 'p', properties: {}, children }] }
    assert.equal(
      excerptHtml(`<p>${html}</p>`),
      writer.stringify(unified().use(rehypeRemark).runSync(root)).trim(),
      html,
    )
  }
})
