import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Feed } from '../../../src/core/feed/entry.ts'
import { parseFeed } from '../../../src/core/feed/parse-feed.ts'
import { parseLastResort } from '../../../src/core/feed/parse-last-resort.ts'

const FETCHED = 'https://fetched.example/dir/feed.xml'

function read(text: string): Feed {
  const feed = parseLastResort(text, FETCHED)
  assert.ok(feed)
  return feed
}

/** Atom under a namespace that nobody knows: the first reading goes by namespaces, and finds no feed. */
const STRANGE_ATOM = `<atom:feed xmlns:atom="http://example.org/my-atom">
  <atom:title>Harbour &amp; Helm</atom:title><atom:link href="/"/>
  <atom:entry><atom:id>tag:1</atom:id><atom:title type="html">A &lt;b&gt;lamp&lt;/b&gt;</atom:title>
    <atom:link rel="enclosure" href="/1.ogg" type="audio/ogg" length="7"/><atom:link href="1"/>
    <atom:author><atom:name>Ada</atom:name></atom:author><atom:category term="ops"/>
    <atom:published>2026-08-18T00:00:00Z</atom:published><atom:updated>2026-08-19T00:00:00Z</atom:updated>
    <atom:summary>1 &lt; 2</atom:summary><atom:content type="html">&lt;p&gt;Lit.&lt;/p&gt;</atom:content></atom:entry>
  </atom:feed>`

const RSS = `<rss version="2.0"><channel><title>Harbour</title><link>/</link><language>en</language>
  <item><title>A lamp</title><link>/1</link><guid isPermaLink="false">x</guid><pubDate>Tue, 18 Aug 2026</pubDate>
    <author>Ada</author><category>ops</category><description>Lit.</description>
    <enclosure url="/1.ogg" type="audio/ogg" length="7"/></item></channel></rss>`

const RDF = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Harbour</title></channel>
  <item rdf:about="https://harbour.example/1"><title>A lamp</title><link>https://harbour.example/1</link>
  <dc:date>2026-08-18</dc:date><dc:creator>Ada</dc:creator></item></rdf:RDF>`

describe('a second reading', () => {
  test('finds the entries of a feed under a namespace that nobody knows', async () => {
    const feed = await parseFeed({ body: new TextEncoder().encode(STRANGE_ATOM), url: FETCHED })
    assert.deepEqual(feed.ok && feed.value, read(STRANGE_ATOM))
  })

  test('reads Atom: text that is text, HTML that is HTML, links made whole', () => {
    assert.deepEqual(read(STRANGE_ATOM), {
      title: 'Harbour &amp; Helm',
      link: 'https://fetched.example/',
      entries: [
        {
          id: 'tag:1',
          permalink: false,
          title: 'A <b>lamp</b>',
          link: 'https://fetched.example/dir/1',
          published: '2026-08-18T00:00:00Z',
          updated: '2026-08-19T00:00:00Z',
          authors: ['Ada'],
          summary: '1 &lt; 2',
          content: '<p>Lit.</p>',
          categories: ['ops'],
          enclosures: [{ url: 'https://fetched.example/1.ogg', type: 'audio/ogg', length: '7' }],
        },
      ],
    })
  })

  test('reads RSS', () => {
    const { title, link, language, entries } = read(RSS)
    assert.deepEqual([title, link, language], ['Harbour', 'https://fetched.example/', 'en'])
    assert.deepEqual(entries, [
      {
        id: 'x',
        permalink: false,
        title: 'A lamp',
        link: 'https://fetched.example/1',
        published: 'Tue, 18 Aug 2026',
        updated: undefined,
        authors: ['Ada'],
        summary: 'Lit.',
        content: '',
        categories: ['ops'],
        enclosures: [{ url: 'https://fetched.example/1.ogg', type: 'audio/ogg', length: '7' }],
      },
    ])
  })

  test('reads RDF, and what Dublin Core says in it', () => {
    const [entry] = read(RDF).entries
    assert.equal(entry?.id, 'https://harbour.example/1')
    assert.deepEqual(
      [entry.title, entry.link, entry.published, entry.authors],
      ['A lamp', 'https://harbour.example/1', '2026-08-18', ['Ada']],
    )
  })

  for (const [name, text] of [
    ['words', 'Not found'],
    ['a page that speaks of an <item>', '<!doctype html><title>x</title><p><item >'],
    ['a feed without entries', '<rss version="2.0"><channel><title>Quiet</title></channel></rss>'],
    ['another XML', '<sitemap><item>x</item></sitemap>'],
    ['a document without an end', `${STRANGE_ATOM.slice(0, 300)}<!--`],
    ['what is too long to be worth it', `${' '.repeat(2_000_000)}${RSS}`],
    ['what nests too deep', `<rss version="2.0"><channel>${'<item>'.repeat(100_000)}`],
  ] as const) {
    test(`makes nothing of ${name}`, () => {
      assert.equal(parseLastResort(text, FETCHED), undefined)
    })
  }

  test('expands no entity of a DOCTYPE', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "expanded">]>${STRANGE_ATOM.replace('tag:1', '&a;')}`
    assert.equal(read(bomb).entries[0]?.id, '&a;')
  })

  test('has no more entries, people and categories than the first has', () => {
    const entry = '<item><title>t</title></item>'
    const crowd = `<item><title>t</title>${'<author>a</author><category>c</category>'.repeat(300)}</item>`
    const { entries } = read(RSS.replace(/<item>[^]*<\/item>/, crowd + entry.repeat(6_000)))
    assert.equal(entries.length, 5_000)
    assert.deepEqual([entries[0]?.authors.length, entries[0]?.categories.length], [200, 200])
  })
})
