import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { Entry, Feed } from '../../../src/core/feed/entry.ts'
import { parseFeed } from '../../../src/core/feed/parse-feed.ts'
import { startProcessorTime } from '../../processor-time.ts'

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/feeds')
const FETCHED = 'https://fetched.example/dir/feed.xml'

async function read(body: string | Uint8Array, contentType?: string): Promise<Feed> {
  const feed = await parseFeed({ body: new Uint8Array(Buffer.from(body)), url: FETCHED, contentType })
  assert.ok(feed.ok, JSON.stringify(feed))
  return feed.value
}

const readFixture = (name: string) => read(fs.readFileSync(path.join(FIXTURES, name)))

const rss = (items: string) => `<rss version="2.0"><channel><title>t</title>${items}</channel></rss>`

async function readItem(inner: string): Promise<Entry> {
  const [entry] = (await read(rss(`<item>${inner}</item>`))).entries
  assert.ok(entry)
  return entry
}

describe('a feed', () => {
  test('as RSS 2.0 has bodies, people, categories, and links from guids that are addresses', async () => {
    const { entries, ...feed } = await readFixture('rss2-content-encoded.xml')
    assert.deepEqual(feed, { title: 'Harbour & Helm', link: 'https://harbour.example/', language: 'en-GB', ttl: 120 })
    const [first, second, third] = entries
    assert.equal(entries.length, 3)
    assert.deepEqual(
      { ...first },
      {
        id: 'https://harbour.example/posts/draining/',
        permalink: true,
        title: 'Draining a node without waking the crew',
        link: 'https://harbour.example/posts/draining/',
        published: 'Tue, 18 Aug 2026 09:30:00 +0200',
        updated: undefined,
        authors: ['Ada Quay', 'Bo Mast'],
        summary: 'The short of it: cordon first, and let the budget say when.',
        content: '<p>The <em>long</em> of it: a cordoned node takes <a href="/pods/">no new pods</a>.</p>',
        base: undefined,
        categories: ['operations', 'nodes & pods'],
        enclosures: [],
        canonical: undefined,
        language: undefined,
      },
    )
    assert.equal(second?.permalink, true)
    assert.equal(second.summary, '<p>Escaped <b>once</b> &amp; for all.</p>')
    assert.equal(third?.permalink, false)
    assert.equal(third.id, 'tag:harbour.example,2026:opaque')
  })

  test('as Atom has links and bodies relative to the nearest xml:base, XHTML as HTML, and entry authors first', async () => {
    const { entries, ...feed } = await readFixture('atom-xml-base-xhtml.xml')
    assert.deepEqual(feed, {
      title: 'Licht &lt;an&gt;',
      link: 'https://leuchtturm.example/blog/',
      language: 'de',
      ttl: undefined,
    })
    const [entry] = entries
    assert.equal(entry?.link, 'https://leuchtturm.example/blog/2026/leuchtfeuer/')
    assert.equal(entry.base, 'https://leuchtturm.example/blog/2026/leuchtfeuer/')
    assert.equal(entry.content.trim(), '<div><p>Ein <a href="bild.html">Bild</a><br/>und &lt;kein&gt; Tag.</p></div>')
    assert.equal(entry.summary, 'Kurz: 1 &lt; 2.')
    assert.equal(entry.title, 'Ein <i>Leuchtfeuer</i> &amp; ein Cluster')
    assert.deepEqual(entry.authors, ['Emil Priel (emil@leuchtturm.example)'])
    assert.deepEqual(entry.enclosures, [
      { url: 'https://leuchtturm.example/blog/2026/leuchtfeuer/ton.ogg', type: 'audio/ogg', length: '1234' },
    ])
    assert.deepEqual([entry.published, entry.updated], ['2026-08-18T23:30:00+02:00', '2026-08-19T08:00:00+02:00'])
  })

  test('as RDF has the items beside the channel, and what Dublin Core says of them', async () => {
    const { title, link, language, entries } = await readFixture('rdf-dublin-core.xml')
    assert.deepEqual(
      { title, link, language },
      { title: 'Shipping lanes', link: 'https://lanes.example/', language: 'en' },
    )
    assert.equal(entries.length, 1)
    assert.equal(entries[0]?.id, 'https://lanes.example/1')
    assert.equal(entries[0].published, '2026-08-17T06:00Z')
    assert.deepEqual([entries[0].authors, entries[0].categories], [['Dina Kurs'], ['routing']])
  })

  test('as JSON has text as safe HTML, relative links made whole, and ids that may be numbers', async () => {
    const { title, link, language, entries } = await readFixture('json-feed.json')
    assert.deepEqual([title, link, language], ['Advisories, in JSON', 'https://advisories.example/', 'en'])
    const [advisory, bulletin] = entries
    assert.equal(advisory?.link, 'https://fetched.example/2026-0001')
    assert.equal(advisory.title, 'CVE-2026-0001: &lt;latch> left open')
    assert.equal(advisory.content, '<p>A latch was left open.</p>\n<p>Close it &amp; upgrade to 1.20.</p>')
    assert.equal(advisory.published, '2026-08-16T12:00:00-04:00')
    assert.deepEqual(advisory.authors, ['Response Committee'])
    assert.deepEqual(advisory.enclosures, [
      { url: 'https://advisories.example/a.pdf', type: 'application/pdf', length: '99' },
    ])
    assert.equal(bulletin?.id, '42')
    assert.equal(bulletin.permalink, false)
    assert.equal(bulletin.link, 'https://elsewhere.example/bulletin')
  })

  test('of a podcast has the episode’s own title, its summary, its speaker and its sound', async () => {
    const [episode] = (await readFixture('podcast-itunes.xml')).entries
    assert.equal(episode?.title, 'Episode 7: etcd at sea')
    assert.deepEqual(episode.authors, ['Finn Anker'])
    assert.equal(episode.summary, 'A quorum, and what the tide does to it.')
    assert.deepEqual(episode.enclosures, [
      { url: 'https://cdn.talk.example/7.mp3', type: 'audio/mpeg', length: '31337' },
    ])
    assert.equal(episode.link, undefined)
  })

  for (const name of ['latin1-declared.xml', 'utf16-with-mark.xml']) {
    test(`${name} reads the same letters as one in UTF-8`, async () => {
      const { title, entries } = await readFixture(name)
      assert.equal(title, 'Café “am Kai”')
      assert.equal(entries[0]?.title, 'Größe – naïve Fähre')
      assert.equal(entries[0].summary, 'Öl für 5 € …')
    })
  }

  test('with bare ampersands and entities that XML does not know is read as a browser would', async () => {
    const { title, link, entries } = await readFixture('undefined-entities-bare-ampersands.xml')
    assert.equal(title.replace(/\s/g, ' '), 'Rope & tackle weekly')
    assert.equal(link, 'https://rope.example/?a=1&b=2')
    assert.equal(entries[0]?.title, 'Knots & hitches — AT&T café &bogus; ’26')
    assert.equal(entries[0].link, 'https://rope.example/post?id=1&lang=en')
    assert.equal(entries[0].summary, 'Tie & untie <b>fast</b> & often')
  })

  test('that is cut off in the middle gives the entries that are whole, and not the half one', async () => {
    const { entries } = await readFixture('cut-off-in-the-middle.xml')
    assert.deepEqual(
      entries.map(({ title }) => title),
      ['Whole', 'Also whole'],
    )
  })

  test('with prefixes of its own choosing is read by its namespaces', async () => {
    const { title, link, entries } = await readFixture('odd-prefixes.xml')
    assert.deepEqual([title, link], ['Strange flags', 'https://flags.example/'])
    assert.equal(entries[0]?.title, 'Read by meaning, not by prefix')
    assert.equal(entries[0].content, '<p>The right body.</p>')
    assert.deepEqual(entries[0].authors, ['Gwen Flagge'])
    assert.deepEqual([entries[0].published, entries[0].updated], ['2026-08-18', '2026-08-19T00:00:00Z'])
  })

  test('never has the entities of its DOCTYPE expanded, nor a file or an address read for it', async () => {
    const text = JSON.stringify(await readFixture('doctype-entities.xml'))
    assert.doesNotMatch(text, /lollol|root:|evil/)
    assert.match(text, /Secrets: /)
  })

  test('with no entries is a feed all the same', async () => {
    assert.deepEqual((await read('<feed xmlns="http://www.w3.org/2005/Atom"><title>Quiet</title></feed>')).entries, [])
    assert.deepEqual((await read('<rss version="2.0"><channel><title>Quiet</title></channel></rss>')).entries, [])
  })
})

