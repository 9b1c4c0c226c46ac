import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import Parser from 'rss-parser'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import type { Issue } from '../../src/core/issue/issue.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { renderAtomFeed } from '../../src/site/atom-feed.ts'
import { createHeadlinesFeed, createIssueFeed } from '../../src/site/issue-feed.ts'
import { renderJsonFeed } from '../../src/site/json-feed.ts'
import { renderRssChannel } from '../../src/site/rss-channel.ts'
import { makeIssue, makePick } from '../builders.ts'

const settings: SiteSettings = {
  name: 'Crow & Nest',
  id: 'crowsnest',
  url: 'https://crowsnest.example',
  tagline: 'The week',
  description: 'What <happened>.',
  language: 'en',
  mail: { from: 'weekly@crowsnest.example' },
}
const people = new Map([['lookout', { id: 'lookout', name: 'Maren "M" Hafen' }]])
const renderRss = (own: SiteSettings, issues: readonly Issue[]) =>
  renderRssChannel(createIssueFeed({ settings: own, issues, people }, '/rss.xml'))
const issue = makeIssue({
  key: '2026-W34',
  weeks: ['2026-W34'],
  number: 3,
  title: 'Lamps & "fog" <now>',
  status: 'published',
  date: '2026-08-20',
  body: 'See [the first](#0123456789) and [the archive](/issues/).\u0008\n\n## Shoutouts\n\nThanks.',
  picks: [makePick({ title: 'Bearings < 3', blurb: 'Turn **it**.', cves: ['CVE-2026-1234'] })],
})

describe('the feed', () => {
  let item: Parser.Item & Record<string, unknown>
  before(async () => {
    const feed = await new Parser().parseString(renderRss(settings, [issue]))
    assert.equal(feed.title, 'Crow & Nest')
    assert.equal(feed.items.length, 1)
    item = feed.items[0] as typeof item
  })

  test('is read back by a feed reader, with its special characters', () => {
    assert.equal(item.title, '3: Lamps & "fog" <now>')
    assert.equal(item.link, 'https://crowsnest.example/issues/2026-W34/')
    assert.equal(item.isoDate, '2026-08-20T00:00:00.000Z')
  })

  test('carries the whole issue, with absolute addresses', () => {
    const content = String(item['content:encoded'])
    for (const part of ['Bearings &lt; 3', 'Turn <strong>it</strong>.', '<h2>Shoutouts</h2>', 'Thanks.']) {
      assert.ok(content.includes(part), part)
    }
    const addresses = [...content.matchAll(/href="([^"]+)"/g)].map((match) => match[1] ?? '')
    assert.ok(addresses.includes('https://crowsnest.example/issues/2026-W34/#0123456789'))
    assert.ok(addresses.includes('https://crowsnest.example/issues/'))
    assert.ok(addresses.includes('https://crowsnest.example/security/CVE-2026-1234/'))
    for (const address of addresses) assert.match(address, /^https?:/)
  })

  test('keeps the GUID of an issue when the site moves', async () => {
    const moved = await new Parser().parseString(renderRss({ ...settings, url: 'https://other.example' }, [issue]))
    assert.equal(moved.items[0]?.guid, item.guid)
    assert.notEqual(moved.items[0]?.link, item.link)
  })
})

