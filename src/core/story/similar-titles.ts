import { compareText } from '../text/compare-text.ts'
import { LIGHT_WORDS, type TitleWords } from './read-title.ts'

/** Titles that are taken as read beside those at hand, so that words of a small pool do not weigh too differently. */
const PRIOR_TITLES = 500
const LIGHT = 0.3
/** Words of a title that are compared; nobody writes so many. */
const MOST_WORDS = 64

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
  const index = createIndex(titles.length, least)
  for (const title of titles) index.add(space(title))
  return { find: (title) => index.find(space(title)) }
}

/** Visits all pairs of titles that are at least `least` alike, without comparing each with each. */
export function visitSimilarTitles(
  titles: readonly TitleWords[],
  least: number,
  visit: (one: number, other: number, similarity: number) => void,
): void {
  const space = createSpace(titles)
  const index = createIndex(titles.length, least)
  for (const [other, title] of titles.entries()) {
    const vector = space(title)
    for (const { at, similarity } of index.find(vector)) visit(at, other, similarity)
    index.add(vector)
  }
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

/** A vector with its head, the words that it cannot do without. */
interface Entry extends Vector {
  /** How many words it has. */
  readonly head: number
  /** The last of them. */
  readonly last: number
  /** The length of what comes from each word on; 0 after the last. */
  readonly lengths: readonly number[]
}

/** Where what comes after the head is shorter than `least`, no two vectors that are so much alike share only that. */
function cutHead(vector: Vector, least: number): Entry {
  const lengths = vector.weights.concat(0)
  let square = 0
  for (let place = vector.weights.length - 1; place >= 0; place--) {
    square += (vector.weights[place] ?? 0) ** 2
    lengths[place] = Math.sqrt(square)
  }
  const head = lengths.findIndex((length) => length < least)
  return { ...vector, head, last: vector.words[head - 1] ?? -1, lengths }
}

/** The length of what comes after a word in the order that all vectors share. */
function lengthAfter({ words, lengths }: Entry, word: number): number {
  let [from, to] = [0, words.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((words[middle] ?? 0) > word) to = middle
    else from = middle + 1
  }
  return lengths[from] ?? 0
}

/** An inverted index on the heads of at most `size` vectors. */
function createIndex(size: number, least: number) {
  const entries: Entry[] = []
  const byWord = new Map<number, { readonly at: number[]; readonly weights: number[] }>()
  /** What a vector and each entry share of their heads; all 0 between two searches. */
  const shared = new Float64Array(size)
  return {
    add: (vector: Vector): void => {
      const entry = cutHead(vector, least)
      const at = entries.push(entry) - 1
      for (const [place, word] of entry.words.slice(0, entry.head).entries()) {
        const list = byWord.get(word) ?? { at: [], weights: [] }
        byWord.set(word, list)
        list.at.push(at)
        list.weights.push(entry.weights[place] ?? 0)
      }
    },
    find: (vector: Vector): { at: number; similarity: number }[] => {
      const entry = cutHead(vector, least)
      const { words, weights, head } = entry
      const touched: number[] = []
      for (let place = 0; place < head; place++) {
        const list = byWord.get(words[place] ?? -1)
        if (list === undefined) continue
        const weight = weights[place] ?? 0
        for (let index = 0; index < list.at.length; index++) {
          const at = list.at[index] ?? 0
          if (shared[at] === 0) touched.push(at)
          shared[at] = (shared[at] ?? 0) + weight * (list.weights[index] ?? 0)
        }
      }
      const found: { at: number; similarity: number }[] = []
      for (const at of touched) {
        const other = entries[at]
        const soFar = shared[at] ?? 0
        shared[at] = 0
        if (other === undefined) continue
        // What they share and is not in both heads comes after the end of the head that ends first.
        const end = Math.min(entry.last, other.last)
        if (soFar + lengthAfter(entry, end) * lengthAfter(other, end) < least) continue
        const similarity = cosine(vector, other)
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
