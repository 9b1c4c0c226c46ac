import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import Parser from 'rss-parser'
import { renderRss } from '../../src/site/rss.ts'
import type { SiteSettings } from '../../src/core/text/site-settings.ts'
import { makeIssue, makePick } from '../builders.ts'

const settings: SiteSettings = {
  name: 'Crow & Nest',
  url: 'https://crowsnest.example',
  tagline: 'The week',
  description: 'What <happened>.',
  language: 'en',
  mail: { from: 'weekly@crowsnest.example' },
}
const issue = makeIssue({
  key: '2026-W34',
  weeks: ['2026-W34'],
  number: 3,
  title: 'Lamps & "fog" <now>',
  status: 'published',
  date: '2026-08-20',
  body: 'See [the first](#0123456789) and [the archive](/issues/).\u0008\n\n## Shoutouts\n\nThanks.',
  picks: [makePick({ title: 'Bearings < 3', blurb: 'Turn **it**.' })],
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
