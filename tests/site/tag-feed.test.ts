import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseFeed } from 'feedsmith'
import Parser from 'rss-parser'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { listKindPages } from '../../src/site/kind-page.ts'
import { listSigs } from '../../src/site/sig-list.ts'
import { renderKindFeed, renderSigFeed, renderTopicFeed } from '../../src/site/tag-feed.ts'
import { listTopics } from '../../src/site/topic-page.ts'
import { idOf, makeIssue, makeItem, makePick, makeSource, makeTopic } from '../builders.ts'

const settings: SiteSettings = {
  name: 'Crow & Nest',
  id: 'crowsnest',
  url: 'https://crowsnest.example',
  tagline: 'The week',
  description: 'What happened.',
  language: 'en',
  mail: { from: 'weekly@crowsnest.example' },
}
const makeContent = (own: Partial<Omit<Parameters<typeof listSigs>[0], 'settings'>> = {}) => ({
  settings,
  items: [],
  issues: [],
  topics: new Map([['harbours', makeTopic({ title: 'Harbours & <quays>' })]]),
  groups: new Map(),
  sources: [makeSource()],
  sourceNames: new Map([['harbour-blog', makeSource()]]),
  edits: [],
  posts: [],
  caseStudies: [],
  now: new Date('2026-08-24T06:00:00Z'),
  ...own,
})
type Content = ReturnType<typeof makeContent>
const renderTopic = (content: Content) => {
  const [page] = listTopics(content)
  assert.ok(page)
  return renderTopicFeed(page, content)
}
const guids = (text: string) => [...text.matchAll(/<guid isPermaLink="false">([^<]*)<\/guid>/g)].map(([, guid]) => guid)

const url = 'https://harbour.example/lamps/?a=1&b=2'
const item = makeItem({ url, topics: ['harbours'], sigs: ['sig-node'], excerpt: 'A [lamp](/lamp).' })
const picked = makeIssue({ number: 12, picks: [makePick({ url, blurb: 'Why **this** [lamp](/about/).' })] })

describe('the feed of a topic', () => {
  test('reads alike in two parsers: its page, its items, their originals', async () => {
    const text = renderTopic(makeContent({ items: [item] }))
    const feed = await new Parser().parseString(text)
    assert.deepEqual(
      [feed.title, feed.link, feed.feedUrl, feed.items[0]?.link, feed.items[0]?.guid],
      [
        'Harbours & <quays> · Crow & Nest',
        'https://crowsnest.example/topics/harbours/',
        'https://crowsnest.example/topics/harbours/rss.xml',
        url,
        `urn:crowsnest:item:${idOf(url)}`,
      ],
    )
    const other = parseFeed(text)
    assert.equal(other.format, 'rss')
    assert.ok(other.format === 'rss')
    assert.deepEqual(
      [other.feed.title, other.feed.items?.length, other.feed.items?.[0]?.guid?.value],
      [feed.title, 1, feed.items[0]?.guid],
    )
  })

  test('says of a pick where it was picked, in the words of the editor, with whole links', () => {
    const text = renderTopic(makeContent({ items: [item], issues: [picked] }))
    const page = 'https://crowsnest.example/issues/2026-W34/'
    assert.ok(text.includes(`Picked in &lt;a href=&quot;${page}#${idOf(url)}&quot;&gt;no. 12&lt;/a&gt;`))
    assert.ok(text.includes('Why &lt;strong&gt;this&lt;/strong&gt;'))
    assert.ok(text.includes('href=&quot;https://crowsnest.example/about/&quot;'))
    assert.ok(text.includes('href=&quot;https://harbour.example/lamp&quot;'))
    assert.doesNotMatch(renderTopic(makeContent({ items: [item] })), /Picked in/)
  })

  test('keeps the id of a story when the original comes in after a copy, and its title is edited', () => {
    const title = 'Lighthouse keepers vote for longer lamps'
    const copy = makeItem({
      ...{ url: 'https://planet.example/1', title, topics: ['harbours'], excerpt: '' },
      sources: [{ id: 'planet', url: 'https://planet.example/1' }],
    })
    const original = makeItem({
      ...{ url: 'https://harbour.example/1', title, topics: ['harbours'], firstSeen: '2026-08-19T10:00:00Z' },
    })
    const sources = new Map([
      ['harbour-blog', makeSource({ site: 'https://harbour.example/' })],
      ['planet', makeSource({ id: 'planet', title: 'Planet' })],
    ])
    const before = renderTopic(makeContent({ items: [copy], sourceNames: sources }))
    const after = renderTopic(makeContent({ items: [{ ...original, title: `${title}!` }, copy], sourceNames: sources }))
    assert.deepEqual(guids(before), [`urn:crowsnest:item:${copy.id}`])
    assert.deepEqual(guids(after), guids(before))
    assert.ok(after.includes('<link>https://harbour.example/1</link>'))
  })

  test('is the same bytes from one build to the next, and for any order of files', () => {
    const items = [item, makeItem({ topics: ['harbours'] })]
    const one = renderTopic(makeContent({ items }))
    const other = renderTopic(makeContent({ items: items.toReversed(), now: new Date('2026-08-30T00:00:00Z') }))
    assert.equal(other, one)
  })

  test('is a feed where there is nothing yet', async () => {
    assert.deepEqual((await new Parser().parseString(renderTopic(makeContent()))).items, [])
  })
})

test('the feed of a group and that of a kind hold what is theirs', async () => {
  const content = makeContent({ items: [item, makeItem({ kind: 'release' })] })
  const [sig] = listSigs(content)
  const kind = listKindPages(content).find((page) => page.kind === 'release')
  assert.ok(sig && kind)
  const read = async (text: string) => {
    const { link, items } = await new Parser().parseString(text)
    return [link, items.map((each) => each.link)]
  }
  assert.deepEqual(await read(renderSigFeed(sig, content)), ['https://crowsnest.example/sigs/sig-node/', [url]])
  assert.deepEqual(await read(renderKindFeed(kind, content)), [
    'https://crowsnest.example/kinds/release/',
    ['https://harbour.example/posts/first-light/'],
  ])
})
