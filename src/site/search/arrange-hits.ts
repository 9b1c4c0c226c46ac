import { unpackAnchor } from '../../core/search/packed-anchor.ts'
import type { SearchQuery } from './search-query.ts'

/** What the index has of a page, and at which of its words the query was found. */
export interface FoundPage {
  readonly url: string
  /** All words of the page, headings included, divided by white space. */
  readonly content: string
  /** Places of the words that were found, counted from 0. */
  readonly locations: readonly number[]
  readonly anchors: readonly { readonly id: string; readonly text: string; readonly location: number }[]
  readonly meta: Readonly<Record<string, string>>
}

/** A stretch of text; `isMarked` where the query was found. */
export interface Run {
  readonly text: string
  readonly isMarked: boolean
}

export interface PartHit {
  readonly href: string
  readonly title: readonly Run[]
  readonly excerpt: readonly Run[]
}

export interface PageHit {
  readonly href: string
  readonly title: readonly Run[]
  readonly kind: string
  /** In words. */
  readonly date: string
  /** Words from the page's beginning, where the query was found in them. */
  readonly excerpt: readonly Run[]
  readonly parts: readonly PartHit[]
  /** How many parts more have the words. */
  readonly others: number
  /** Whether one of its parts, or its beginning, has all words of the query. */
  readonly isWhole: boolean
}

const MOST_PARTS = 4
const EXCERPT_WORDS = 30
/** So few words before the first that was found are shown too. */
const NEAR = 8

interface Stretch {
  readonly id: string
  readonly kind: string
  readonly topics: readonly string[]
  readonly title: string
  /** Where its title begins, its text begins, and the next part begins. */
  readonly start: number
  readonly textStart: number
  readonly end: number
}

/**
 * A page as the results show it: of its parts those in which the query was found, the ones with the most of its words
 * first. A filter by kind or topic holds for the parts of a day, too.
 *
 * @returns undefined where no part of it passes the filters
 */
export function arrangeHit(page: FoundPage, query: SearchQuery): PageHit | undefined {
  const words = page.content.split(/\s+/)
  const terms = termsOf(query.text)
  const found = new Set(page.locations)
  const stretches = divide(page, words.length)
  const isDay = page.meta.kind === 'day'
  const passing = stretches.filter((stretch) => !isDay || passes(stretch, query))
  const hits = passing
    .map((stretch) => {
      const places = page.locations.filter((place) => place >= stretch.start && place < stretch.end)
      const count = countTerms(places, words, terms)
      const inTitle = places.filter((place) => place < stretch.textStart).length
      return { stretch, places, count, inTitle }
    })
    .filter(({ places }) => places.length > 0)
  if (hits.length === 0) return undefined
  const head = hits.find(({ stretch }) => stretch.id === '')
  const parts = hits
    .filter((hit) => hit !== head)
    .sort(
      (one, other) => other.count - one.count || other.inTitle - one.inTitle || other.places.length - one.places.length,
    )
  const most = Math.max(...hits.map(({ count }) => count))
  const best = parts.filter(({ count }) => count === most)
  const shown = (best.length > 0 ? best : parts).slice(0, MOST_PARTS)
  const runs = (from: number, to: number) => markRuns(words, from, to, found)
  // A day's page may be in the index as several, which differ after #.
  const [address = ''] = page.url.split('#')
  return {
    href: address,
    title: markTitle(page.meta.title ?? address, 0, isDay ? new Set() : found),
    kind: page.meta.kind ?? '',
    date: page.meta.date ?? '',
    excerpt: head === undefined ? [] : excerptOf(head.stretch, head.places, runs),
    parts: shown.map(({ stretch, places }) => ({
      href: `${address}#${stretch.id}`,
      title: markTitle(stretch.title, stretch.start, found),
      excerpt: excerptOf(stretch, places, runs),
    })),
    others: parts.length - shown.length,
    isWhole: most >= terms.length,
  }
}

