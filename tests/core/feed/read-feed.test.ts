import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readFeed } from '../../../src/core/feed/read-feed.ts'
import { NO_TAGS } from '../../../src/core/item/tags.ts'
import { makeSource } from '../../builders.ts'

const DAY = 86_400_000

/** A feed of entries, each a day older, or newer, than the one before it. */
const rss = (count: number, days: number) =>
  `<rss version="2.0"><channel>${Array.from({ length: count }, (_, n) => {
    const date = new Date(Date.UTC(2026, 7, 18) + n * days * DAY).toUTCString()
    return `<item><title>Entry ${n}</title><link>https://a.example/${n}</link><pubDate>${date}</pubDate></item>`
  }).join('')}</channel></rss>`

const read = (text: string) =>
  readFeed({ body: new TextEncoder().encode(text), url: 'https://a.example/feed' }, makeSource(), () => NO_TAGS)

describe('an archive of more entries than are news', () => {
  for (const [name, days, first, last] of [
    ['begins with its newest', -1, 0, 499],
    ['begins with its oldest', 1, 1_000, 1_499],
  ] as const) {
    test(`gives the newest five hundred, where it ${name}, in its order`, async () => {
      const reading = await read(rss(1_500, days))
      assert.ok(reading.ok)
      const { entries, items } = reading.value
      assert.deepEqual([entries, items.length], [1_500, 500])
      assert.deepEqual([items[0]?.title, items.at(-1)?.title], [`Entry ${first}`, `Entry ${last}`])
    })
  }

  test('gives those without a date, which may be new', async () => {
    const undated = '<item><title>Undated</title><link>https://a.example/undated</link></item>'
    const reading = await read(rss(1_500, -1).replace('</channel>', `${undated}</channel>`))
    assert.ok(reading.ok)
    assert.equal(reading.value.items.length, 500)
    assert.equal(reading.value.items.at(-1)?.title, 'Undated')
  })
})
