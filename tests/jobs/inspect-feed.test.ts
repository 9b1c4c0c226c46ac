import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { explainFeed } from '../../src/core/feed/explain-feed.ts'
import { parseFeed } from '../../src/core/feed/parse-feed.ts'
import { createTagger } from '../../src/core/tag/tagger.ts'
import { checkSources } from '../../src/jobs/check-sources.ts'
import { inspectFeed } from '../../src/jobs/inspect-feed.ts'
import type { Fetched, FetchFeed } from '../../src/jobs/ports.ts'
import { makeSource, makeTopic } from '../builders.ts'

const FIXTURES = path.join(import.meta.dirname, '../fixtures/feeds')
const URL_OF_FEED = 'https://harbour.example/feed.xml'

function serve(name: string, own: { movedTo?: string } = {}): FetchFeed {
  const body = new Uint8Array(fs.readFileSync(path.join(FIXTURES, name)))
  return (url) =>
    Promise.resolve({
      outcome: 'ok',
      body,
      contentType: undefined,
      url,
      movedTo: undefined,
      validators: {},
      advice: {},
      ...own,
    })
}

const always =
  (fetched: Fetched): FetchFeed =>
  () =>
    Promise.resolve(fetched)

describe('an inspection', () => {
  test('has every field of the contract, null where the feed says nothing', async () => {
    const inspection = await inspectFeed(URL_OF_FEED, { fetchFeed: serve('rss2-content-encoded.xml'), parseFeed })
    assert.ok(inspection.ok)
    assert.deepEqual(inspection.feed, { title: 'Harbour & Helm', link: 'https://harbour.example/', language: 'en-GB' })
    assert.deepEqual(inspection.entries[0], {
      id: 'https://harbour.example/posts/draining/',
      title: 'Draining a node without waking the crew',
      link: 'https://harbour.example/posts/draining/',
      published: '2026-08-18T07:30:00Z',
      updated: null,
      authors: ['Ada Quay', 'Bo Mast'],
      summary: 'The short of it: cordon first, and let the budget say when.',
      content: '<p>The <em>long</em> of it: a cordoned node takes <a href="/pods/">no new pods</a>.</p>',
      categories: ['operations', 'nodes & pods'],
      enclosures: [],
      tags: [],
    })
    assert.equal(inspection.entries[1]?.link, 'https://harbour.example/posts/guid-only/')
    assert.equal(inspection.entries[2]?.published, null)
  })

  test('says of each entry what it is about, where that is asked, by which words', async () => {
    const topic = makeTopic({ id: 'nodes', words: ['node'] })
    const { explain } = createTagger([topic])
    const inspection = await inspectFeed(URL_OF_FEED, {
      fetchFeed: serve('rss2-content-encoded.xml'),
      parseFeed: (document) => explainFeed(document, explain),
    })
    assert.deepEqual(inspection.ok && inspection.entries.map(({ tags }) => tags), [
      [{ field: 'topics', tag: 'nodes', words: ['node', 'nodes'] }],
      [],
      [],
    ])
  })

  test('gives a date as the feed has it where it cannot be read', async () => {
    const inspection = await inspectFeed(URL_OF_FEED, { fetchFeed: serve('undated.xml'), parseFeed })
    assert.deepEqual(inspection.ok && inspection.entries.map(({ published }) => published), [
      null,
      'Mon, 01 Jan 0001 00:00:00 +0000',
      'sometime last week',
      null,
    ])
  })

  test('gives no link where a podcast has none, and what it encloses beside that', async () => {
    const inspection = await inspectFeed(URL_OF_FEED, { fetchFeed: serve('podcast-itunes.xml'), parseFeed })
    const [episode] = inspection.ok ? inspection.entries : []
    assert.equal(episode?.link, null)
    assert.equal(episode.enclosures[0]?.url, 'https://cdn.talk.example/7.mp3')
  })

  test('gives the people of a feed as it names them, with their addresses', async () => {
    const inspection = await inspectFeed(URL_OF_FEED, { fetchFeed: serve('atom-xml-base-xhtml.xml'), parseFeed })
    assert.deepEqual(inspection.ok && inspection.entries[0]?.authors, ['Emil Priel (emil@leuchtturm.example)'])
  })

  for (const [name, fetchFeed, error] of [
    [
      'a dead feed',
      always({ outcome: 'failed', reason: 'answered 410 Gone', status: 410 }),
      `${URL_OF_FEED} answered 410 Gone`,
    ],
    ['a web page', serve('web-page.html'), /this is a web page, not a feed/],
    [
      'an answer to a question that was not asked',
      always({ outcome: 'unchanged', validators: {}, movedTo: undefined, advice: {} }),
      /304/,
    ],
  ] as const) {
    test(`of ${name} says what is wrong`, async () => {
      const inspection = await inspectFeed(URL_OF_FEED, { fetchFeed, parseFeed })
      assert.ok(!inspection.ok)
      assert.equal(inspection.url, URL_OF_FEED)
      if (typeof error === 'string') assert.equal(inspection.error, error)
      else assert.match(inspection.error, error)
    })
  }
})

describe('a check of sources', () => {
  test('says of each how many entries it has, the newest date, and whether it moved or failed', async () => {
    const feeds: Record<string, FetchFeed> = {
      'https://a.example/': serve('rss2-content-encoded.xml', { movedTo: 'https://b.example/' }),
      'https://u.example/': serve('undated.xml'),
      'https://x.example/': always({ outcome: 'failed', reason: 'refuses the connection', status: undefined }),
    }
    const seen: string[] = []
    const checks = await checkSources(
      ['a', 'u', 'x'].map((id) => makeSource({ id, url: `https://${id}.example/` })),
      { fetchFeed: (url, validators) => feeds[url]?.(url, validators) ?? Promise.reject(new Error(url)), parseFeed },
      ({ id }) => seen.push(id),
    )
    assert.deepEqual(checks, [
      { id: 'a', status: 'ok', entries: 3, newest: '2026-08-18T07:30:00Z', movedTo: 'https://b.example/' },
      { id: 'u', status: 'ok', entries: 4, newest: null },
      { id: 'x', status: 'failed', entries: 0, newest: null, error: 'https://x.example/ refuses the connection' },
    ])
    assert.deepEqual(seen.sort(), ['a', 'u', 'x'])
  })
})
