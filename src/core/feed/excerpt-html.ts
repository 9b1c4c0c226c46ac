import type { Element, ElementContent, Root as HastRoot } from 'hast'
import type { Nodes, PhrasingContent, RootContent } from 'mdast'
import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { countWords, dropControls, foldSpace } from '../text/plain-text.ts'

/** An excerpt's length in words. */
export const EXCERPT_WORDS = 100
/** Its most characters: some languages part no words, and some words are none. */
const EXCERPT_CHARACTERS = 1_500
/** Characters of the address of a link. */
const LONGEST_LINK = 2_048
/** As much of a body as is read for an excerpt; its first words are what counts. */
const READ_AT_MOST = 16_000
/** Elements inside one another. */
const MAX_DEPTH = 32

/** The allow-list: text and links. Pictures, frames, forms and everything active are left out with what is in them. */
const SCHEMA = {
  tagNames: ['p', 'div', 'br', 'em', 'i', 'strong', 'b', 'del', 'code', 'a', 'ul', 'ol', 'li', 'blockquote', 'span'],
  attributes: { a: ['href'] },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: [
    'script',
    'style',
    'svg',
    'math',
    'iframe',
    'form',
    'object',
    'noscript',
    'template',
    'pre',
    'table',
    'figure',
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'head',
    'title',
    'nav',
    'video',
    'audio',
    'button',
    'select',
    'textarea',
  ],
}

const reader = unified().use(rehypeParse, { fragment: true })
const sanitizer = unified().use(rehypeSanitize, SCHEMA)
const converter = unified().use(rehypeRemark)
const writer = unified()
  .use(remarkStringify, { bullet: '-', emphasis: '_', listItemIndent: 'one', rule: '-' })
  .use(remarkGfm)

/**
 * The beginning of an HTML body as markdown: at most about a hundred words, cut between sentences where that leaves
 * enough; without headings, code blocks, tables and pictures. Safe to render: nothing active is in it.
 *
 * @param base what relative links are relative to
 */
export function excerptHtml(html: string, base?: string): string {
  const tree = sanitizer.runSync(reader.parse(withoutBulk(html)))
  mendLinks(tree, base)
  const markdown = converter.runSync(tree)
  const children = firstWords(markdown.children, EXCERPT_WORDS)
  return dropControls(writer.stringify({ type: 'root', children })).trim()
}

/** What is never closed reaches to the end, so that nothing is looked for twice. */
const BULK = /<(script|style|svg|pre|table|noscript)\b[^]*?(<\/\1\s*>|$)/gi

function withoutBulk(html: string): string {
  const words = html
    .replace(BULK, (bulk, name: string, end: string) => (end === '' && /^(pre|table)$/i.test(name) ? bulk : ' '))
    .replace(/<!--[^]*?(-->|$)/g, ' ')
    .replace(/"data:[^"]{100,}"/g, '""')
    .slice(0, READ_AT_MOST)
    .replace(/<[^<>]*$/, '')
  return withoutDepths(words)
}

/**
 * Leaves out the tags that nest deeper than anything a person writes: trees are walked by recursion. An end tag counts
 * only where it closes the innermost element, so that the count is never less than the depth of the tree.
 */
function withoutDepths(html: string): string {
  const open: string[] = []
  return html.replace(/<(\/?)([a-z][^\s/<>]*)[^<>]*>/gi, (tag, end: string, rawName: string) => {
    const name = rawName.toLowerCase()
    if (/^(p|li|br|hr|img|input|wbr|source|link|meta)$/.test(name)) return tag
    if (end !== '') {
      if (open.at(-1) === name) open.pop()
      return tag
    }
    if (open.length >= MAX_DEPTH) return ''
    open.push(name)
    return tag
  })
}

function mendLinks(parent: HastRoot | Element, base: string | undefined): void {
  parent.children = (parent.children as ElementContent[]).flatMap((child) => {
    if (child.type !== 'element') return [child]
    mendLinks(child, base)
    if (child.tagName !== 'a') return [child]
    const href = typeof child.properties.href === 'string' ? URL.parse(child.properties.href, base)?.href : undefined
    if (href === undefined || href.length > LONGEST_LINK || !/^(https?|mailto):/.test(href)) return child.children
    child.properties = { href }
    return [child]
  })
}

/** Whole blocks while they fit; of the one that does not, its first sentences. */
function firstWords(blocks: readonly RootContent[], limit: number): RootContent[] {
  const kept: RootContent[] = []
  let left = limit
  let room = EXCERPT_CHARACTERS
  for (const block of blocks.flatMap(unwrap)) {
    const text = foldSpace(textOf(block))
    if (text === '') continue
    const words = countWords(text)
    if (words <= left && text.length <= room) {
      kept.push(block)
      left -= words
      room -= text.length
      continue
    }
    const length = cutLength(textOf(block).slice(0, room), left, kept.length === 0)
    if (length > 0) {
      const cut = cutNode(block, { left: length })
      if (cut) kept.push(cut as RootContent)
    }
    break
  }
  return kept
}

const unwrap = (block: RootContent): RootContent[] =>
  ['paragraph', 'list', 'blockquote'].includes(block.type)
    ? [block]
    : 'children' in block && block.type !== 'heading'
      ? [{ type: 'paragraph', children: block.children as PhrasingContent[] }]
      : block.type === 'text'
        ? [{ type: 'paragraph', children: [block] }]
        : []

/** Characters of `text` that hold at most `words` words: up to a sentence's end, or, where `must`, to a word's. */
function cutLength(text: string, words: number, must: boolean): number {
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)
  let atSentence = 0
  for (const { segment, index } of sentences) {
    if (countWords(text.slice(0, index + segment.length)) > words) break
    atSentence = index + segment.trimEnd().length
  }
  if (countWords(text.slice(0, atSentence)) >= words * 0.4 || !must) return atSentence
  const word = new RegExp(`^\\s*(\\S+\\s+){0,${words - 1}}\\S+`).exec(text)
  return word?.[0].length ?? 0
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value
  if (node.type === 'break') return ' '
  return 'children' in node ? node.children.map(textOf).join(node.type === 'list' ? ' ' : '') : ''
}

/** A copy of a node that ends after so many characters, with an ellipsis where that is not a sentence's end. */
function cutNode(node: Nodes, budget: { left: number }): Nodes | undefined {
  if (budget.left <= 0) return undefined
  if ('value' in node) {
    const value = node.value.slice(0, budget.left)
    budget.left -= node.value.length
    const open = budget.left <= 0 && node.type === 'text' && !/[.!?…:;)”"'’]$/.test(value.trimEnd())
    return { ...node, value: open ? `${value.trimEnd()} …` : value }
  }
  if (node.type === 'break') budget.left -= 1
  if (!('children' in node)) return node
  const separator = node.type === 'list' ? 1 : 0
  const children = node.children.flatMap((child) => {
    const cut = cutNode(child, budget)
    budget.left -= separator
    return cut ? [cut] : []
  })
  return children.length > 0 ? ({ ...node, children } as Nodes) : undefined
}
