import { markdownToText } from '../text/markdown.ts'
import { foldSpace } from '../text/plain-text.ts'

const NOT_PROSE = /^\s*(#|[-*+]\s|\d+[.)]\s|\||```|~~~|>|!?\[[^\]]*\]\([^)]*\)\s*$)/

/**
 * A blurb out of an excerpt, for an editor to rewrite: the first whole sentences of its prose that fit the limit (in
 * characters of the plain text), or the first words where the first sentence is too long. Inline markdown, on one line.
 */
export function fillBlurb(excerpt: string, limit: number): string {
  const blocks = excerpt.split(/\n{2,}/)
  const prose = blocks.filter((block) => !NOT_PROSE.test(block))
  const text = foldSpace(markdownToText((prose.length > 0 ? prose : blocks).join('\n\n')))
  return escapeMarkdown(cutBetweenSentences(text, limit))
}

function cutBetweenSentences(text: string, limit: number): string {
  if (text.length <= limit) return text
  const sentences = [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(text)]
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
