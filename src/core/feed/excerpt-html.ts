import type { Nodes, RootContent, Text } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkStringify, { type Options } from 'remark-stringify'
import { unified } from 'unified'
import { countWords, dropControls, foldSpace } from '../text/plain-text.ts'
import { partsToBlocks } from './parts-to-blocks.ts'
import { readBeginning } from './read-beginning.ts'

/** An excerpt's length in words. */
export const EXCERPT_WORDS = 100
/** Its most characters: some languages part no words, and some words are none. */
const EXCERPT_CHARACTERS = 1_500
/**
 * Text in which nothing can mean anything to markdown inside of a paragraph: no end of a line, and no sign that is escaped
 * anywhere but in a title, an address or a table, or only with what stands next to it here: a full stop after no `w` (as in
 * `www.`), a colon before no slash, `!` before no bracket, `&` and `<` before no letter or sign. What is not seen to be
 * such is not less safe: it is looked at as any other text.
 */
const PLAIN = /^(?:[^\t\r\n!&*.:<@[\\\]_`~\p{Cc}]|(?<![Ww])\.|:(?!\/)|!(?!\[|$)|&(?![#A-Za-z]|$)|<(?![!/?A-Za-z]|$))*$/u
/** What may begin a line, where it begins no list, heading or the like. */
const BEGINNING = /^\p{L}/u

type Handler = NonNullable<NonNullable<Options['handlers']>['text']>

/** As the library's own handler, which looks for each of fifty things that a text could mean. */
const writeText: Handler = (node: Text, parent, state, info) => {
  const { value } = node
  if (isPlain(value, isLineEnd(info.before), isLineEnd(info.after))) return value
  const at = state.indexStack.at(-1) ?? 0
  const [beforeNode, afterNode] = [parent?.children[at - 1], parent?.children[at + 1]]
  return state.safe(value, { ...info, beforeNode, afterNode })
}

const isPlain = (value: string, begins: boolean, ends: boolean) =>
  (!begins || BEGINNING.test(value)) && !(ends && value.endsWith(' ')) && PLAIN.test(value)

const isLineEnd = (character: string) => character === '' || character === '\n' || character === '\r'

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
  const room = { words: EXCERPT_WORDS, characters: EXCERPT_CHARACTERS }
  const children = firstWords(partsToBlocks(readBeginning(html, base, room)), EXCERPT_WORDS)
  const paragraphs = children.map(plainWords)
  const isPlainText = paragraphs.every((words) => words !== undefined)
  return dropControls(isPlainText ? paragraphs.join('\n\n') : writer.stringify({ type: 'root', children })).trim()
}

/** The words of a paragraph that is nothing but words, which are its markdown. */
function plainWords(block: RootContent): string | undefined {
  const [only, more] = block.type === 'paragraph' ? block.children : []
  return only?.type === 'text' && more === undefined && isPlain(only.value, true, true) ? only.value : undefined
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
