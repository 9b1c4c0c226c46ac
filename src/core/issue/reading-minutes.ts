import { markdownToText } from '../text/markdown-text.ts'
import { countWords, readingMinutes as minutesOf } from '../text/plain-text.ts'
import type { Issue } from './issue.ts'

/** Minutes it takes to read an issue itself (note, titles, blurbs; not what they link to), at least 1. */
export function readingMinutes({ body, picks }: Pick<Issue, 'body' | 'picks'>): number {
  const text = [markdownToText(body), ...picks.flatMap(({ title, blurb }) => [title, markdownToText(blurb)])].join(' ')
  return minutesOf(countWords(text))
}
