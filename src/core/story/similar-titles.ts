import { compareText } from '../text/compare-text.ts'
import { LIGHT_WORDS, type TitleWords } from './read-title.ts'

/** Titles that are taken as read beside those at hand, so that words of a small pool do not weigh too differently. */
const PRIOR_TITLES = 500
const LIGHT = 0.3
/** Words of a title that are compared; nobody writes so many. */
const MOST_WORDS = 64

export interface SimilarTitles {
  /** Positions of two titles in the list that was given, the lower first. */
  readonly one: number
  readonly other: number
  /** Cosine of their TF-IDF vectors, 0 to 1. */
  readonly similarity: number
}

/** A title as a vector of length 1, its words in the order that all vectors share. */
interface Vector {
  readonly words: readonly number[]
  readonly weights: readonly number[]
}

/** What is like a title, among those that were indexed. */
export interface TitleIndex {
  /** Positions and similarities of all indexed titles that are at least `least` alike; in no order. */
  readonly find: (title: TitleWords) => { readonly at: number; readonly similarity: number }[]
}

/** Titles, to be searched for what is at least `least` like another one. */
export function indexTitles(titles: readonly TitleWords[], least: number): TitleIndex {
  const space = createSpace(titles)
  const index = createIndex(least)
  for (const title of titles) index.add(space(title))
  return { find: (title) => index.find(space(title)) }
}

/** All pairs of titles that are at least `least` alike, without comparing each with each. */
export function findSimilarTitles(titles: readonly TitleWords[], least: number): SimilarTitles[] {
  const space = createSpace(titles)
  const index = createIndex(least)
  return titles.flatMap((title, other) => {
    const vector = space(title)
    const found = index.find(vector).map(({ at, similarity }) => ({ one: at, other, similarity }))
    index.add(vector)
    return found
  })
}

/** Makes vectors in which a word weighs the more, the fewer titles have it. */
function createSpace(titles: readonly TitleWords[]): (title: TitleWords) => Vector {
  const counts = new Map<string, number>()
  for (const { words } of titles) {
    for (const word of words.slice(0, MOST_WORDS)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const weigh = (word: string, count: number) =>
    Math.log((titles.length + PRIOR_TITLES) / (count + 1)) * (LIGHT_WORDS.has(word) ? LIGHT : 1)
  const known = new Map(
    [...counts]
      .map(([word, count]) => ({ word, weight: weigh(word, count) }))
      .sort((a, b) => b.weight - a.weight || compareText(a.word, b.word))
      .map(({ word, weight }, place) => [word, { place, weight }]),
  )
  return ({ words }) => {
    const first = words.slice(0, MOST_WORDS)
    const places = first.map((word) => known.get(word)).filter((found) => found !== undefined)
    places.sort((a, b) => a.place - b.place)
    const unknown = first.filter((word) => !known.has(word)).reduce((sum, word) => sum + weigh(word, 0) ** 2, 0)
    const length = Math.sqrt(places.reduce((sum, { weight }) => sum + weight ** 2, unknown))
    return { words: places.map(({ place }) => place), weights: places.map(({ weight }) => weight / length) }
  }
}

/**
 * An inverted index on the words that a vector cannot do without: where what comes after them is shorter than `least`,
 * no two vectors that are so much alike can share only that.
 */
function createIndex(least: number) {
  const vectors: Vector[] = []
  const byWord = new Map<number, number[]>()
  const heads = ({ words, weights }: Vector): readonly number[] => {
    let rest = weights.reduce((sum, weight) => sum + weight ** 2, 0)
    const end = weights.findIndex((weight) => {
      const isOver = rest < least ** 2
      rest -= weight ** 2
      return isOver
    })
    return end === -1 ? words : words.slice(0, end)
  }
  return {
    add: (vector: Vector): void => {
      const at = vectors.push(vector) - 1
      for (const word of heads(vector)) {
        const list = byWord.get(word)
        if (list === undefined) byWord.set(word, [at])
        else list.push(at)
      }
    },
    find: (vector: Vector): { at: number; similarity: number }[] => {
      const candidates = new Set<number>()
      for (const word of heads(vector)) for (const at of byWord.get(word) ?? []) candidates.add(at)
      const found: { at: number; similarity: number }[] = []
      for (const at of candidates) {
        const other = vectors[at]
        const similarity = other === undefined ? 0 : cosine(vector, other)
        if (similarity >= least) found.push({ at, similarity })
      }
      return found
    },
  }
}

function cosine(one: Vector, other: Vector): number {
  let sum = 0
  for (let at = 0, to = 0; at < one.words.length && to < other.words.length;) {
    const step = (one.words[at] ?? 0) - (other.words[to] ?? 0)
    if (step === 0) sum += (one.weights[at] ?? 0) * (other.weights[to] ?? 0)
    if (step <= 0) at += 1
    if (step >= 0) to += 1
  }
  return Math.min(1, sum)
}
