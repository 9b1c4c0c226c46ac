import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import Parser from 'rss-parser'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { renderSourceFeed } from '../../src/site/source-feed.ts'
import { viewSources } from '../../src/site/source-view.ts'
import type { Retirement } from '../../src/core/source/source.ts'
import { idOf, makeItem, makeSource } from '../builders.ts'

const settings: SiteSettings = {
  name: 'Crow & Nest',
  id: 'crowsnest',
  url: 'https://crowsnest.example',
  tagline: 'The week',
  description: 'What happened.',
  language: 'en',
  mail: { from: 'weekly@crowsnest.example' },
}
const render = (items: readonly ReturnType<typeof makeItem>[], now = '2026-08-24T06:00:00Z', own = settings) => {
  const sources = [makeSource({ title: 'Harbour <Blog>', language: 'de' })]
  const [view] = viewSources({ sources, health: new Map(), items, issues: [], now: new Date(now) })
  assert.ok(view)
  return renderSourceFeed(own, view)
}

const url = 'https://harbour.example/posts/lamps/?a=1&b=2'
const item = makeItem({
  url,
  title: 'Lamps & <fog>\u0008',
  authors: [{ name: 'Maren "M" Hafen', org: 'Lighthouse Works' }],
  excerpt: 'A **lamp**, [below](#lamp) and [at home](/lamps); [bad](javascript:alert(1)) <script>alert(2)</script>',
})

describe('the feed of a source', () => {
  let entry: Parser.Item & Record<string, unknown>
  before(async () => {
    const feed = await new Parser().parseString(render([item]))
    assert.deepEqual(
      [feed.title, feed.link, feed.feedUrl, feed.language],
      [
        'Harbour <Blog> · Crow & Nest',
        'https://crowsnest.example/sources/harbour-blog/',
        'https://crowsnest.example/sources/harbour-blog/rss.xml',
        'de',
      ],
    )
    assert.equal(feed.items.length, 1)
    entry = feed.items[0] as typeof entry
  })

  test('links to the original, with a GUID of our own, its moment and its author', () => {
    assert.deepEqual(
      [entry.title, entry.link, entry.guid, entry.isoDate, entry.creator],
      ['Lamps & <fog>', url, `urn:crowsnest:item:${idOf(url)}`, '2026-08-18T09:00:00.000Z', 'Maren "M" Hafen'],
    )
  })

  test('carries the excerpt as safe HTML, whose links lead where they led', () => {
    const content = String(entry.content)
    assert.match(content, /<strong>lamp<\/strong>/)
    assert.match(content, /href="https:\/\/harbour\.example\/posts\/lamps\/\?a=1&amp;b=2#lamp"/)
    assert.match(content, /href="https:\/\/harbour\.example\/lamps"/)
    assert.doesNotMatch(content, /script/)
  })

  test('credits the feed that it comes from', () => {
    assert.match(render([item]), /<source url="https:\/\/harbour\.example\/feed\.xml">Harbour &lt;Blog&gt;<\/source>/)
  })

  test('stays the same bytes from one build to the next, and keeps its GUIDs when the site moves', () => {
    assert.equal(render([item], '2027-01-01T00:00:00Z'), render([item]))
    const moved = render([item], undefined, { ...settings, url: 'https://other.example' })
    assert.ok(moved.includes(`urn:crowsnest:item:${idOf(url)}`))
  })
})

test('the feed of a source holds its newest thirty items, newest first', () => {
  const items = Array.from({ length: 40 }, (_, index) =>
    makeItem({
      url: `https://harbour.example/${index}`,
      published: `2026-07-01T00:${String(index).padStart(2, '0')}:00Z`,
    }),
  )
  const links = [...render(items).matchAll(/<link>https:\/\/harbour\.example\/(\d+)<\/link>/g)].map(([, at]) =>
    Number(at),
  )
  assert.deepEqual(
    links,
    Array.from({ length: 30 }, (_, index) => 39 - index),
  )
})

test('the feed of a source that brought nothing is still a feed', async () => {
  const text = render([])
  assert.deepEqual((await new Parser().parseString(text)).items, [])
  assert.doesNotMatch(text, /lastBuildDate/)
})

test('the feed of a source that is retired stays, and says that nothing new comes', async () => {
  const describeFeed = async (retired?: Retirement) => {
    const sources = [makeSource(retired ? { retired } : {})]
    const [view] = viewSources({ sources, health: new Map(), items: [item], issues: [], now: new Date('2026-08-24') })
    assert.ok(view)
    const { description, items } = await new Parser().parseString(renderSourceFeed(settings, view))
    return [description, items.length]
  }
  const [usual, count] = await describeFeed()
  assert.deepEqual(await describeFeed({ since: '2026-08-03' }), [
    `${usual} Nothing new comes: it has not been followed since 3 August 2026.`,
    count,
  ])
})
