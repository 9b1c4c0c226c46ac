import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { Feed } from '../src/core/feed/entry.ts'
import { parseFeed } from '../src/core/feed/parse-feed.ts'
import { readDate } from '../src/core/feed/read-date.ts'
import { entryLink, readEntry } from '../src/core/feed/read-entry.ts'
import type { IncomingItem } from '../src/core/item/incoming-item.ts'
import type { Item } from '../src/core/item/item.ts'
import { type IngestPlan, planIngest } from '../src/core/item/plan-ingest.ts'
import { foldItems } from '../src/core/story/fold-items.ts'
import { canonicalUrl } from '../src/core/text/canonical-url.ts'
import { renderMarkdown } from '../src/core/text/markdown.ts'
import { htmlToText } from '../src/core/text/plain-text.ts'
import type { Source } from '../src/core/source/source.ts'
import { makeSource } from './builders.ts'

/** 79 real feeds with what a reader should find in them; too large to ship with the project. */
const CORPUS = path.resolve(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../shared/data'))
const KEY = path.join(CORPUS, 'answer_key.json')
const ORIGIN = 'http://127.0.0.1'
const NOW = new Date('2026-08-24T06:00:00Z')

interface Expected {
  readonly title: string
  readonly link: string
  readonly date: string | null
  /** Address of the post that this is a copy of, or its own. */
  readonly story?: string
}

interface ExpectedFeed {
  readonly file: string
  readonly title: string
  readonly home: string
  readonly content_type: string
  readonly well_formed: boolean
  readonly items: readonly Expected[]
  readonly complete_items?: number
  readonly must_not_render?: readonly string[]
}

interface AnswerKey {
  readonly feeds: readonly ExpectedFeed[]
  readonly dedup_scoring: {
    readonly scored_feeds: readonly string[]
    readonly expected_distinct: { readonly level3: number; readonly level4: number }
  }
  readonly must_not_merge: readonly { readonly a: string; readonly b: string }[]
  readonly must_not_merge_lwkd: readonly { readonly a: string; readonly b: string }[]
  readonly must_not_appear: readonly { readonly title: string }[]
}

interface BusyWeek {
  readonly feeds: readonly ExpectedFeed[]
  readonly groups: readonly {
    readonly story: string
    readonly members: readonly { readonly feed: string; readonly link: string }[]
  }[]
}

if (fs.existsSync(KEY)) describeCorpus(JSON.parse(fs.readFileSync(KEY, 'utf8')) as AnswerKey)
else {
  test('a corpus of real feeds is read as its answer key says', (t) => {
    t.skip(`there is no ${KEY}; set CROWSNEST_CORPUS to a folder that has one`)
  })
}

function describeCorpus(key: AnswerKey): void {
  const read = new Map<string, Promise<Feed>>()
  const readFile = (feed: ExpectedFeed): Promise<Feed> => {
    const reading = read.get(feed.file) ?? parseFile(feed)
    read.set(feed.file, reading)
    return reading
  }

  describe('a corpus of real feeds', () => {
    for (const feed of key.feeds.filter(({ well_formed }) => well_formed)) {
      test(`${feed.file} has its ${feed.items.length} items, by title, link and date`, async () => {
        const { entries } = await readFile(feed)
        const found = entries.map((entry) => ({
          title: entry.title,
          link: entryLink(entry) ?? '',
          date: readDate(entry.published ?? entry.updated ?? ''),
        }))
        assert.deepEqual(found.map(nameOf).sort(), feed.items.map(nameOf).sort())
        const dates = new Map(found.map((item) => [nameOf(item), item.date]))
        for (const item of feed.items) {
          if (item.date !== null) assert.equal(dates.get(nameOf(item)), Date.parse(item.date), item.title)
        }
      })
    }

    for (const feed of key.feeds.filter(({ well_formed }) => !well_formed)) {
      test(`${feed.file}, which is not well-formed, has the items that are whole`, async () => {
        const { entries } = await readFile(feed)
        const expected = feed.items.slice(0, feed.complete_items ?? feed.items.length)
        const found = new Set(entries.map((entry) => nameOf({ title: entry.title, link: entryLink(entry) ?? '' })))
        for (const item of expected) assert.ok(found.has(nameOf(item)), item.title)
      })
    }

    for (const feed of key.feeds.filter(({ must_not_render }) => must_not_render !== undefined)) {
      test(`${feed.file} renders to nothing active`, async () => {
        for (const { title, excerpt } of await readItems(feed, readFile)) {
          const html = `${title.replaceAll('<', '&lt;')} ${renderMarkdown(excerpt)}`.toLowerCase()
          for (const text of feed.must_not_render ?? [])
            assert.ok(!html.includes(text.toLowerCase()), `${text} in ${html}`)
        }
      })
    }
  })

  describe('the items of the scored feeds', () => {
    let planned: Promise<{ incoming: readonly IncomingItem[]; plan: IngestPlan }> | undefined
    const plan = () => (planned ??= planScored(key, readFile))

    test('are as many as there are canonical URLs, found or declared, and at most ten more', async () => {
      const { added } = (await plan()).plan
      const { level3, level4 } = key.dedup_scoring.expected_distinct
      assert.ok(added.length <= level3 + 10, `${added.length} items, expected ${level3}`)
      assert.ok(added.length > level4, `${added.length} items: some that only look alike were merged`)
    })

    test('never are two stories in one, however alike their titles', async () => {
      const { added } = (await plan()).plan
      const homes = new Map<string, string>()
      for (const { item } of added) {
        for (const url of [item.url, ...item.sources.map((source) => source.url)])
          homes.set(canonicalUrl(url) ?? url, item.id)
      }
      const pairs = [...key.must_not_merge, ...key.must_not_merge_lwkd]
      const known = pairs.filter(({ a, b }) => homes.has(canonicalUrl(a) ?? a) && homes.has(canonicalUrl(b) ?? b))
      assert.ok(known.length > pairs.length / 2, `${known.length} of ${pairs.length} pairs are there`)
      for (const { a, b } of known) {
        assert.notEqual(homes.get(canonicalUrl(a) ?? a), homes.get(canonicalUrl(b) ?? b), `${a} and ${b}`)
      }
    })

    test('are no drafts', async () => {
      const titles = new Set((await plan()).plan.added.map(({ item }) => item.title))
      for (const { title } of key.must_not_appear) assert.ok(!titles.has(title), title)
    })

    test('have places of their own, and are the same when they are read again', async () => {
      const { incoming, plan: first } = await plan()
      const paths = first.added.map((stored) => stored.path.toLowerCase())
      assert.equal(new Set(paths).size, paths.length)
      const again = planIngest(incoming.toReversed(), first.added, { now: NOW, sourceOf: sourceFinder(key) })
      assert.deepEqual([again.added, again.changed], [[], []])
      assert.equal(again.unchanged, first.added.length)
    })
  })

  describe('the stories of the scored feeds', () => {
    let scored: Promise<ReturnType<typeof scoreFolding>> | undefined
    const score = () => (scored ??= readScored().then(scoreFolding))

    async function readScored(): Promise<Pool> {
      const { added } = (await planScored(key, readFile)).plan
      const told = key.feeds.flatMap(({ file, items }) =>
        items.map(({ link, story = link }) => [tellingOf(idOfFile(file), link), story] as const),
      )
      const sources = new Map(key.feeds.map((feed) => [idOfFile(feed.file), sourceOfFile(feed)]))
      return { items: added.map(({ item }) => item), sources, storyOf: new Map(told) }
    }

    test('are as many as there are, within twenty', async () => {
      const { stories } = await score()
      const { level4 } = key.dedup_scoring.expected_distinct
      assert.ok(Math.abs(stories.length - level4) <= 20, `${stories.length} stories, expected ${level4}`)
    })

    test('hold nearly all that is told twice, and hardly anything that is not', async () => {
      const { precision, recall, wanted } = await score()
      assert.ok(wanted > 100, `${wanted} pairs`)
      assert.ok(precision >= 0.98, `precision ${precision}`)
      assert.ok(recall >= 0.9, `recall ${recall}`)
    })

    test('keep all apart that only looks alike', async () => {
      const { stories } = await score()
      const homes = new Map<string, string>()
      for (const { id, items } of stories) {
        for (const { url, sources } of items) {
          for (const link of [url, ...sources.map((carrier) => carrier.url)]) homes.set(canonicalUrl(link) ?? link, id)
        }
      }
      const pairs = [...key.must_not_merge, ...key.must_not_merge_lwkd]
      const known = pairs
        .map(({ a, b }) => [homes.get(canonicalUrl(a) ?? a), homes.get(canonicalUrl(b) ?? b)] as const)
        .filter(([a, b]) => a !== undefined && b !== undefined)
      assert.ok(known.length > 100, `${known.length} of ${pairs.length} pairs are there`)
      for (const [a, b] of known) assert.notEqual(a, b)
    })
  })

  test('a busy week has as many stories as it tells, within three, and each is one', async () => {
    const { stories, precision, recall } = scoreFolding(await readWeek())
    assert.ok(Math.abs(stories.length - 300) <= 3, `${stories.length} stories`)
    assert.ok(precision >= 0.98, `precision ${precision}`)
    assert.ok(recall >= 0.9, `recall ${recall}`)
  })
}

/** A pool of items, and for each carrier of one, by source and canonical URL, which story it tells. */
interface Pool {
  readonly items: readonly Item[]
  readonly sources: ReadonlyMap<string, Source>
  readonly storyOf: ReadonlyMap<string, string>
}

const tellingOf = (source: string, link: string) =>
  `${source} ${canonicalUrl(link.replaceAll('__BASE__', ORIGIN)) ?? link}`

async function readWeek(): Promise<Pool> {
  const week = JSON.parse(fs.readFileSync(path.join(CORPUS, 'busy-week/answer-key.json'), 'utf8')) as BusyWeek
  const read = (feed: ExpectedFeed) => parseFile(feed, 'busy-week/feeds')
  const incoming = (await Promise.all(week.feeds.map((feed) => readItems(feed, read)))).flat()
  const sources = new Map(week.feeds.map((feed) => [idOfFile(feed.file), sourceOfFile(feed)]))
  const { added } = planIngest(incoming, [], { now: NOW, sourceOf: (id) => sources.get(id) })
  const told = week.groups.flatMap(({ story, members }) =>
    members.map(({ feed, link }) => [tellingOf(idOfFile(feed), link), story] as const),
  )
  return { items: added.map(({ item }) => item), sources, storyOf: new Map(told) }
}

/** How well items are folded: over all pairs of items that are not one item already. */
function scoreFolding({ items, sources, storyOf }: Pool) {
  const stories = foldItems(items, { sources })
  const expected = new Map(
    items.map(({ id, sources: carriers }) => {
      const told = new Set(carriers.map((carrier) => storyOf.get(tellingOf(carrier.id, carrier.url)) ?? ''))
      return [id, [...told].sort().join(' ')]
    }),
  )
  const pairsOf = (count: number) => (count * (count - 1)) / 2
  const sizes = (groups: Iterable<readonly unknown[]>) =>
    [...groups].reduce((sum, { length }) => sum + pairsOf(length), 0)
  const folded = sizes(stories.map((story) => story.items))
  const right = sizes(stories.flatMap((story) => [...Map.groupBy(story.items, ({ id }) => expected.get(id)).values()]))
  const wanted = sizes(Map.groupBy(items, ({ id }) => expected.get(id)).values())
  return { stories, precision: right / folded, recall: right / wanted, wanted }
}

async function parseFile(feed: ExpectedFeed, folder = 'feeds'): Promise<Feed> {
  const raw = fs.readFileSync(path.join(CORPUS, folder, feed.file))
  const body = /utf16|latin1/.test(feed.file) ? raw : Buffer.from(raw.toString('utf8').replaceAll('__BASE__', ORIGIN))
  const url = `${ORIGIN}/feeds/${feed.file}`
  const parsed = await parseFeed({ body: new Uint8Array(body), contentType: feed.content_type, url })
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

const nameOf = ({ title, link }: { title: string; link: string }) =>
  `${htmlToText(title).toLowerCase()} ${canonicalUrl(link) ?? link}`

const idOfFile = (file: string) => file.toLowerCase().replace(/[^a-z0-9]+/g, '-')

function sourceOfFile({ file, title, home }: ExpectedFeed): Source {
  return makeSource({ id: idOfFile(file), title, url: `${ORIGIN}/feeds/${file}`, site: home })
}

function sourceFinder(key: AnswerKey): (id: string) => Source | undefined {
  const sources = new Map(key.feeds.map((feed) => [idOfFile(feed.file), sourceOfFile(feed)]))
  return (id) => sources.get(id)
}

async function readItems(
  feed: ExpectedFeed,
  readFile: (feed: ExpectedFeed) => Promise<Feed>,
): Promise<readonly IncomingItem[]> {
  const { entries, language } = await readFile(feed)
  return entries.map((entry) => readEntry(entry, sourceOfFile(feed), language)).filter((item) => item !== undefined)
}

async function planScored(key: AnswerKey, readFile: (feed: ExpectedFeed) => Promise<Feed>) {
  const scored = new Set(key.dedup_scoring.scored_feeds)
  const feeds = key.feeds.filter(({ file }) => scored.has(file))
  assert.equal(feeds.length, scored.size)
  const incoming = (await Promise.all(feeds.map((feed) => readItems(feed, readFile)))).flat()
  return { incoming, plan: planIngest(incoming, [], { now: NOW, sourceOf: sourceFinder(key) }) }
}