describe('what is no feed is named for what it is', () => {
  for (const [name, body, what] of [
    ['a web page', fs.readFileSync(path.join(FIXTURES, 'web-page.html')), /web page/],
    ['nothing', '', /empty/],
    ['white space', ' \n\t ', /empty/],
    ['JSON of another kind', '{"items": "none"}', /not a JSON Feed/],
    ['JSON that is cut off', '{"version": "https://jsonfeed.org/version/1.1", "items": [', /not a JSON Feed/],
    ['plain words', 'Not found', /not a feed/],
    ['another XML', '<?xml version="1.0"?><sitemap><url>x</url></sitemap>', /not a feed/],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]), /not a feed/],
  ] as const) {
    test(name, async () => {
      const feed = await parseFeed({ body: new Uint8Array(Buffer.from(body)), url: FETCHED })
      assert.ok(!feed.ok)
      assert.equal(feed.problems.length, 1)
      assert.equal(feed.problems[0]?.where, FETCHED)
      assert.match(feed.problems[0].what, what)
      assert.ok(feed.problems[0].remedy)
    })
  }
})

describe('an entry', () => {
  for (const [name, inner, field, expected] of [
    ['trims its link', '<link>\n https://a.example/1 \n</link>', 'link', 'https://a.example/1'],
    ['has a relative link made whole', '<link>../1</link>', 'link', 'https://fetched.example/1'],
    [
      'has the link of Atom inside RSS',
      '<a:link xmlns:a="http://www.w3.org/2005/Atom" href="/x"/>',
      'link',
      'https://fetched.example/x',
    ],
    [
      'prefers the page to the JSON of it',
      '<link rel="alternate" type="application/json" href="/j"/><link rel="alternate" type="text/html" href="/h"/>',
      'link',
      'https://fetched.example/h',
    ],
    [
      'is not misled by a link to itself',
      '<link rel="self" href="/self"/><link href="/page"/>',
      'link',
      'https://fetched.example/page',
    ],
    [
      'has a declared original by rel=canonical',
      '<link rel="canonical" href="https://o.example/"/>',
      'canonical',
      'https://o.example/',
    ],
    ['keeps the tags of CDATA as tags', '<title><![CDATA[a <b>b</b>]]></title>', 'title', 'a <b>b</b>'],
    [
      'reads markup that somebody forgot to escape',
      '<description><p>a <b>b</b><br>c</p></description>',
      'summary',
      '<p>a <b>b</b><br/>c</p>',
    ],
    ['has a title by Dublin Core where it has no other', '<dc:title>t</dc:title>', 'title', 't'],
    ['keeps the first of two titles', '<title>one</title><title>two</title>', 'title', 'one'],
    ['passes over an empty field', '<pubDate></pubDate><dc:date>2026-08-18</dc:date>', 'published', '2026-08-18'],
    ['knows content:encoded though nobody declared it', '<content:encoded>b</content:encoded>', 'content', 'b'],
    ['reads element names in any case', '<TITLE>t</TITLE>', 'title', 't'],
    ['decodes numeric entities', '<title>&#x1F6A2; &#233;</title>', 'title', '🚢 é'],
    ['decodes nothing twice', '<title>&amp;lt;b&amp;gt;</title>', 'title', '&lt;b&gt;'],
    ['loses control characters alone', '<title>a\u0001b\u000cc</title>', 'title', 'abc'],
    [
      'has no title of what it encloses',
      '<enclosure url="/a.jpg"><media:title>theirs</media:title></enclosure>',
      'title',
      '',
    ],
    ['keeps as it stands what is no base64', '<title type="application/x-own">test</title>', 'title', 'test'],
    ['has the abstract of CDF for a summary', '<abstract>Lit.</abstract>', 'summary', 'Lit.'],
  ] as const) {
    test(name, async () => {
      const entry = await readItem(inner)
      assert.equal(entry[field], expected)
    })
  }

  test('has an Atom body in base64 decoded', async () => {
    const feed = await read(
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="application/octet-stream">${Buffer.from('<p>Grüße</p>').toString('base64')}</content></entry></feed>`,
    )
    assert.equal(feed.entries[0]?.content, '<p>Grüße</p>')
    const old = await read(
      `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><content mode="base64" type="text/html">${Buffer.from('<p>a</p>').toString('base64')}</content></entry></feed>`,
    )
    assert.equal(old.entries[0]?.content, '<p>a</p>')
  })

  test('is one entry where it holds another feed’s, as Atom’s source does', async () => {
    const feed = await read(
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>mine</title><source><title>theirs</title><link href="https://theirs.example/"/></source><link href="https://mine.example/1"/></entry></feed>`,
    )
    assert.equal(feed.entries.length, 1)
    assert.deepEqual([feed.entries[0]?.title, feed.entries[0]?.link], ['mine', 'https://mine.example/1'])
  })
})