describe('a corrected issue in the feed', () => {
  const corrected = {
    ...issue,
    corrections: [
      { date: '2026-08-22', pick: issue.picks[0]?.id ?? '', text: 'It is **4**.' },
      { date: '2026-08-21', text: 'It was Friday.' },
    ],
    corrects: [{ issue: '2026-W33', number: 2, date: '2026-08-14', pick: '0123456789', title: 'Fog', text: 'Thick.' }],
  }
  const text = renderRss(settings, [corrected])

  test('says when it was changed last, while its day and its GUID stay', async () => {
    assert.match(text, /<atom:updated>2026-08-22T00:00:00Z<\/atom:updated>/)
    assert.doesNotMatch(renderRss(settings, [issue]), /atom:updated/)
    const item = (await new Parser().parseString(text)).items[0]
    assert.equal(item?.isoDate, '2026-08-20T00:00:00.000Z')
    assert.equal(item?.guid, 'urn:crowsnest:issue:2026-W34')
  })

  test('tells each beside its pick and in a list, and what it tells of earlier issues with a link there', async () => {
    const item = (await new Parser().parseString(text)).items[0] as Parser.Item & Record<string, unknown>
    const content = String(item['content:encoded'])
    const [body, list] = content.split('<h2>Corrections</h2>')
    assert.match(body ?? '', /Bearings[^]*Corrected on 22 August 2026: It is <strong>4<\/strong>\./)
    assert.match(
      list ?? '',
      /22 August 2026, to <a href="https:\/\/crowsnest\.example\/issues\/2026-W34\/#\w+">Bearings/,
    )
    assert.match(list ?? '', /<li>21 August 2026: It was Friday\.<\/li>/)
    assert.match(
      list ?? '',
      /14 August 2026, to <a href="https:\/\/crowsnest\.example\/issues\/2026-W33\/#0123456789">no\. 2, “Fog”<\/a>: Thick\./,
    )
  })
})

test('words of a section stand before its picks, and its relative links lead where they would on the page', async () => {
  const body = '## Technical\n\nSee [this](../2026-W33/?a=1&b=2), [that](/river/) and [below](#x).'
  const rss = renderRss({ ...settings, url: 'https://host.example/crow' }, [{ ...issue, body }])
  const item = (await new Parser().parseString(rss)).items[0] as Parser.Item & Record<string, unknown>
  const content = String(item['content:encoded'])
  assert.match(content, /<h2>Technical<\/h2>\n<p>See[^]*<h3>[^]*Bearings/)
  assert.ok(content.includes('href="https://host.example/crow/issues/2026-W33/?a=1&amp;b=2"'))
  assert.ok(content.includes('href="https://host.example/crow/river/"'))
  assert.ok(content.includes('href="https://host.example/crow/issues/2026-W34/#x"'))
})

test('a character that XML cannot hold is left out', () => {
  assert.ok(issue.body.includes('\u0008'))
  assert.ok(!renderRss(settings, [issue]).includes('\u0008'))
})

test('a draft is not in the feed', () => {
  assert.doesNotMatch(renderRss(settings, [{ ...issue, status: 'ready' }]), /<item>/)
})

test('a feed without issues is still a feed', async () => {
  const feed = await new Parser().parseString(renderRss(settings, []))
  assert.deepEqual(feed.items, [])
})

test('the feed holds the newest twenty issues', () => {
  const issues = Array.from({ length: 25 }, (_, index) => ({ ...issue, key: `special-${index}`, number: 25 - index }))
  const keys = [...renderRss(settings, issues).matchAll(/issue:(special-\d+)/g)].map((match) => match[1])
  assert.deepEqual(
    keys,
    issues.slice(0, 20).map(({ key }) => key),
  )
})

const second = makeIssue({
  key: '2026-W33',
  weeks: ['2026-W33'],
  number: 2,
  title: 'Fog',
  date: '2026-08-13',
  preheader: 'Tides < 3 & rising',
  body: '## Shoutouts\n\nThanks to *all*.',
  picks: [makePick({ url: 'https://harbour.example/a?b=1&c=2', title: 'Ropes & <knots>', section: 'tooling' })],
  corrections: [{ date: '2026-08-15', text: 'It was Friday.' }],
})
const shelf = { settings, issues: [issue, second], people }
const EDITIONS = [
  { edition: 'whole', create: createIssueFeed, ids: ['urn:crowsnest:issue:2026-W34', 'urn:crowsnest:issue:2026-W33'] },
  {
    edition: 'headlines',
    create: createHeadlinesFeed,
    ids: ['urn:crowsnest:headlines:2026-W34', 'urn:crowsnest:headlines:2026-W33'],
  },
]

