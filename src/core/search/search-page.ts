import { KINDS } from '../source/source.ts'

/** Kinds of pages that the index holds; a day's page is found by those of its items. */
export type PageKind = 'issue' | 'post' | 'case-study' | 'day'

/** A part of a page that has an address of its own: what stands from its heading to the next. */
export interface SearchPart {
  /** Without `#`; empty for what stands before the first heading. */
  readonly id: string
  /** 2 to 6; the smaller, the more the words of the title count. */
  readonly level: number
  readonly title: string
  /** Text, in the page's order. */
  readonly text: string
  /** Of an item: its kind, one of `KINDS`, and the topics that it has. Empty for others. */
  readonly kind: string
  readonly topics: readonly string[]
}

/** What the index keeps of a page. */
export interface SearchPage {
  readonly url: string
  readonly kind: PageKind
  readonly title: string
  /** Of publication, `2026-08-20`. */
  readonly date: string
  readonly topics: readonly string[]
  readonly parts: readonly SearchPart[]
}

const KNOWN_KINDS: ReadonlySet<string> = new Set(KINDS)
export const isItemKind = (text: string): boolean => KNOWN_KINDS.has(text)

/** The values by which a page is found under each filter. */
export function filtersOf(page: SearchPage): Readonly<Record<'kind' | 'topic' | 'year', readonly string[]>> {
  const own = page.kind === 'day' ? page.parts.map(({ kind }) => kind).filter((kind) => kind !== '') : [page.kind]
  const topics = [...page.topics, ...page.parts.flatMap((part) => part.topics)]
  return { kind: unique(own), topic: unique(topics), year: [page.date.slice(0, 4)].filter((year) => year !== '') }
}

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort()