describe('a feed that others read, and we once did not', () => {
  const entry = '<item><title>One</title><link>https://a.example/1</link></item>'
  for (const [name, text] of [
    ['whose picture is never closed', rss(`<image><url>x</url>${entry}`)],
    ['whose title is never closed', `<rss version="2.0"><channel><title>t${entry}</channel></rss>`],
    ['whose editor is never closed', rss(`<managingEditor>Ada${entry}`)],
    [
      'in CDF',
      '<CHANNEL HREF="https://a.example/"><TITLE>t</TITLE><ITEM HREF="/1"><TITLE>One</TITLE></ITEM></CHANNEL>',
    ],
    [
      'in JSON, whose version is a number',
      '{"version":"1.0","title":"t","items":[{"id":"1","title":"One","url":"/1","content_text":"x"}]}',
    ],
    ['in JSON, without a version', '{"home_page_url":"/","title":"t","items":[{"title":"One","url":"/1"}]}'],
    ['in JSON, without version and title', '{"items":[{"title":"One","url":"/1","content_html":"x"}]}'],
    ['after a warning of its program', `Warning: x in y on line 3<br />\n${rss(entry)}`],
    ['inside another document', `<Envelope><Body>${rss(entry)}</Body></Envelope>`],
  ] as const) {
    test(name, async () => {
      const feed = await read(text)
      assert.deepEqual(
        feed.entries.map(({ title, link }) => [title, link?.replace('fetched.example', 'a.example')]),
        [['One', 'https://a.example/1']],
      )
    })
  }

  test('with a title that is never closed has what stands in it before the first entry', async () => {
    assert.equal((await read(`<rss version="2.0"><channel><title>Harbour${entry}</channel></rss>`)).title, 'Harbour')
  })

  test('in CDF has its link', async () => {
    assert.equal((await read('<CHANNEL HREF="https://a.example/"></CHANNEL>')).link, 'https://a.example/')
  })

  test('with an author who is an address alone names whom iTunes names', async () => {
    const { authors } = await readItem('<author>a@h.example</author><itunes:author>Ada</itunes:author>')
    assert.deepEqual(authors, ['Ada', 'a@h.example'])
    assert.deepEqual((await readItem('<author>Bo</author><itunes:author>Ada</itunes:author>')).authors, ['Bo'])
    assert.deepEqual((await readItem('<author>a@h.example</author>')).authors, ['a@h.example'])
  })
})

