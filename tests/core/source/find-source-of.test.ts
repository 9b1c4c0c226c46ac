import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findSourceOf } from '../../../src/core/source/find-source-of.ts'
import { makeSource } from '../../builders.ts'

test('a source is known by its address, however that is written', () => {
  const sources = [makeSource(), makeSource({ id: 'other', url: 'https://other.example/?feed=rss2&cat=1' })]
  for (const [url, id] of [
    ['https://harbour.example/feed.xml', 'harbour-blog'],
    ['http://www.harbour.example/feed.xml', 'harbour-blog'],
    ['HTTPS://Harbour.example:443/feed.xml/', 'harbour-blog'],
    ['https://harbour.example/feed.xml?utm_source=x', 'harbour-blog'],
    ['https://other.example/?cat=1&feed=rss2', 'other'],
    ['https://harbour.example/atom.xml', undefined],
    ['https://other.example/?feed=rss2', undefined],
    ['no address', undefined],
  ] as const) {
    assert.equal(findSourceOf(url, sources)?.id, id, url)
  }
})
