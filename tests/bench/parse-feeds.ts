// node tests/bench/parse-feeds.ts [--long]: how fast feeds are read, beside rss-parser and feedsmith.
import fs from 'node:fs'
import path from 'node:path'
import { parseFeed as parseWithFeedsmith } from 'feedsmith'
import Parser from 'rss-parser'
import type { Figure } from '../../src/core/bench/figure.ts'
import { decodeBody } from '../../src/core/feed/decode-body.ts'
import { type FeedDocument, parseFeed } from '../../src/core/feed/parse-feed.ts'
import { readFeed } from '../../src/core/feed/read-feed.ts'
import { createTagger } from '../../src/core/tag/tagger.ts'
import { createFeedReader } from '../../src/io/feed-reader.ts'
import { readTopics } from '../../src/io/topic-files.ts'
import { makeSource } from '../builders.ts'
import { median, printFigures } from './figure.ts'
import { generateFeed } from './generate-feed.ts'

const ROUNDS = process.argv.includes('--long') ? 15 : 5
const CORPUS = path.resolve(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../../shared/data'))
const NEWEST = new Date('2026-08-24T06:00:00Z')

interface Sample extends FeedDocument {
  readonly text: string
}

const { entries: topics } = readTopics(path.join(import.meta.dirname, '../../content'))
const source = makeSource()
const { tag } = createTagger(topics)
const reader = createFeedReader({ topics })
const peer = new Parser()

const sampleOf = (url: string, body: Uint8Array): Sample => ({ url, body, text: decodeBody(body) })

/** Feeds of 20 and of 200 items, about two megabytes of each. */
function generated(format: 'RSS' | 'Atom', items: number): Sample[] {
  return Array.from({ length: 400 / items }, (_, seed) => {
    const text = generateFeed({ format, items, seed, newest: NEWEST })
    return sampleOf(`https://harbour-${seed}.example/feed`, new TextEncoder().encode(text))
  })
}

/** The real feeds, where they are there: those of them that both peers can read. */
async function real(): Promise<Sample[]> {
  const folder = path.join(CORPUS, 'feeds')
  if (!fs.existsSync(folder)) return []
  const samples = fs
    .readdirSync(folder)
    .map((name) => sampleOf(`https://harbour.example/${name}`, fs.readFileSync(path.join(folder, name))))
  const readable = await Promise.all(
    samples.map((sample) =>
      peer.parseString(sample.text).then(
        () => isReadByFeedsmith(sample),
        () => false,
      ),
    ),
  )
  return samples.filter((_, index) => readable[index])
}

function isReadByFeedsmith({ text }: Sample): boolean {
  try {
    parseWithFeedsmith(text)
    return true
  } catch {
    return false
  }
}

type Way = (samples: readonly Sample[]) => Promise<unknown>

async function each(samples: readonly Sample[], run: (sample: Sample) => unknown): Promise<void> {
  for (const sample of samples) await run(sample)
}

const RSS_PARSER: Way = (samples) => each(samples, ({ text }) => peer.parseString(text))
const FEEDSMITH: Way = (samples) => each(samples, ({ text }) => parseWithFeedsmith(text))
const OURS: Record<string, Way> = {
  'all of it, in two readers': (samples) => Promise.all(samples.map((sample) => reader.readFeed(sample, source))),
  'all of it, in one process': (samples) => each(samples, (sample) => readFeed(sample, source, tag)),
  'parsing alone, in one process': (samples) => each(samples, parseFeed),
}

/** Megabytes a second of each way, in the order in which they are named; they take turns. */
async function measure(samples: readonly Sample[], ways: readonly Way[]): Promise<number[]> {
  const megabytes = samples.reduce((sum, { body }) => sum + body.length, 0) / 1e6
  const times = ways.map((): number[] => [])
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, way] of ways.entries()) {
      const start = performance.now()
      await way(samples)
      if (round >= 0) times[index]?.push(performance.now() - start)
    }
  }
  return times.map((each) => (1_000 * megabytes) / median(each))
}

const sets: [string, Sample[]][] = [
  ['real feeds', await real()],
  ['RSS of 20 items', generated('RSS', 20)],
  ['RSS of 200 items', generated('RSS', 200)],
  ['Atom of 20 items', generated('Atom', 20)],
  ['Atom of 200 items', generated('Atom', 200)],
]
const figures: Figure[] = []
for (const [name, samples] of sets) {
  if (samples.length === 0) continue
  const [rssParser = NaN, feedsmith = NaN, ...ours] = await measure(samples, [
    RSS_PARSER,
    FEEDSMITH,
    ...Object.values(OURS),
  ])
  for (const [index, way] of Object.keys(OURS).entries()) {
    const figure = { what: `${name}: ${way}`, ours: ours[index] ?? NaN, unit: 'MB/s' }
    const asked = index === 0 ? { asked: { atLeast: 1 } } : {}
    figures.push({ ...figure, peer: rssParser, peerName: 'rss-parser alone', ...asked })
    if (index === 2) figures.push({ ...figure, peer: feedsmith, peerName: 'feedsmith alone' })
  }
}
reader.close()
printFigures(figures)
