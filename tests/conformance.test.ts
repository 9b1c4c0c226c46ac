import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { decodeHTML } from 'entities'
import type { Entry } from '../src/core/feed/entry.ts'
import { excerptHtml } from '../src/core/feed/excerpt-html.ts'
import { parseFeed } from '../src/core/feed/parse-feed.ts'
import { readDate } from '../src/core/feed/read-date.ts'
import { cleanUrl } from '../src/core/text/canonical-url.ts'
import { renderMarkdown } from '../src/core/text/markdown.ts'
import { htmlToText } from '../src/core/text/plain-text.ts'
import { inspectFeed } from '../src/jobs/inspect-feed.ts'
import { assertInert, elementsOf, wordsOf } from './assert-inert.ts'

/** What other readers expect of their own test documents; theirs, and so not shipped with the project. */
const CORPUS = path.resolve(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../shared/data'))
const FOLDER = path.join(CORPUS, 'conformance')
const URL_OF_FEED = 'https://fetched.example/feed.xml'

/** Where we differ, by case, and why. docs/decisions/0016 says more. A case that is not listed must agree, a listed one differ. */
type Differences = Readonly<Record<string, string>>

const GOFEED: Differences = {
  'parser/rss/rdf_item_links.xml link': 'of three links, we take the last that is written as RSS writes it',
  'parser/rss/rss_channel_item_links.xml link': 'of three links, we take the last that is written as RSS writes it',
  'translator/rss/feed_item_links_-_rss_channel_item_links.xml link':
    'of three links, we take the last that is written as RSS writes it',
}

const FEEDPARSER: Differences = {
  'wellformed__rss__entity_in_doctype.xml': 'the entities of a DOCTYPE are never expanded',
  'encoding__bozo_linenoise.xml': 'noise is noise: other bytes are guessed from bytes that mean nothing',
  'entities__lang.xml': 'HTML 5 calls U+27E8 by this name, HTML 4 called U+2329 so',
  'entities__rang.xml': 'HTML 5 calls U+27E9 by this name, HTML 4 called U+232A so',
}

const URLS: Differences = {
  'Non-HTTP URL': 'a link of ours leads to the web, and nowhere else',
}

const OTHER_SCHEME = 'a link of ours leads to the web, and nowhere else; its words stay'
const SANITIZER: Differences = {
  ...Object.fromEntries(
    ['apt', 'callto', 'feed-https', 'itms', 'magnet', 'news-double-slash', 'nntp', 'sip', 'skype', 'steam'].map(
      (name) => [name, OTHER_SCHEME],
    ),
  ),
  'svn-ssh': OTHER_SCHEME,
  webcal: OTHER_SCHEME,
  TestProtocolRelativeURL: 'a link without a scheme has that of its page',
  TestAnchorLink: 'an excerpt stands on a page of ours: a link to a part of theirs leads there',
  TestVideoTag: 'what stands in for a video goes with it',
  TestMathML: 'formulas are left out of excerpts, with what is in them',
}

const readJson = <T>(...names: string[]): T => JSON.parse(fs.readFileSync(path.join(FOLDER, ...names), 'utf8')) as T

if (fs.existsSync(FOLDER)) describeConformance()
else {
  test('feeds, dates, links and HTML are read as other readers read them', (t) => {
    t.skip(`there is no ${FOLDER}; set CROWSNEST_CORPUS to a folder that has one`)
  })
}

function describeConformance(): void {
  describe('what other readers expect', () => {
    test('of titles, links and dates of items, as gofeed has them, holds but where we say why', async () => {
      const { compared, different } = await compareGofeed()
      assert.ok(compared > 700, `${compared} values`)
      assert.deepEqual(different.sort(), Object.keys(GOFEED).sort())
      assert.ok(different.length <= compared / 100, `${different.length} of ${compared}`)
    })

    test('of documents that are no feed, as gofeed has them, is that they are refused, and the others are not', async () => {
      const folder = path.join(FOLDER, 'gofeed/parser/universal')
      const refused: string[] = []
      for (const name of fs.readdirSync(folder).sort()) {
        const feed = await parseFeed({ body: fs.readFileSync(path.join(folder, name)), url: URL_OF_FEED })
        if (feed.ok) assert.match(feed.value.title, /^(feed )?title$/i, name)
        else refused.push(name)
      }
      assert.deepEqual(refused, ['empty_feed.xml', 'invalid.json', 'unknown_feed.xml'])
    })

    test('of one field of a document, as feedparser has it, holds but where we say why', async () => {
      const { compared, different } = await compareFeedparser()
      assert.ok(compared >= 200, `${compared} documents`)
      assert.deepEqual(different.sort(), Object.keys(FEEDPARSER).sort())
    })

    for (const name of ['miniflux', 'simplepie']) {
      test(`of dates, as ${name} has them, holds`, () => {
        const cases = readJson<{ input: string; ts: number | null; accept?: boolean }[]>('dates', `${name}.json`)
        assert.ok(cases.length > 10)
        for (const { input, ts, accept } of cases) {
          const read = readDate(input)
          if (ts === null) assert.equal(read !== undefined, accept ?? false, input)
          else assert.equal(read, ts * 1_000, input)
        }
      })
    }

    test('of links without what tracks a reader, as miniflux has them, holds but where we say why', () => {
      const cases = readJson<{ name: string; input: string; expected: string }[]>('urls.json')
      const different = cases.filter(({ input, expected }) => cleanUrl(input) !== expected).map(({ name }) => name)
      assert.ok(cases.length > 5)
      assert.deepEqual(different, Object.keys(URLS))
    })
  })

  describe('HTML that miniflux makes safe', () => {
    const cases = readJson<{ name: string; base: string; input: string; expected: string }[]>(
      'sanitizer',
      'miniflux.json',
    )
    const outputs = new Map(cases.map(({ name, input, base }) => [name, renderMarkdown(excerptHtml(input, base))]))

    test('has nothing active in an excerpt, nothing that is fetched, and no link but to the web', () => {
      assert.ok(cases.length > 40)
      for (const [name, html] of outputs) assertInert(html, name)
    })

    test('has the words and links in an excerpt that miniflux leaves, but where we say why', () => {
      const shown = (html: string) => ({
        text: wordsOf(html),
        links: elementsOf(html).flatMap(({ attributes: { href } }) =>
          href === undefined ? [] : [URL.parse(href)?.href ?? href],
        ),
      })
      const different = cases
        .filter(({ name, expected }) => {
          const [ours, theirs] = [shown(outputs.get(name) ?? ''), shown(expected)]
          return ours.text !== theirs.text || ours.links.join(' ') !== theirs.links.join(' ')
        })
        .map(({ name }) => name)
      assert.deepEqual(different.sort(), Object.keys(SANITIZER).sort())
    })
  })
}

interface Comparison {
  readonly compared: number
  readonly different: string[]
}

interface Expected {
  readonly title?: string
  readonly link?: string
  readonly url?: string
  readonly links?: readonly (string | { readonly href?: string; readonly rel?: string })[]
  readonly [field: string]: unknown
}

/** The format's own reading of a document (`parser`), and the common one (`translator`), lie beside it. */
async function compareGofeed(): Promise<Comparison> {
  let compared = 0
  const different: string[] = []
  for (const folder of ['parser', 'translator'].flatMap((kind) => ['rss', 'atom', 'json'].map((f) => `${kind}/${f}`))) {
    const names = new Set(fs.readdirSync(path.join(FOLDER, 'gofeed', folder)))
    for (const name of [...names].sort()) {
      const expectation = name.endsWith('.xml')
        ? name.replace(/xml$/, 'json')
        : name.replace(/\.json$/, '_expected.json')
      if (expectation === name || !names.has(expectation)) continue
      const { items, entries } = readJson<{ items?: Expected[]; entries?: Expected[] }>('gofeed', folder, expectation)
      const expected = items ?? entries ?? []
      const feed = await parseFeed({
        body: fs.readFileSync(path.join(FOLDER, 'gofeed', folder, name)),
        url: URL_OF_FEED,
      })
      const found = feed.ok ? feed.value.entries : []
      const compare = (what: string, theirs: unknown, ours: unknown) => {
        if (what !== 'number') compared += 1
        if (theirs !== ours) different.push(`${folder}/${name} ${what}`)
      }
      compare('number', expected.length, found.length)
      for (const [n, item] of expected.entries()) {
        const entry = found[n]
        compare('title', htmlToText(item.title ?? ''), htmlToText(entry?.title ?? ''))
        compare('link', whole(linkOf(item)), whole(entry?.link))
        compare('date', dateOf(item), entry === undefined ? undefined : dateOfEntry(entry))
      }
    }
  }
  return { compared, different }
}

/** Where an item has several links, and none that is its own: the one that leads to its page. */
function linkOf({ link, url, links = [] }: Expected): string | undefined {
  const page = links.find((other) => typeof other === 'object' && (other.rel ?? 'alternate') === 'alternate')
  return link ?? url ?? (typeof page === 'object' ? page.href : undefined)
}

const whole = (link: string | undefined) => (link === undefined ? '' : (URL.parse(link, URL_OF_FEED)?.href ?? link))

const DATES = [
  ...['publishedParsed', 'pubDateParsed', 'published', 'pubDate', 'date_published'],
  ...['updatedParsed', 'updated', 'date_modified'],
]

const dateOf = (item: Expected) => moment(DATES.map((name) => item[name]).find((date) => typeof date === 'string'))

const dateOfEntry = ({ published, updated }: Entry) => moment(published ?? updated)

const moment = (text: string | undefined) => (text === undefined ? undefined : (readDate(text) ?? text))

interface FeedparserCase {
  readonly file: string
  readonly contentType?: string
  readonly scope: 'feed' | 'entry'
  readonly entry?: number
  readonly field: string
  readonly n?: number
  readonly expected: string
}

/** By what `sources inspect` says of the document. */
async function compareFeedparser(): Promise<Comparison> {
  const cases = readJson<FeedparserCase[]>('feedparser', 'cases.json')
  const different: string[] = []
  for (const { file, contentType = 'application/xml', scope, entry = 0, field, n = 0, expected } of cases) {
    const inspection = await inspectFeed(URL_OF_FEED, {
      parseFeed,
      fetchFeed: () =>
        Promise.resolve({
          outcome: 'fetched',
          url: URL_OF_FEED,
          body: fs.readFileSync(path.join(FOLDER, 'feedparser', file)),
          contentType,
          validators: {},
        } as never),
    })
    const holder: object = !inspection.ok ? {} : scope === 'feed' ? inspection.feed : (inspection.entries[entry] ?? {})
    const values = holder as Record<string, unknown>
    const other = { summary: 'content', content: 'summary' }[field]
    const value = values[field] ?? ''
    const found = value === '' && other !== undefined ? values[other] : value
    const one: unknown = Array.isArray(found) ? found[n] : found
    const text = typeof one === 'object' && one !== null && 'url' in one ? one.url : one
    if (shownText(text) !== shownText(expected)) different.push(file)
  }
  return { compared: cases.length, different }
}

/** What a reader sees of a value, be it text or HTML, and however often it was escaped. */
function shownText(value: unknown): string {
  let text = typeof value === 'string' ? value : ''
  for (let round = 0; round < 3; round += 1) text = decodeHTML(text.replace(/<[^<>]*>/g, ''))
  return text.replace(/\s+/g, ' ').trim().normalize('NFC')
}
