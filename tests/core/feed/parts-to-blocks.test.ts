import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeText } from 'entities'
import type { ElementContent, Root } from 'hast'
import rehypeRemark from 'rehype-remark'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { partsToBlocks } from '../../../src/core/feed/parts-to-blocks.ts'
import { readBeginning } from '../../../src/core/feed/read-beginning.ts'

const BASE = 'https://harbour.example/posts/first-light/'
const EVERYTHING = { words: Infinity, characters: Infinity }
const writer = unified().use(remarkStringify).use(remarkGfm)
const converter = unified().use(rehypeRemark)

const markdownOf = (html: string) =>
  writer.stringify({ type: 'root', children: partsToBlocks(readBeginning(html, BASE, EVERYTHING)) })

/** A body that is well formed, as HTML and as the tree that a library makes of it: the same for the same seed. */
function makeBody(seed: number): { readonly html: string; readonly tree: Root } {
  let state = seed
  const below = (end: number) => ((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) >>> 8) % end
  const oneOf = <T>(list: readonly [T, ...T[]]): T => list[below(list.length)] ?? list[0]
  const many = (most: number, make: () => ElementContent) => Array.from({ length: 1 + below(most) }, make)
  const element = (tagName: string, children: ElementContent[]): ElementContent => {
    const properties = tagName === 'a' ? { href: `https://a.example/${below(9)}` } : {}
    return { type: 'element', tagName, properties, children }
  }
  const text = (): ElementContent => {
    return { type: 'text', value: oneOf(['word', ' ', 'two words', ' before', 'after ', '\n', '\t\n  both  ', '1.']) }
  }
  const word: ElementContent = { type: 'text', value: 'word' }
  const inline = (depth: number): ElementContent => {
    const kind = below(8)
    if (kind < 4 || depth > 3) return text()
    if (kind === 4) return element('br', [])
    if (kind === 5) return element('code', [word, text()])
    return element(oneOf(['em', 'strong', 'b', 'i', 'del', 'span', depth === 0 ? 'a' : 'em']), [
      ...many(2, () => inline(depth + 1)),
      word,
      ...(below(3) === 0 ? [text()] : []),
    ])
  }
  const block = (depth: number): ElementContent => {
    const kind = below(9)
    if (kind < 3) return inline(0)
    if (kind < 6 || depth > 3)
      return element(
        'p',
        many(4, () => inline(0)),
      )
    if (kind < 7)
      return element(
        oneOf(['div', 'blockquote', 'section']),
        many(3, () => block(depth + 1)),
      )
    if (kind < 8) return element(oneOf(['a', 'del']), [word, element('div', [text(), word])])
    return element(
      oneOf(['ul', 'ol']),
      many(3, () => (below(8) ? element('li', [word, ...many(2, () => block(depth + 1))]) : text())),
    )
  }
  const children = many(5, () => block(0))
  const format = (node: ElementContent): string => {
    if (node.type === 'text') return escapeText(node.value)
    if (node.type !== 'element') return ''
    const href = typeof node.properties.href === 'string' ? ` href="${node.properties.href}"` : ''
    const inside = node.children.map(format).join('')
    return node.tagName === 'br' ? '<br>' : `<${node.tagName}${href}>${inside}</${node.tagName}>`
  }
  return { html: children.map(format).join(''), tree: { type: 'root', children: children.flatMap(allowed) } }
}

/** As a sanitiser leaves it: what is not on the list is what stands in it. */
const allowed = (node: ElementContent): ElementContent[] =>
  node.type !== 'element'
    ? [node]
    : node.tagName === 'section'
      ? node.children.flatMap(allowed)
      : [{ ...node, children: node.children.flatMap(allowed) }]

test('parts become what the library makes of the tree of the same HTML', () => {
  for (let seed = 1; seed <= 3_000; seed += 1) {
    const { html, tree } = makeBody(seed)
    assert.equal(markdownOf(html), writer.stringify(converter.runSync(tree)), html)
  }
})

for (const [name, html, expected] of [
  ['an item outside of any list is what stands in it', 'a<li>b<p>c</p></li>', 'a\n\nb\n\nc\n'],
  [
    'a link around blocks is a link in each',
    '<a href="/x">a<p>b</p></a>',
    '[a](https://harbour.example/x)\n\n[b](https://harbour.example/x)\n',
  ],
  ['code is its words', '<p><code>a <b>b</b>\n c</code></p>', '`a b c`\n'],
  [
    'a picture in a link leaves the link, without words',
    '<p>a <a href="/x"><img src="y"></a></p>',
    'a[](https://harbour.example/x)\n',
  ],
] as const) {
  test(name, () => {
    assert.equal(markdownOf(html), expected)
  })
}

test('nothing comes into being that the allow-list does not name', () => {
  const html = `<p>a<script>b</script><u onclick="c">d</u><a href="javascript:e">f</a><a href="JAVASCRIPT:g">h</a></p>
    <iframe>i</iframe><custom-tag href="https://x.example/">j</custom-tag><a href="https://y.example/" onclick="k">l</a>`
  assert.deepEqual(readBeginning(html, BASE, EVERYTHING), [
    { tagName: 'p', children: [{ value: 'adfh' }] },
    { value: 'j' },
    { tagName: 'a', href: 'https://y.example/', children: [{ value: 'l' }] },
  ])
})
