import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { renderInline, renderMarkdown } from '../../../src/core/text/markdown.ts'
import { markdownToText } from '../../../src/core/text/markdown-text.ts'

describe('markdown as HTML', () => {
  for (const [markdown, html] of [
    ['*soft* **strong** `code`', '<p><em>soft</em> <strong>strong</strong> <code>code</code></p>'],
    ['[a](https://a.example/)', '<p><a href="https://a.example/">a</a></p>'],
    ['[mail](mailto:a@a.example)', '<p><a href="mailto:a@a.example">mail</a></p>'],
    ['https://a.example/', '<p><a href="https://a.example/">https://a.example/</a></p>'],
    ['[in the page](#later)', '<p><a href="#later">in the page</a></p>'],
    ['~~gone~~', '<p><del>gone</del></p>'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['3. a', '<ol start="3">\n<li>a</li>\n</ol>'],
    ['a & b < c', '<p>a &#x26; b &#x3C; c</p>'],
    ['"quoted" -- it\'s', '<p>"quoted" -- it\'s</p>'],
    ['', ''],
  ] as const) {
    test(`${JSON.stringify(markdown)} renders as ${html}`, () => {
      assert.equal(renderMarkdown(markdown), html)
    })
  }

  for (const [name, markdown] of [
    ['a script', '<script>alert(1)</script>'],
    ['a script inside a sentence', 'a <script>alert(1)</script> b'],
    ['a javascript: link', '[click](javascript:alert(1))'],
    ['a javascript: link in disguise', '[click](java&#x73;cript:alert(1))'],
    ['a javascript: link with a tab', '[click](<java\tscript:alert(1)>)'],
    ['a data: link', '[click](data:text/html;base64,PHNjcmlwdD4=)'],
    ['a vbscript: autolink', '<vbscript:msgbox>'],
    ['a picture', '![alt](https://a.example/pixel.gif)'],
    ['a picture as HTML', '<img src=x onerror=alert(1)>'],
    ['a picture by reference', '![alt][p]\n\n[p]: https://a.example/pixel.gif'],
    ['a frame', '<iframe src="https://a.example/"></iframe>'],
    ['an event handler', '<p onclick="alert(1)">x</p>'],
    ['a style', '<style>*{display:none}</style>'],
    ['a form', '<form action="https://a.example/"><input></form>'],
    ['a vector picture', '<svg onload=alert(1)>'],
    ['a task list with its box', '- [ ] todo'],
    ['an attribute that breaks out of its quotes', '[a](https://a.example/"onmouseover="alert(1))'],
    ['a footnote that would clash with ids of the page', 'a[^1]\n\n[^1]: b'],
  ] as const) {
    test(`never holds ${name}`, () => {
      const html = renderMarkdown(markdown)
      const tags = [...html.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)]
      for (const [tag, name = '', attributes = ''] of tags) {
        assert.match(
          name,
          /^(p|br|em|strong|del|code|pre|a|ul|ol|li|blockquote|hr|h[234]|table|thead|tbody|t[rhd])$/,
          tag,
        )
        assert.match(attributes, /^( href="(https?:|mailto:|#)[^"]*"| start="\d+"| align="\w+")?$/, tag)
      }
    })
  }

  test('of a link that is not allowed keeps its words', () => {
    assert.equal(renderMarkdown('[click *here*](javascript:alert(1)) now'), '<p>click <em>here</em> now</p>')
  })

  test('of one paragraph has no paragraph around it where it stands inline', () => {
    assert.equal(renderInline('one *two*'), 'one <em>two</em>')
    assert.equal(renderInline('one\n\ntwo'), '<p>one</p>\n<p>two</p>')
    assert.equal(renderInline('- a'), '<ul>\n<li>a</li>\n</ul>')
    assert.equal(renderInline(''), '')
  })
})

describe('markdown as text', () => {
  for (const [markdown, text] of [
    ['*soft* **strong** `code`', 'soft strong code'],
    ['[words](https://a.example/)', 'words'],
    ['one\n\ntwo', 'one\n\ntwo'],
    ['- a\n- b', 'a\nb'],
    ['a <b onclick=x>c</b> d', 'a c d'],
    ['<script>alert(1)</script>', ''],
    ['a &amp; b', 'a & b'],
    ['', ''],
  ] as const) {
    test(`${JSON.stringify(markdown)} reads ${JSON.stringify(text)}`, () => {
      assert.equal(markdownToText(markdown), text)
    })
  }
})

describe('a text that has no marks', () => {
  for (const text of [
    'A lamp, lit: 12 of 20 (at least); what’s next?',
    '“Quoted” – and 1.37 is out!',
    '1. A number begins a list',
    '1) And so does this',
    '- a dash',
    '# a head',
    '=== under nothing',
    'ends with spaces  ',
    'www.a.example is a link',
    'A link, https://a.example/, in words',
    'ada@a.example',
    'snake_case, a*b, a|b, [a], <b>, &amp;, \\* and `c`',
    '\u00a0held\u00a0',
    'line\u2028parted',
    '灯台 مرحبا 🚢',
  ]) {
    test(`${JSON.stringify(text)} is read as it is read among others`, () => {
      assert.equal(`${markdownToText(text)}\n\nx`, markdownToText(`${text}\n\n*x*`))
    })
  }
})