/** Pages of which one part has all words of the query, before those in which the words stand apart. */
export function wholeFirst(hits: readonly PageHit[]): PageHit[] {
  return [...hits.filter(({ isWhole }) => isWhole), ...hits.filter(({ isWhole }) => !isWhole)]
}

function divide(page: FoundPage, length: number): Stretch[] {
  const count = (text: string) => text.split(/\s+/).filter(Boolean).length
  const anchors = page.anchors.filter(({ id }) => id !== '').sort((one, other) => one.location - other.location)
  const titleEnd = count(page.meta.title ?? '')
  const first = {
    id: '',
    kind: '',
    topics: [],
    title: '',
    start: 0,
    textStart: titleEnd,
    end: anchors[0]?.location ?? length,
  }
  const parts = anchors.map(({ id, text, location }, index) => ({
    ...unpackAnchor(id),
    title: text,
    start: location,
    textStart: location + count(text),
    end: anchors[index + 1]?.location ?? length,
  }))
  return [first, ...parts].filter(({ start, end }) => end > start)
}

function passes({ id, kind, topics }: Stretch, query: SearchQuery): boolean {
  if (id === '') return query.kind === '' && query.topic === ''
  if (query.kind !== '' && kind !== query.kind) return false
  return query.topic === '' || topics.includes(query.topic)
}

const plain = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
const termsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/\s+/)
      .map(plain)
      .filter((term) => term !== ''),
  ),
]

/** How many words of the query stand at the places; forms of a word share its beginning. */
function countTerms(places: readonly number[], words: readonly string[], terms: readonly string[]): number {
  const there = new Set(places.map((place) => plain(words[place] ?? '')))
  return terms.filter((term) => [...there].some((word) => isForm(word, term))).length
}

function isForm(word: string, term: string): boolean {
  if (word.includes(term) || (word.length > 3 && term.includes(word))) return true
  const stem = Math.max(3, Math.min(word.length, term.length) - 3)
  return word.length > 3 && term.length > 3 && word.slice(0, stem) === term.slice(0, stem)
}

/** The stretch of words in which the query stands most often; from the beginning, where only the title has it. */
function excerptOf(
  { textStart, end }: Stretch,
  places: readonly number[],
  runs: (from: number, to: number) => Run[],
): Run[] {
  const inText = places.filter((place) => place >= textStart)
  const counted = inText.map((place) => {
    const near = inText.filter((each) => each >= place && each < place + EXCERPT_WORDS - 4)
    return { place, count: near.length }
  })
  const best = counted.reduce((one, other) => (other.count > one.count ? other : one), { place: textStart, count: 0 })
  const latest = Math.max(textStart, end - EXCERPT_WORDS)
  const wanted = best.place - textStart < NEAR ? textStart : best.place - 4
  const from = Math.min(wanted, latest)
  const to = Math.min(end, from + EXCERPT_WORDS)
  if (from >= to) return []
  const dots = (isThere: boolean): Run[] => (isThere ? [{ text: '…', isMarked: false }] : [])
  return [...dots(from > textStart), ...runs(from, to), ...dots(to < end)]
}

/** The words of a title that begins at a place; the index has it with a full stop at its end. */
function markTitle(title: string, start: number, found: ReadonlySet<number>): Run[] {
  const words = title.split(/\s+/).filter(Boolean)
  const places = new Set([...found].map((place) => place - start))
  return markRuns(words, 0, words.length, places)
}

/** The words from one place to another; neighbours that were found are one mark. */
function markRuns(words: readonly string[], from: number, to: number, found: ReadonlySet<number>): Run[] {
  const runs: { text: string; isMarked: boolean }[] = []
  for (let at = from; at < to; at++) {
    const isMarked = found.has(at)
    const last = runs.at(-1)
    const word = words[at] ?? ''
    if (last === undefined) runs.push({ text: word, isMarked })
    else if (last.isMarked === isMarked) last.text += ` ${word}`
    else if (isMarked) {
      last.text += ' '
      runs.push({ text: word, isMarked })
    } else runs.push({ text: ` ${word}`, isMarked })
  }
  return runs
}
