import type { TaggedWords } from '../item/tags.ts'
import { ownerOf } from './address.ts'
import type { Project } from './projects.ts'
import type { WordHit, WordScanner } from './vocabulary.ts'

/** An entry as the finders see it: what stands in it is looked for once. */
export interface ReadWords {
  readonly title: string
  readonly text: string
  readonly categories: readonly string[]
  readonly titleHits: readonly WordHit[]
  readonly textHits: readonly WordHit[]
  /** Of each category. */
  readonly categoryHits: readonly (readonly WordHit[])[]
  /** Each once, the entry's own first. */
  readonly links: readonly LinkRead[]
  /** Whose place the entry's own address is. */
  readonly home: Project | 'kubernetes' | undefined
  readonly scanner: WordScanner
}

export interface LinkRead {
  readonly link: string
  /** Whose place it leads to, as far as we know. */
  readonly owner: Project | 'kubernetes' | undefined
}

/** Characters of a text that are read; no article has so many. */
const LONGEST_TEXT = 1_000_000
/** Links of an entry that are read, and characters of one. */
const MOST_LINKS = 1_000
const LONGEST_LINK = 2_048

export function readWords({ title, text: whole, links, categories }: TaggedWords, scanner: WordScanner): ReadWords {
  const text = whole.slice(0, LONGEST_TEXT)
  const usable = links.slice(0, MOST_LINKS).filter((link) => link.length <= LONGEST_LINK)
  const read = [...new Set(usable)].map((link) => ({ link, owner: ownerOf(link) }))
  return {
    title,
    text,
    categories,
    titleHits: scanner.scan(title),
    textHits: scanner.scan(text),
    categoryHits: categories.map((category) => scanner.scan(category)),
    links: read,
    home: read[0]?.owner,
    scanner,
  }
}