for (const { edition, create, ids } of EDITIONS) {
  describe(`the ${edition} edition`, () => {
    const rss = renderRssChannel(create(shelf, '/a.xml'))
    const atom = renderAtomFeed(create(shelf, '/b.xml'), settings.name)
    const json = renderJsonFeed(create(shelf, '/c.json'), settings.name)

    test('is the same in RSS, Atom and JSON Feed, as two parsers read them', async () => {
      const [byRssParser, atomByRssParser] = await Promise.all(
        [rss, atom].map((text) => new Parser().parseString(text)),
      )
      const readings = [
        (byRssParser?.items as (Parser.Item & Record<string, string>)[]).map((item) => ({
          ...{ id: item.guid, title: item.title, link: item.link, date: item.isoDate },
          content: item['content:encoded'],
        })),
        (atomByRssParser?.items as (Parser.Item & Record<string, string>)[]).map((item) => ({
          ...{ id: item.id, title: item.title, link: item.link, date: item.pubDate },
          content: item.content,
        })),
        parseRssFeed(rss).items?.map((item) => ({
          ...{ id: item.guid?.value, title: item.title, link: item.link, date: item.pubDate },
          content: item.content?.encoded,
        })),
        parseAtomFeed(atom).entries?.map((entry) => ({
          ...{ id: entry.id, title: entry.title?.value, link: entry.links?.[0]?.href, date: entry.published },
          content: entry.content?.value,
        })),
        parseJsonFeed(json).items?.map((item) => ({
          ...{ id: item.id, title: item.title, link: item.url, date: item.date_published },
          content: item.content_html,
        })),
      ].map((items) => items?.map((item) => ({ ...item, date: new Date(item.date ?? '').toISOString() })))
      for (const reading of readings) assert.deepEqual(reading, readings[0])
      assert.deepEqual(
        readings[0]?.map(({ id, date }) => [id, date.slice(0, 10)]),
        [
          [ids[0], '2026-08-20'],
          [ids[1], '2026-08-13'],
        ],
      )
    })

    test('keeps its ids when the site moves, a title changes, a correction comes, or an issue is added', () => {
      const changed: Issue[] = [
        makeIssue({ key: '2026-W35', weeks: ['2026-W35'], number: 4, date: '2026-08-27' }),
        { ...issue, title: 'Lamps', corrections: [{ date: '2026-08-30', text: 'No.' }] },
        { ...second, picks: [] },
      ]
      const moved = create({ ...shelf, issues: changed, settings: { ...settings, url: 'https://other.example' } }, '/a')
      assert.deepEqual(
        moved.items.slice(1).map(({ guid }) => guid),
        ids,
      )
      assert.equal(moved.id, create(shelf, '/b.xml').id)
    })

    test('is the same bytes when it is made again', () => {
      assert.equal(renderRssChannel(create(structuredClone(shelf), '/a.xml')), rss)
      assert.equal(renderAtomFeed(create(structuredClone(shelf), '/b.xml'), settings.name), atom)
      assert.equal(renderJsonFeed(create(structuredClone(shelf), '/c.json'), settings.name), json)
    })

    test('has absolute addresses alone', () => {
      const addresses = [...rss.matchAll(/(?:href|src)=&quot;(.*?)&quot;/g)].map((match) => match[1] ?? '')
      assert.ok(addresses.length > 1)
      for (const address of addresses) assert.match(address, /^https:/)
    })
  })
}

