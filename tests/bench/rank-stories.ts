// node tests/bench/rank-stories.ts [--long]: how fast stories are folded, ranked and learnt from.
import type { Figure } from '../../src/core/bench/figure.ts'
import { foldItems } from '../../src/core/story/fold-items.ts'
import { diversify } from '../../src/core/story/diversify.ts'
import { learnRanking, type PastWeek } from '../../src/core/story/learn-ranking.ts'
import { createRandom } from '../../src/core/story/measure-ranking.ts'
import { rankStories } from '../../src/core/story/rank-stories.ts'
import type { Item } from '../../src/core/item/item.ts'
import type { Story } from '../../src/core/story/story.ts'
import { makeItem, makeSource } from '../builders.ts'
import { median, printFigures } from './figure.ts'

const ROUNDS = process.argv.includes('--long') ? 15 : 5
const NOW = new Date('2026-08-24T06:00:00Z')
const SOURCES = new Map(
  Array.from({ length: 80 }, (_, n) => {
    const source = makeSource({
      id: `port-${n}`,
      title: `Port ${n}`,
      site: `https://port-${n}.example/`,
      org: `Org ${n % 30}`,
    })
    return [source.id, source]
  }),
)
const random = createRandom(4)
const below = (end: number) => Math.floor(random() * end)
/** Words of which few are frequent, as in speech. */
const word = () => `word${Math.floor(4_000 * random() ** 3)}`

function makeCandidate(name: string): Item {
  const source = `port-${below(80)}`
  const url = `https://${source}.example/${below(5)}/${name}`
  return makeItem({
    url,
    title: Array.from({ length: 5 + below(8) }, word).join(' '),
    published: new Date(NOW.getTime() - below(30 * 86_400_000)).toISOString(),
    sources: [{ id: source, url }],
    topics: [`topic-${below(30)}`],
    sigs: random() < 0.2 ? [`sig-${below(20)}`] : [],
    projects: random() < 0.3 ? [`project-${below(100)}`] : [],
  })
}

const makeItems = (count: number, name: string) =>
  Array.from({ length: count }, (_, n) => makeCandidate(`${name}-${n}`))
const alone = (item: Item): Story => ({ id: item.id, lead: item, items: [item] })

const weeks = Array.from({ length: 100 }, (_, number): PastWeek => {
  const stories = makeItems(300, `week-${number}`).map(alone)
  return { at: NOW, stories, picked: new Set(stories.filter(() => random() < 0.07).map(({ id }) => id)) }
})

/** What a plain list would do: newest first, and how often each word stands in a title. */
function sortByDate(items: readonly Item[]): unknown {
  const counts = new Map<string, number>()
  for (const { title } of items) {
    for (const each of title.toLowerCase().split(/\W+/)) counts.set(each, (counts.get(each) ?? 0) + 1)
  }
  return [counts, items.toSorted((a, b) => ((a.published ?? '') < (b.published ?? '') ? 1 : -1))]
}

/** Milliseconds, the middle of several rounds after one to warm up. */
function measure(run: () => unknown): number {
  const times: number[] = []
  for (let round = -1; round < ROUNDS; round++) {
    const start = performance.now()
    run()
    if (round >= 0) times.push(performance.now() - start)
  }
  return median(times)
}

const [small, large] = [makeItems(1_000, 'small'), makeItems(10_000, 'large')]
const [smallStories, largeStories] = [small.map(alone), large.map(alone)]
const model = learnRanking(weeks, SOURCES)
const context = { sources: SOURCES, now: NOW, model }
const list = (stories: readonly Story[]) => diversify(rankStories(stories, context), SOURCES)

const peerName = 'sorting by date'
const smallPeer = measure(() => sortByDate(small))
const largePeer = measure(() => sortByDate(large))
const past = weeks.flatMap(({ stories }) => stories.map(({ lead }) => lead))
const figures: Figure[] = [
  {
    what: '1,000 candidates: folded, ranked and varied',
    ours: measure(() => list(foldItems(small, { sources: SOURCES }))),
    ...{ unit: 'ms', peer: smallPeer, peerName, asked: { atMostOurs: 200 } },
  },
  {
    what: '1,000 stories: ranked and varied',
    ours: measure(() => list(smallStories)),
    ...{ unit: 'ms', peer: smallPeer, peerName, asked: { atMostOurs: 100 } },
  },
  {
    what: '10,000 stories: ranked and varied',
    ours: measure(() => list(largeStories)),
    ...{ unit: 'ms', peer: largePeer, peerName, asked: { atMostOurs: 2_000 } },
  },
  {
    what: '100 issues of 300 candidates: learnt from',
    ours: measure(() => learnRanking(weeks, SOURCES)),
    ...{ unit: 'ms', peer: measure(() => sortByDate(past)), peerName, asked: { atMostOurs: 400 } },
  },
]
printFigures(figures)
