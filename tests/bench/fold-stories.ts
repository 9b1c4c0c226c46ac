// node tests/bench/fold-stories.ts [--long]: how fast items are folded, beside a loop that compares each with each.
import type { Figure } from '../../src/core/bench/figure.ts'
import { foldItems } from '../../src/core/story/fold-items.ts'
import { createToldBefore } from '../../src/core/story/told-before.ts'
import type { Item } from '../../src/core/item/item.ts'
import { wordsOf } from '../../src/core/text/word-runs.ts'
import { makeItem, makeSource } from '../builders.ts'
import { median, printFigures } from './figure.ts'

const ROUNDS = process.argv.includes('--long') ? 9 : 3
const SOURCES = 70
const DAY = 86_400_000

/** Whole numbers below a bound, the same at each run. */
let state = 1
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}

const SYLLABLES = ['ba', 'de', 'fi', 'go', 'ku', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'wo']
const syllable = () => SYLLABLES[random(SYLLABLES.length)] ?? ''
/** As in a language, few words are in many titles. */
const VOCABULARY = Array.from({ length: 6_000 }, () => [syllable(), syllable(), syllable(), syllable()].join(''))
const word = () => VOCABULARY[Math.floor(random(VOCABULARY.length) ** 2 / VOCABULARY.length)] ?? ''
const words = (count: number) => Array.from({ length: count }, word).join(' ')

/** Items of two weeks, every tenth of them a copy of one before it, by another source. */
function makePool(count: number): Item[] {
  const items: Item[] = []
  for (let index = 0; index < count; index++) {
    const copied = index % 10 === 9 ? items[index - 1 - random(9)] : undefined
    const url = `https://harbour-${index % SOURCES}.example/${index}/`
    const time = copied ? Date.parse(copied.published ?? '') + 3_600_000 : Date.UTC(2026, 7, 10) + random(14 * DAY)
    const title = copied?.title ?? `${words(4 + random(8))}${random(4) === 0 ? ` 1.${random(40)}` : ''}`
    const published = new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
    const excerpt = copied?.excerpt ?? words(90)
    items.push(makeItem({ url, title, published, excerpt, sources: [{ id: `harbour-${index % SOURCES}`, url }] }))
  }
  return items
}

/** Each title compared with each, by the share of the words that both have; what is alike is one. */
function foldPairwise(items: readonly Item[]): number {
  const titles = items.map(({ title }) => new Set(wordsOf(title)))
  let pairs = 0
  for (const [at, one] of titles.entries()) {
    for (let next = at + 1; next < titles.length; next++) {
      const other = titles[next] ?? new Set()
      let shared = 0
      for (const each of one) if (other.has(each)) shared += 1
      if (shared >= 0.75 * (one.size + other.size - shared)) pairs += 1
    }
  }
  return pairs
}

function time(run: () => unknown, rounds = ROUNDS): number {
  const times: number[] = []
  for (let round = -1; round < rounds; round++) {
    const start = performance.now()
    run()
    if (round >= 0) times.push(performance.now() - start)
  }
  return median(times)
}

const sources = new Map(
  Array.from({ length: SOURCES }, (_, index) => {
    const id = `harbour-${index}`
    return [id, makeSource({ id, title: `Harbour ${index}`, url: `https://${id}.example/feed.xml` })]
  }),
)
const figures: Figure[] = []
for (const [count, asked] of [
  [300, {}],
  [1_000, { asked: { atMostOurs: 100 } }],
  [10_000, {}],
] as const) {
  const items = makePool(count)
  const ours = time(() => foldItems(items, { sources }))
  const peer = time(() => foldPairwise(items), count > 1_000 ? 1 : ROUNDS)
  figures.push({ what: `folding ${count} items`, ours, peer, unit: 'ms', peerName: 'each with each', ...asked })
}
const pool = makePool(300)
/** Twenty picks a week of a hundred weeks. */
const told = makePool(2_000).map(({ id, url, title }, index) => {
  const published = new Date(Date.UTC(2026, 7, 24) - Math.floor(index / 20) * 7 * DAY).toISOString()
  return { id, url, title, published, also: [] }
})
const stories = foldItems(pool, { sources })
const find = () => {
  const toldBefore = createToldBefore(told, sources)
  return stories.map((story) => toldBefore(story))
}
const byTitle = () => stories.map(({ lead }) => told.find(({ title }) => title === lead.title))
figures.push({
  what: '300 stories against 2,000 picks',
  ours: time(find),
  peer: time(byTitle),
  unit: 'ms',
  peerName: 'equal titles, one by one',
  asked: { atMostOurs: 50 },
})
printFigures(figures)
