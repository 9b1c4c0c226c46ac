import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseFeed } from '../../../src/core/feed/parse-feed.ts'
import { readFeed } from '../../../src/core/feed/read-feed.ts'
import { readTtl, type Rhythm } from '../../../src/core/feed/read-ttl.ts'
import { NO_TAGS } from '../../../src/core/item/tags.ts'
import { makeSource } from '../../builders.ts'

describe('the minutes for which a feed serves', () => {
  const cases: [Rhythm, number | undefined][] = [
    [{}, undefined],
    [{ ttl: '60' }, 60],
    [{ ttl: ' 090\n' }, 90],
    [{ ttl: '0' }, undefined],
    [{ ttl: '-5' }, undefined],
    [{ ttl: '1.5' }, undefined],
    [{ ttl: 'PT1H' }, undefined],
    [{ ttl: '9'.repeat(30) }, undefined],
    [{ updatePeriod: 'hourly' }, 60],
    [{ updatePeriod: ' Daily ' }, 1_440],
    [{ updatePeriod: 'weekly', updateFrequency: '7' }, 1_440],
    [{ updatePeriod: 'hourly', updateFrequency: '2' }, 30],
    [{ updatePeriod: 'hourly', updateFrequency: '1000' }, 1],
    [{ updatePeriod: 'hourly', updateFrequency: '0' }, 60],
    [{ updateFrequency: '2' }, 720],
    [{ updatePeriod: 'now and then' }, undefined],
    [{ updatePeriod: 'constructor' }, undefined],
    [{ ttl: '30', updatePeriod: 'hourly' }, 60],
    [{ ttl: '120', updatePeriod: 'hourly' }, 120],
  ]
  for (const [rhythm, minutes] of cases) {
    test(`are ${minutes ?? 'not said'} by ${JSON.stringify(rhythm)}`, () => {
      assert.equal(readTtl(rhythm), minutes)
    })
  }

  const rss = (inner: string) =>
    `<rss version="2.0" xmlns:syn="http://purl.org/rss/1.0/modules/syndication/"><channel>${inner}<item><title>t</title><ttl>7</ttl><link>https://a.example/</link></item></channel></rss>`
  for (const [text, minutes] of [
    [rss('<ttl>60</ttl>'), 60],
    [rss('<syn:updatePeriod>hourly</syn:updatePeriod><syn:updateFrequency>2</syn:updateFrequency>'), 30],
    [rss('<sy:updatePeriod>daily</sy:updatePeriod>'), 1_440],
    [rss(''), undefined],
    ['{"version":"https://jsonfeed.org/version/1.1","title":"t","ttl":5,"items":[]}', undefined],
  ] as const) {
    test(`are ${minutes ?? 'not said'} in ${text.slice(0, 140)}`, async () => {
      const document = { body: new TextEncoder().encode(text), url: 'https://a.example/feed' }
      const feed = await parseFeed(document)
      assert.equal(feed.ok ? feed.value.ttl : 'no feed', minutes)
      const reading = await readFeed(document, makeSource(), () => NO_TAGS)
      assert.equal(reading.ok ? reading.value.ttl : 'no feed', minutes)
    })
  }
})
