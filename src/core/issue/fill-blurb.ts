import { markdownToText } from '../text/markdown-text.ts'
import { foldSpace } from '../text/plain-text.ts'

const LINK = /!?\[(?:[^\]\\]|\\.)*\]\([^)]*\)|<?https?\\?:\/\/\S+/g
const LABEL = /\*\*[^*]{1,60}\*\*/g
const NOT_PROSE = /^\s*(#|[-*+]\s|\d+[.)]\s|\||```|~~~|>)/
/** What stands before a text, and is none: `**Bug fixes:**`, `**Authors:** Ada, Bob`, a remark all in italics. */
const BEFORE_PROSE =
  /^\s*([^.!?\n]{1,80}:\s*$|\*\*[^*]{1,60}(:\*\*|\*\*:?)\s*$|\*\*(authors?|editors?|by)\b|_[^_].*_\s*$|\*[^*]+\*\s*$)/is
const LIST_MARK = /^\s*([-*+]|\d+[.)])\s+/

/**
 * A blurb out of an excerpt, for an editor to rewrite: the first whole sentences of its prose that fit the limit (in
 * characters of the plain text), or the first words where the first sentence is too long. Inline markdown, on one line.
 */
export function fillBlurb(excerpt: string, limit: number): string {
  return escapeMarkdown(cutBetweenSentences(readProse(excerpt), limit))
}

/** So many openings are as many as an editor looks at. */
const MOST_ALTERNATIVES = 5
/** What is shorter says nothing by itself. */
const LEAST_CHARACTERS = 40

/**
 * Other blurbs out of the same excerpt: its first sentence alone, and what begins with the second, the third, and so on;
 * whole sentences within the limit, as `fillBlurb` writes them, the shortest first and none twice. What `fillBlurb`
 * gives is not among them.
 */
export function blurbAlternatives(excerpt: string, limit: number): string[] {
  const text = readProse(excerpt)
  const sentences = sentencesOf(text)
  const first = sentences[0]?.segment.trimEnd() ?? ''
  const openings = sentences.slice(1).map(({ index }) => cutBetweenSentences(text.slice(index), limit))
  const found = new Set(
    [first, ...openings]
      .filter((opening) => opening.length >= LEAST_CHARACTERS && opening.length <= limit && !opening.endsWith('…'))
      .map(escapeMarkdown),
  )
  found.delete(fillBlurb(excerpt, limit))
  return [...found].slice(0, MOST_ALTERNATIVES).sort((a, b) => a.length - b.length)
}

/**
 * Of items that tell one story, the first whose excerpt has a sentence to begin a blurb with; the first of all where
 * none has. Some sites' feeds begin with a table of contents, and end there.
 */
export function tellingItem<T extends { readonly excerpt: string }>(items: readonly [T, ...T[]]): T {
  return items.find(({ excerpt }) => proseOf(blocksOf(excerpt)).length > 0) ?? items[0]
}

/** The prose of an excerpt as plain text on one line; where none is prose, all of it that is more than links. */
function readProse(excerpt: string): string {
  const blocks = blocksOf(excerpt)
  const prose = proseOf(blocks)
  return foldSpace(markdownToText((prose.length > 0 ? prose : blocks).join('\n\n')))
}

/** The blocks of an excerpt without the lines that are links and nothing else (contents, downloads, badges), and without signatures. */
function blocksOf(excerpt: string): string[] {
  return excerpt
    .split(/\n{2,}/)
    .map((block) =>
      block
        .split('\n')
        .filter((line) => !isOnlyLinks(line) && !/^signed-off-by:/i.test(line))
        .join('\n'),
    )
    .filter((block) => block.trim() !== '')
}

const isOnlyLinks = (text: string) =>
  text.search(LINK) >= 0 && !/[\p{L}\p{N}]/u.test(text.replace(LIST_MARK, '').replace(LINK, '').replace(LABEL, ''))

/** Its prose; remarks before it count where they are all there is. */
function proseOf(blocks: readonly string[]): readonly string[] {
  const prose = blocks.filter((block) => !NOT_PROSE.test(block))
  const sentences = prose.filter((block) => !BEFORE_PROSE.test(block))
  if (sentences.length > 0) return sentences
  return prose.filter((block) => !/:(\*\*)?\s*$|^\s*\*\*[^*]*\*\*:?\s*$/.test(block))
}

const sentencesOf = (text: string) => [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)]

function cutBetweenSentences(text: string, limit: number): string {
  if (text.length <= limit) return text
  const sentences = sentencesOf(text)
  const end = sentences.map(({ index, segment }) => index + segment.trimEnd().length).findLast((at) => at <= limit)
  if (end !== undefined) return text.slice(0, end)
  const words = /\s/.test(text.charAt(limit - 1))
    ? text.slice(0, limit - 1)
    : text.slice(0, limit - 1).replace(/\s+\S*$/, '')
  return `${words.replace(/[\s,;:.–-]+$/, '')}…`
}

/** Plain text as inline markdown that says the same. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*~]|<(?=[a-z/!?])|\](?=[([:])|&(?=#?\w+;)/gi, (mark) => `\\${mark}`)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^(?=[#>+-]\s|-{3})/, '\\')
    .replace(/^(\d+)([.)]\s)/, '$1\\$2')
}
