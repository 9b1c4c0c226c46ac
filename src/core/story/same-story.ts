import { canonicalUrl } from '../text/canonical-url.ts'
import type { TitleWords } from './read-title.ts'

/** From here on titles are alike enough to be looked at, and for "related?". */
export const RELATED = 0.5
/** From here on two titles can be one by themselves. */
const ALIKE = 0.75
const DAY = 86_400_000
/** Days between a post and a copy that nothing but its title gives away; where the title is the same. */
const NEAR_DAYS = 7
const SAME_TITLE_DAYS = 45
/** Days after which nothing is told again as the same story. */
export const MOST_DAYS = 60
/** Words that a title needs to say what it is about; with a version among them, and without. */
const NUMBERED_WEIGHT = 2
const TELLING_WEIGHT = 3
/** Share of the pairs of words of the shorter excerpt, and how many there must be. */
const SHARED_TEXT = 0.6
const LEAST_PAIRS = 10

/** One telling of a story, as another is compared with it. */
export interface Telling {
  readonly title: TitleWords
  /** Milliseconds; undefined where the feed does not say. */
  readonly published: number | undefined
  /** Who tells it: the ids of its carriers and the place of its link. */
  readonly tellers: readonly string[]
  /** Canonical URLs under which it stands; few are ever asked for. */
  readonly addresses: () => readonly string[]
  readonly authors: readonly string[]
  /** Markdown; empty for none. */
  readonly excerpt: string
  /** The pairs of words of the excerpt; few are ever asked for. */
  readonly wordPairs: () => ReadonlySet<string>
}

/** Whether nothing speaks against two tellings being of one story: the teller, what is counted, the dates. */
export function mayBeSame(one: Telling, other: Telling): boolean {
  return one.title.marks === other.title.marks && !isApart(one, other, MOST_DAYS) && !haveSameTeller(one, other)
}

/** Whether two tellings are of one story. `similarity` is that of their titles; what may not be one was ruled out. */
export function isSameStory(one: Telling, other: Telling, similarity: number): boolean {
  if (similarity < RELATED) return false
  if (isReplaced(one.title, other.title)) return haveOneAddress(one, other) || shareText(one, other)
  const hasProof = () => haveOneAddress(one, other) || isLinked(one, other) || shareText(one, other)
  if (similarity < ALIKE || !isTelling(one.title, other.title)) return hasProof()
  const isSameTitle = one.title.key === other.title.key
  if (one.published === undefined || other.published === undefined) return isSameTitle || hasProof()
  if (!isApart(one, other, NEAR_DAYS)) return true
  return (isSameTitle && !isApart(one, other, SAME_TITLE_DAYS)) || shareAuthor(one, other) || hasProof()
}

function haveSameTeller({ tellers }: Telling, other: Telling): boolean {
  return tellers.some((teller) => other.tellers.includes(teller))
}

function isApart({ published }: Telling, other: Telling, days: number): boolean {
  if (published === undefined || other.published === undefined) return false
  return Math.abs(published - other.published) > days * DAY
}

/** Whether one title says something else than the other: a copy adds a name before or after, a serial replaces one. */
function isReplaced(one: TitleWords, other: TitleWords): boolean {
  return one.key !== other.key && !one.text.includes(other.text) && !other.text.includes(one.text)
}

function isTelling(one: TitleWords, other: TitleWords): boolean {
  const isNumbered = one.isNumbered && other.isNumbered
  return Math.min(one.weight, other.weight) >= (isNumbered ? NUMBERED_WEIGHT : TELLING_WEIGHT)
}

function shareAuthor(one: Telling, other: Telling): boolean {
  return one.authors.some((author) => other.authors.includes(author))
}

function haveOneAddress(one: Telling, other: Telling): boolean {
  const others = other.addresses()
  return one.addresses().some((address) => others.includes(address))
}

/** Whether the excerpt of one links to the other. A post about another one does so too. */
function isLinked(one: Telling, other: Telling): boolean {
  return linksTo(one.excerpt, other.addresses()) || linksTo(other.excerpt, one.addresses())
}

function linksTo(excerpt: string, addresses: readonly string[]): boolean {
  return [...excerpt.matchAll(/https?:\/\/[^\s()<>]+/g)].some(([link]) =>
    addresses.includes(canonicalUrl(link) ?? link),
  )
}

function shareText(one: Telling, other: Telling): boolean {
  const [few, many] = [one.wordPairs(), other.wordPairs()].sort((a, b) => a.size - b.size)
  if (few === undefined || many === undefined || few.size < LEAST_PAIRS) return false
  return [...few].filter((pair) => many.has(pair)).length >= SHARED_TEXT * few.size
}
