import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { renderMarkdown } from '../../src/core/text/markdown.ts'
import { createFeedReader } from '../../src/io/feed-reader.ts'
import { assertInert } from '../assert-inert.ts'
import { makeSource } from '../builders.ts'
import { HOSTILE_FEEDS } from '../fixtures/hostile/hostile-feeds.ts'

const URL_OF_FEED = 'https://hostile.example/feed.xml'

/** Far less than it may have; and more time than it takes, however busy the machine: what is slow here never ends. */
const reader = createFeedReader({ memory: 400, timeout: 600_000, workers: 1 })
after(reader.close)

describe('a hostile document is read to its end by a reader of little memory, or refused, and does nothing', () => {
  for (const { name, make, keeps } of HOSTILE_FEEDS) {
    test(name, async () => {
      const reading = await reader.readFeed({ url: URL_OF_FEED, body: new TextEncoder().encode(make()) }, makeSource())
      if (!reading.ok) {
        assert.equal(keeps, undefined)
        assert.match(reading.problems[0]?.what ?? '', /^this is (not a feed|JSON, but not)/)
        return
      }
      const { entries, items } = reading.value
      if (keeps !== undefined) assert.ok(items[0]?.excerpt.includes(keeps), items[0]?.excerpt)
      assert.ok(entries <= 5_000 && items.length <= entries)
      for (const excerpt of new Set(items.map((item) => item.excerpt))) {
        const html = renderMarkdown(excerpt)
        assertInert(html, name)
        assert.ok(html.length < 20_000, `${html.length} characters`)
        assert.doesNotMatch(html, /haha|aaaaaaaa|root:/, name)
      }
      for (const { title, url, enclosures } of items) {
        assert.ok(title.length <= 300, `${title.length} characters`)
        for (const link of [url, ...enclosures.map((enclosure) => enclosure.url)]) assert.match(link, /^https?:\/\//)
      }
      assert.equal(({} as Record<string, unknown>).polluted, undefined)
    })
  }
})
