/** What a reader asks for: words, and as many of the filters as they chose; an empty text is none. */
export interface SearchQuery {
  readonly text: string
  readonly kind: string
  readonly topic: string
  readonly year: string
}

export const FILTERS = ['kind', 'topic', 'year'] as const

/** Longer than any question; what is beyond is cut. */
const LONGEST = 200

/** Reads the query of an address, `?q=runc&kind=security`. */
export function readSearchQuery(search: string): SearchQuery {
  const parameters = new URLSearchParams(search)
  const read = (name: string) => (parameters.get(name) ?? '').trim().slice(0, LONGEST)
  return { text: read('q'), kind: read('kind'), topic: read('topic'), year: read('year') }
}

/** The query as an address has it, with its `?`; empty where nothing is asked. `readSearchQuery` reads it back. */
export function formatSearchQuery({ text, kind, topic, year }: SearchQuery): string {
  const chosen = Object.entries({ q: text, kind, topic, year }).filter(([, value]) => value !== '')
  return chosen.length === 0 ? '' : `?${new URLSearchParams(chosen).toString()}`
}
