import { markdownToText } from '../text/markdown.ts'
import type { Issue } from './issue.ts'

const WORDS_A_MINUTE = 230

/** Minutes it takes to read an issue itself (note, titles, blurbs; not what they link to), at least 1. */
export function readingMinutes({ body, picks }: Pick<Issue, 'body' | 'picks'>): number {
  const text = [markdownToText(body), ...picks.flatMap(({ title, blurb }) => [title, markdownToText(blurb)])].join(' ')
  const words = text.split(/\s+/).filter(Boolean).length
  return Math.max(1, Math.round(words / WORDS_A_MINUTE))
}
