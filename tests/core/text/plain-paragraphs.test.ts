import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { renderMarkdown } from '../../../src/core/text/markdown.ts'
import { markdownToText } from '../../../src/core/text/markdown-text.ts'
import { plainParagraphs } from '../../../src/core/text/plain-paragraphs.ts'

describe('plainParagraphs', () => {
  for (const text of ['`code`', 'a *b*', '- item', '1. item', '# a', 'a\nb', 'www.a.example', 'x@y.example', '']) {
    test(`leaves ${JSON.stringify(text)} to the parser`, () => {
      assert.equal(plainParagraphs(text), undefined)
    })
  }

  test('finds what reads and renders as it would if it were parsed', () => {
    const pieces = ['a', 'b ', ' ', '.', ')', '1', '-', '=', '+', '#', '\n\n', '\n', '"', "'", ':', '/', '!', '(', '“']
    const odd = ['é', '\u00a0', '\t', '%', '$', '{', '^', '?', 'ftp:/', 'xmpp:x', 'www', 'http:', '😀', ';', '--']
    const all = [...pieces, ...odd]
    let seed = 7
    const random = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below
    const texts = Array.from({ length: 4_000 }, () =>
      Array.from({ length: 1 + random(9) }, () => all[random(all.length)]).join(''),
    )
    const plain = texts.filter((text) => plainParagraphs(text) !== undefined)
    assert.ok(plain.length > 200, `only ${plain.length}`)
    for (const text of plain) {
      // A paragraph with a mark is parsed, and with it all that stands before.
      assert.equal(`${renderMarkdown(text)}\n<p><em>c</em></p>`, renderMarkdown(`${text}\n\n*c*`), JSON.stringify(text))
      assert.equal(`${markdownToText(text)}\n\nc`, markdownToText(`${text}\n\n*c*`), JSON.stringify(text))
    }
  })
})
