import type { Element, ElementContent, Root as HastRoot } from 'hast'
import { Parser } from 'htmlparser2'
import type { Nodes, PhrasingContent, RootContent, Text } from 'mdast'
import rehypeRemark from 'rehype-remark'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import remarkStringify, { type Options } from 'remark-stringify'
import { unified } from 'unified'
import { countWords, dropControls, foldSpace, isSpace } from '../text/plain-text.ts'

/** An excerpt's length in words. */
export const EXCERPT_WORDS = 100
/** Its most characters: some languages part no words, and some words are none. */
const EXCERPT_CHARACTERS = 1_500
/** Characters of the address of a link. */
const LONGEST_LINK = 2_048
/** As much of a body as is read for an excerpt: its first words are what counts. In pieces of so many characters. */
const READ_AT_MOST = 64_000
const CHUNK = 500
/** More elements than a hundred words have; what they become is made in time that grows faster than their number. */
const MOST_ELEMENTS = 1_000
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

const INLINE = new Set(['em', 'i', 'strong', 'b', 'del', 'code', 'a', 'span'])
const STRIP = new Set(SCHEMA.strip)

/**
 * Text in which nothing can mean anything to markdown, wherever it stands: it begins with a letter, so that it is no list
 * and no heading, has no end of a line, and no sign that is escaped anywhere but in a title or an address; a full stop
 * stands after no `w`, as in `www.`. What is not seen to be such is not less safe: it is looked at as any other text.
 */
const PLAIN = /^\p{L}(?:[^\t\r\n!#&*+.:<=>@[\\\]_`{|}~\p{Cc}]|(?<![Ww])\.)*(?<=\S)$/u

type Handler = NonNullable<NonNullable<Options['handlers']>['text']>

/** As the library's own handler, which looks for each of fifty things that a text could mean. */
const writeText: Handler = (node: Text, parent, state, info) => {
  if (PLAIN.test(node.value)) return node.value
  const at = state.indexStack.at(-1) ?? 0
  const [beforeNode, afterNode] = [parent?.children[at - 1], parent?.children[at + 1]]
  return state.safe(node.value, { ...info, beforeNode, afterNode })
}

const sanitizer = unified().use(rehypeSanitize, SCHEMA)
const converter = unified().use(rehypeRemark)
const writer = unified()
  .use(remarkStringify, { bullet: '-', emphasis: '_', listItemIndent: 'one', rule: '-', handlers: { text: writeText } })
  .use(remarkGfm)

/**
 * The beginning of an HTML body as markdown: at most about a hundred words, cut between sentences where that leaves
 * enough; without headings, code blocks, tables and pictures. Safe to render: nothing active is in it.
 *
 * @param base what relative links are relative to
 */
export function excerptHtml(html: string, base?: string): string {
  const tree = sanitizer.runSync(readBeginning(html))
  mendLinks(tree, base)
  const blocks = converter.runSync(tree).children.flatMap(unwrap)
  const children = firstWords(blocks, EXCERPT_WORDS)
  return dropControls(writer.stringify({ type: 'root', children })).trim()
}

/** The tree of as much of a body as is enough for an excerpt. */
function readBeginning(html: string): HastRoot {
  const builder = new TreeBuilder()
  const parser = new Parser(builder, { decodeEntities: true })
  const end = Math.min(html.length, READ_AT_MOST)
  for (let at = 0; at < end && !builder.hasEnough; at += CHUNK) parser.write(html.slice(at, at + CHUNK))
  return builder.root
}

/** A SAX handler that builds a tree of what the allow-list may keep. */
class TreeBuilder {
  readonly root: HastRoot = { type: 'root', children: [] }
  readonly #open: (HastRoot | Element)[] = [this.root]
  /** How many elements are open. */
  #depth = 0
  /** The depth of the element that is left out with all that is in it. */
  #strippedAt = Infinity
  #elements = 0
  /** Of the text so far: words, characters with each run of white space as one, and what its last character is. */
  #words = 0
  #length = 0
  #last: 'nothing' | 'space' | 'word' = 'nothing'

  /** Whether there is a little more than an excerpt holds, so that it is known where that ends. */
  get hasEnough(): boolean {
    if (this.#elements > MOST_ELEMENTS) return true
    return this.#words > EXCERPT_WORDS + 10 || this.#length > EXCERPT_CHARACTERS + 100
  }

  onopentag(tagName: string, attributes: Record<string, string>): void {
    this.#depth += 1
    if (this.#depth > this.#strippedAt) return
    if (STRIP.has(tagName) || attributes.hidden !== undefined) this.#strippedAt = this.#depth
    else if (this.#depth < MAX_DEPTH) {
      const { href } = attributes
      const element: Element = {
        type: 'element',
        tagName,
        properties: href === undefined ? {} : { href },
        children: [],
      }
      this.#open.at(-1)?.children.push(element)
      this.#open.push(element)
      this.#elements += 1
    }
  }

  onclosetag(): void {
    if (this.#depth < MAX_DEPTH && this.#depth < this.#strippedAt) this.#close(this.#open.pop())
    if (this.#depth === this.#strippedAt) this.#strippedAt = Infinity
    this.#depth -= 1
  }

  ontext(value: string): void {
    if (this.#depth >= this.#strippedAt) return
    this.#count(value)
    this.#append({ type: 'text', value })
  }

  #count(value: string): void {
    for (let at = 0; at < value.length; at++) {
      const kind = isSpace(value.charCodeAt(at)) ? 'space' : 'word'
      if (kind === 'word' || this.#last !== 'space') this.#length += 1
      if (kind === 'word' && this.#last !== 'word') this.#words += 1
      this.#last = kind
    }
  }

  /** Emphasis and links around nothing are none. */
  #close(element: HastRoot | Element | undefined): void {
    if (element?.type !== 'element' || !INLINE.has(element.tagName) || element.children.some(isSeen)) return
    this.#open.at(-1)?.children.pop()
    for (const child of element.children) this.#append(child)
  }

  #append(node: ElementContent): void {
    const children = this.#open.at(-1)?.children
    const last = children?.at(-1)
    if (last?.type === 'text' && node.type === 'text') last.value += node.value
    else children?.push(node)
  }
}

const isSeen = (node: ElementContent) => (node.type === 'text' ? /\S/.test(node.value) : !isBreak(node))
const isBreak = (node: ElementContent) => node.type === 'element' && node.tagName === 'br'

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
  for (const block of blocks) {
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

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' })

/** Characters of `text` that hold at most `words` words: up to a sentence's end, or, where `must`, to a word's. */
function cutLength(text: string, words: number, must: boolean): number {
  let atSentence = 0
  for (const { segment, index } of SENTENCES.segment(text)) {
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