describe('a document is read no further than a feed goes', () => {
  test('not beyond 5,000 entries', async () => {
    const { entries } = await read(rss('<item><title>t</title></item>'.repeat(5_100)))
    assert.equal(entries.length, 5_000)
  })

  test('not beyond 500,000 characters of a text, in XML, as markup in XML, and in JSON', async () => {
    const long = 'x'.repeat(600_000)
    assert.equal((await readItem(`<description>${long}</description>`)).summary.length, 500_000)
    assert.equal(
      (await readItem(`<description><![CDATA[${long}]]></description><link>/1</link>`)).link,
      'https://fetched.example/1',
    )
    assert.ok(
      (await readItem(`<description><p/>${'<b>x</b>'.repeat(100_000)}</description>`)).summary.length <= 510_000,
    )
    const json = await read(
      `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"content_html":"${long}"}]}`,
    )
    assert.equal(json.entries[0]?.content.length, 500_000)
  })
})

describe('a hostile document ends soon, in little memory, and breaks nothing', () => {
  const item = (inner: string) =>
    rss(`<item><title>before</title><link>https://a.example/1</link></item><item>${inner}</item>`)
  const bomb = Array.from({ length: 9 }, (_, n) => `<!ENTITY e${n + 1} "${`&e${n};`.repeat(10)}">`).join('')
  for (const [name, text] of [
    ['100,000 nested elements', rss(`${'<a>'.repeat(100_000)}x${'</a>'.repeat(100_000)}`)],
    ['100,000 nested elements that never close', rss('<a>'.repeat(100_000))],
    ['100,000 nested items', rss('<item>'.repeat(100_000))],
    ['100,000 nested elements inside a body', item(`<description>${'<div>'.repeat(100_000)}x</description>`)],
    [
      '100,000 nested elements in a CDATA body',
      item(`<description><![CDATA[${'<div>'.repeat(100_000)}x]]></description>`),
    ],
    [
      '10,000 namespaces, and 10,000 elements with one more',
      `<rss ${Array.from({ length: 10_000 }, (_, n) => `xmlns:a${n}="urn:${n}"`).join(' ')}><channel>${'<b xmlns:c="urn:c"/>'.repeat(10_000)}</channel></rss>`,
    ],
    [
      '40,000 enclosures of one item',
      item(Array.from({ length: 40_000 }, (_, n) => `<enclosure url="https://a.example/${n}"/>`).join('')),
    ],
    ['400,000 controls that mean something in windows-1252', item(`<title>${'\u0085'.repeat(400_000)}</title>`)],
    [
      'a JSON Feed of 40,000 items',
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        items: Array.from({ length: 40_000 }, (_, n) => ({ id: `${n}`, title: 't', url: `https://a.example/${n}` })),
      }),
    ],
    ['100,000 xml:base', rss('<a xml:base="b/">'.repeat(100_000))],
    ['an entity bomb', `<!DOCTYPE rss [<!ENTITY e0 "ha">${bomb}]>${rss('<item><title>&e9;</title></item>')}`],
    ['a DOCTYPE that never closes', `<!DOCTYPE rss [<!ENTITY e0 "${'x'.repeat(1_000_000)}`],
    ['a CDATA that never closes', item(`<description><![CDATA[${'y'.repeat(1_000_000)}`)],
    ['a comment that never closes', item(`<!--${'-'.repeat(1_000_000)}`)],
    ['an attribute that never closes', item(`<link href="${'z'.repeat(1_000_000)}`)],
    ['a 480 kB body of <', item(`<description>${'<'.repeat(480_000)}</description>`)],
    ['a 480 kB body of & ', item(`<description>${'&'.repeat(480_000)}</description>`)],
    ['a body of 200,000 half entities', item(`<description>${'&am'.repeat(200_000)}</description>`)],
    [
      '100,000 attributes on one element',
      item(`<link ${Array.from({ length: 100_000 }, (_, n) => `a${n}="b"`).join(' ')}/>`),
    ],
    ['20,000 namespaces', item(Array.from({ length: 20_000 }, (_, n) => `<x${n}:a xmlns:x${n}="urn:${n}"/>`).join(''))],
    ['50,000 categories', item('<category>c</category>'.repeat(50_000))],
    [
      '20,000 different categories',
      item(Array.from({ length: 20_000 }, (_, n) => `<category>${n}</category>`).join('')),
    ],
    ['100,000 items', rss('<item><title>a</title><link>https://a.example/</link></item>'.repeat(100_000))],
    ['8 MB of text', item(`<description>${'word '.repeat(1_600_000)}</description>`)],
    ['20,000 authors inside one another', item('<author>'.repeat(20_000))],
  ] as const) {
    test(name, async () => {
      const spent = startProcessorTime()
      const feed = await parseFeed({ body: new Uint8Array(Buffer.from(text)), url: FETCHED })
      assert.ok(spent() < 4_000, `${spent()} ms`)
      if (feed.ok) assert.ok(feed.value.entries.length <= 5_000)
      if (text.includes('<title>before</title>')) assert.equal(feed.ok && feed.value.entries[0]?.title, 'before')
    })
  }

  test('names that JavaScript knows are names like any other', async () => {
    const feed = await read(
      rss(
        '<item constructor="x" __proto__="y"><title>t</title><__proto__>p</__proto__><constructor>c</constructor><toString>s</toString><hasOwnProperty:a xmlns:hasOwnProperty="urn:x">b</hasOwnProperty:a><__proto__:title xmlns:__proto__="http://purl.org/rss/1.0/">q</__proto__:title><category term="__proto__"/></item>',
      ),
    )
    assert.equal(feed.entries[0]?.title, 't')
    assert.deepEqual(feed.entries[0].categories, ['__proto__'])
    assert.equal(({} as Record<string, unknown>).p, undefined)
    assert.equal(Object.prototype.toString.call({}), '[object Object]')
    const json = await read(
      '{"version":"https://jsonfeed.org/version/1.1","title":"t","__proto__":{"polluted":1},"items":[]}',
    )
    assert.equal(json.title, 't')
    assert.equal(({} as Record<string, unknown>).polluted, undefined)
  })
})