describe('the feed as Atom', () => {
  const feed = parseAtomFeed(renderAtomFeed(createIssueFeed(shelf, '/atom.xml'), settings.name))

  test('has what RFC 4287 asks of a feed and of an entry, once each', () => {
    const text = renderAtomFeed(createIssueFeed(shelf, '/atom.xml'), settings.name)
    const [head, ...entries] = text.split('<entry>')
    const count = (part: string | undefined, element: string) => part?.split(`<${element}`).length
    for (const element of ['id>', 'title>', 'updated>', 'author>', 'link rel="self"', 'link rel="alternate"']) {
      assert.equal(count(head, element), 2, element)
    }
    assert.equal(entries.length, 2)
    for (const entry of entries) {
      for (const element of ['id>', 'title>', 'updated>', 'author>', 'link rel="alternate"', 'content ', 'summary ']) {
        assert.equal(count(entry, element), 2, element)
      }
    }
  })

  test('names itself, its page and its last change, and dates an entry by its last correction', () => {
    assert.deepEqual(
      [feed.id, feed.updated, feed.links?.find(({ rel }) => rel === 'self')?.href, feed.authors?.[0]?.name],
      ['urn:crowsnest:feed:issues', '2026-08-20T00:00:00Z', 'https://crowsnest.example/atom.xml', settings.name],
    )
    assert.deepEqual(
      feed.entries?.map(({ published, updated }) => [published, updated]),
      [
        ['2026-08-20T00:00:00Z', '2026-08-20T00:00:00Z'],
        ['2026-08-13T00:00:00Z', '2026-08-15T00:00:00Z'],
      ],
    )
  })

  test('without entries still says when it was changed, and never by the clock', () => {
    const empty = renderAtomFeed(createIssueFeed({ ...shelf, issues: [] }, '/atom.xml'), settings.name)
    assert.equal(parseAtomFeed(empty).updated, '1970-01-01T00:00:00Z')
  })
})

test('the JSON Feed has the fields of version 1.1: addresses, language, authors, dates in RFC 3339', () => {
  const feed = JSON.parse(renderJsonFeed(createIssueFeed(shelf, '/feed.json'), settings.name)) as Record<
    string,
    unknown
  >
  const { items, ...head } = feed as { items: Record<string, unknown>[] }
  assert.deepEqual(head, {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Crow & Nest',
    home_page_url: 'https://crowsnest.example/',
    feed_url: 'https://crowsnest.example/feed.json',
    description: 'What <happened>.',
    authors: [{ name: 'Crow & Nest', url: 'https://crowsnest.example/' }],
    language: 'en',
  })
  const { content_html, ...item } = items[1] ?? {}
  assert.match(String(content_html), /Thanks to <em>all<\/em>/)
  assert.deepEqual(item, {
    id: 'urn:crowsnest:issue:2026-W33',
    url: 'https://crowsnest.example/issues/2026-W33/',
    title: '2: Fog',
    summary: 'Tides < 3 & rising',
    date_published: '2026-08-13T00:00:00Z',
    date_modified: '2026-08-15T00:00:00Z',
    authors: [{ name: 'Maren "M" Hafen' }],
  })
})

test('headlines are titles with their links and sources, by section, without blurbs or other words', () => {
  const [, item] = createHeadlinesFeed(shelf, '/headlines.xml').items
  assert.equal(
    item?.content,
    '<h2>Tooling</h2>\n<ul>\n<li><a href="https://harbour.example/a?b=1&amp;c=2">Ropes &amp; &lt;knots&gt;</a> <small>Harbour Blog</small></li>\n</ul>',
  )
})

test('a summary is HTML, so that text with an angle bracket is read as it was written', () => {
  const text = renderRssChannel(createIssueFeed(shelf, '/rss.xml'))
  assert.match(text, /<description>Tides &amp;lt; 3 &amp;amp; rising<\/description>/)
})

test('an editor is named by name, or by id where nobody knows the name', () => {
  const names = createIssueFeed({ ...shelf, issues: [{ ...issue, editors: ['lookout', 'mate'] }] }, '/rss.xml')
  assert.deepEqual(names.items[0]?.creators, ['Maren "M" Hafen', 'mate'])
})
