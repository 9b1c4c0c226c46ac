import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findFeeds, isCommentFeed } from '../../../src/core/source/find-feeds.ts'
import { startProcessorTime } from '../../processor-time.ts'

const PAGE = 'https://harbour.example/blog/today/'
const RSS = 'type="application/rss+xml"'

const declaredOn = (html: string, page = PAGE) => findFeeds(html, page).declared.map(({ url }) => url)
const linkedOn = (html: string) => findFeeds(html, PAGE).linked.map(({ url }) => url)

describe('a page declares a feed', () => {
  for (const [oddity, html, expected] of [
    ['as it should', `<link rel="alternate" ${RSS} href="https://harbour.example/feed.xml">`, '/feed.xml'],
    ['with a slash at the end', `<link rel="alternate" ${RSS} href="/feed.xml" />`, '/feed.xml'],
    [
      'in capitals, in another order',
      `<LINK HREF="/feed.xml" TYPE="Application/RSS+XML" REL="Alternate">`,
      '/feed.xml',
    ],
    ['without quotes', '<link rel=alternate type=application/atom+xml href=/atom.xml>', '/atom.xml'],
    ['without quotes before a slash', '<link rel=alternate type=application/atom+xml href=/atom.xml />', '/atom.xml'],
    ['in single quotes', `<link rel='alternate' type='application/feed+json' href='/feed.json'>`, '/feed.json'],
    ['with spaces about the signs', `<link rel = "alternate" ${RSS} href = " /feed.xml ">`, '/feed.xml'],
    ['over several lines', `<link\n  rel="alternate"\n\t${RSS}\r\n  href="/feed.xml"\n>`, '/feed.xml'],
    ['with a character set in its type', `<link rel="alternate" type="text/rss+xml; charset=utf-8" href="/f">`, '/f'],
    ['as one of several relations', `<link rel="home alternate" ${RSS} href="/feed.xml">`, '/feed.xml'],
    ['by the relation that is made for it', '<link rel="feed" href="/news">', '/news'],
    ['as plain XML', '<link rel="alternate" type="text/xml" href="/feed.xml">', '/feed.xml'],
    ['as plain JSON', '<link rel="alternate" type="application/json" href="/feed.json">', '/feed.json'],
    ['without a type', '<link rel="alternate" title="News" href="/index.xml">', '/index.xml'],
    ['relative to the page', `<link rel="alternate" ${RSS} href="../feed.xml">`, '/blog/feed.xml'],
    ['without a scheme', `<link rel="alternate" ${RSS} href="//feeds.example/h">`, 'https://feeds.example/h'],
    ['under feed:', `<link rel="alternate" ${RSS} href="feed:https://feeds.example/h">`, 'https://feeds.example/h'],
    ['under feed://', `<link rel="alternate" ${RSS} href="feed://feeds.example/h">`, 'https://feeds.example/h'],
    ['with entities', `<link rel="alternate" ${RSS} href="/?a=1&amp;feed=rss2">`, '/?a=1&feed=rss2'],
    ['with numbers for characters', `<link rel="alternate" ${RSS} href="&#47;feed&#x2e;xml">`, '/feed.xml'],
    ['with a fragment', `<link rel="alternate" ${RSS} href="/feed.xml#top">`, '/feed.xml'],
    ['twice the same attribute, of which the first counts', `<link rel="alternate" ${RSS} href="/a" href="/b">`, '/a'],
    ['in the body, which is never closed', `<body><div><p><link rel="alternate" ${RSS} href="/f.xml">`, '/f.xml'],
    ['after elements in great disorder', `<p><b></i></div><link rel="alternate" ${RSS} href="/f.xml"></b`, '/f.xml'],
    ['relative to a base', `<base href="/en/"><link rel="alternate" ${RSS} href="feed.xml">`, '/en/feed.xml'],
    [
      'relative to the first base, wherever that is',
      `<link rel="alternate" ${RSS} href="f.xml"><base target=_top><base href="https://a.example/x/"><base href="/y/">`,
      'https://a.example/x/f.xml',
    ],
    ['relative to a base that is none', `<base href="http://["><link rel="feed" href="/f">`, '/f'],
  ] as const) {
    test(oddity, () => {
      assert.deepEqual(declaredOn(html), [new URL(expected, 'https://harbour.example/').href])
    })
  }

  for (const [oddity, html] of [
    ['nothing', ''],
    ['a translation', '<link rel="alternate" hreflang="de" href="/de/">'],
    ['a style', `<link rel="alternate stylesheet" type="text/css" href="/feed.css">`],
    ['no address', `<link rel="alternate" ${RSS}>`],
    ['an empty address', `<link rel="alternate" ${RSS} href="">`],
    ['an address of another kind', `<link rel="alternate" ${RSS} href="javascript:alert(1)">`],
    ['data', `<link rel="alternate" ${RSS} href="data:application/rss+xml,x">`],
    ['a comment', `<!-- <link rel="alternate" ${RSS} href="/feed.xml"> -->`],
    ['a script', `<script>x = '<link rel="alternate" ${RSS} href="/feed.xml">'</script>`],
    ['a text to write in', `<textarea><link rel="alternate" ${RSS} href="/feed.xml"></textarea>`],
    ['a title', `<title><link rel="alternate" ${RSS} href="/feed.xml"></title>`],
    ['a tag that is never closed', `<link rel="alternate" ${RSS} href="/feed.xml"`],
    ['an interface for programs', '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/7">'],
    ['a card', '<link rel="alternate" type="application/json+oembed" href="/oembed?format=json">'],
    ['an address without end', `<link rel="alternate" ${RSS} href="/${'x'.repeat(3_000)}">`],
  ] as const) {
    test(`but not by ${oddity}`, () => {
      assert.deepEqual(declaredOn(html), [])
    })
  }

  test('and others: in their order, each once, loose types after true ones, comments last, with their titles', () => {
    const { declared } = findFeeds(
      `<link rel="alternate" type="application/json" href="/feed.json">
       <link rel="alternate" ${RSS} title="Harbour &raquo; Comments Feed" href="/comments/feed/">
       <link rel="alternate" ${RSS} title="Harbour &amp; Helm" href="/feed.xml">
       <link rel="alternate" type="application/atom+xml" title="Atom" href="/atom.xml">
       <link rel="alternate" ${RSS} title="Again" href="/feed.xml">`,
      PAGE,
    )
    assert.deepEqual(declared, [
      { url: 'https://harbour.example/feed.xml', title: 'Harbour & Helm' },
      { url: 'https://harbour.example/atom.xml', title: 'Atom' },
      { url: 'https://harbour.example/feed.json', title: '' },
      { url: 'https://harbour.example/comments/feed/', title: 'Harbour » Comments Feed' },
    ])
  })

  test('by its canonical address, where that host has feeds in a known place', () => {
    const html = '<link rel="canonical" href="https://www.youtube.com/channel/UCharbour">'
    assert.deepEqual(declaredOn(html, 'https://www.youtube.com/@harbour'), [
      'https://www.youtube.com/feeds/videos.xml?channel_id=UCharbour',
    ])
  })
})

describe('a page links to a feed', () => {
  for (const [oddity, html] of [
    ['by its address', '<a href="/rss.xml">Subscribe</a>'],
    ['by its words', '<a href="/subscribe/17"><b>RSS</b></a>'],
    ['by its words, cut up by markup', '<a href="/17">our <i>Atom</i> feed</a>'],
    ['by the words of a picture', '<a href="/17"><img src="/i.png" alt="RSS feed"></a>'],
    ['by its label', '<a href="/17" aria-label="RSS"><svg></svg></a>'],
    ['by its title', '<a href=/17 title="RSS feed"></a>'],
    ['by its parameter', '<a href="/?feed=rss2">Subscribe</a>'],
    ['by its type', '<a type="application/rss+xml" href="/17">Subscribe</a>'],
    ['in a link that is never closed', '<a href="/17">RSS'],
    ['in a link that the next one closes', '<a href="/17">RSS<a href="/about">About</a>'],
  ] as const) {
    test(oddity, () => {
      assert.equal(linkedOn(html).length, 1, html)
    })
  }

  for (const [oddity, html] of [
    ['feedback', '<a href="/feedback">Feedback</a>'],
    ['words beside a link', '<a href="/about">About</a> RSS'],
    ['mail', '<a href="mailto:feed@harbour.example">RSS by mail</a>'],
    ['a place on the page', '<a href="#rss">RSS</a>'],
    ['a script', '<a href="javascript:feed()">RSS</a>'],
    ['a picture', '<a href="/rss.png">RSS</a>'],
    ['a reader of feeds', '<a href="https://feedly.com/i/subscription/feed/x">RSS</a>'],
    ['nothing', '<a>RSS</a>'],
  ] as const) {
    test(`but not by ${oddity}`, () => {
      assert.deepEqual(linkedOn(html), [])
    })
  }

  test('and others: those of its own host first, then those whose address says it, comments last, none declared', () => {
    const html = `<link rel="alternate" ${RSS} href="/feed.xml">
      <a href="https://friends.example/rss">RSS of friends</a><a href="/subscribe">RSS</a>
      <a href="/comments/feed/">feed of comments</a><a href="/feed.xml">feed</a><a href="/blog/atom.xml">feed</a>`
    assert.deepEqual(linkedOn(html), [
      'https://harbour.example/blog/atom.xml',
      'https://harbour.example/subscribe',
      'https://friends.example/rss',
      'https://harbour.example/comments/feed/',
    ])
  })

  test('with its words as text', () => {
    const { linked } = findFeeds('<a href="/rss">\n Tom &amp; <b>Ann</b>&#39;s RSS </a>', PAGE)
    assert.equal(linked[0]?.title, "Tom & Ann's RSS")
  })
})

test('a page may send its readers on', () => {
  for (const [html, expected] of [
    ['<meta http-equiv="refresh" content="0; url=/blog/">', 'https://harbour.example/blog/'],
    [`<META CONTENT="0;URL='https://new.example/'" HTTP-EQUIV=Refresh>`, 'https://new.example/'],
    ['<meta http-equiv="refresh" content="30">', undefined],
    ['<meta http-equiv="refresh" content="0; url=javascript:x">', undefined],
    ['<meta name="refresh" content="0; url=/blog/">', undefined],
  ] as const) {
    assert.equal(findFeeds(html, PAGE).refresh, expected, html)
  }
})

test('a feed of comments is known by its address or its title', () => {
  for (const [url, title, expected] of [
    ['https://a.example/comments/feed/', '', true],
    ['https://a.example/feeds/comments/default', '', true],
    ['https://a.example/post/comments.rss', '', true],
    ['https://a.example/feed', 'Comments on: First light', true],
    ['https://a.example/feed', 'Harbour » Comments Feed', true],
    ['https://a.example/feed.xml', 'Harbour', false],
    ['https://a.example/feed.xml', 'No comment needed', false],
    ['https://commentary.example/feed.xml', 'Commentary', false],
  ] as const) {
    assert.equal(isCommentFeed({ url, title }), expected, `${url} ${title}`)
  }
})

describe('a hostile page of ten megabytes is read in time that grows with its length alone', () => {
  const many = (text: (n: number) => string, count: number) => Array.from({ length: count }, (_, n) => text(n)).join('')
  for (const [oddity, html] of [
    ['tags that never end', '<link'.repeat(2_000_000)],
    ['one tag of attributes', `<link ${'rel=alternate '.repeat(700_000)}>`],
    ['elements inside one another', '<b>'.repeat(1_500_000) + '</i>'.repeat(1_200_000)],
    ['a link of a million pieces', `<a href=/feed>${'x<b>y</b>'.repeat(1_000_000)}`],
    ['a value without end', `<a href="${'x'.repeat(10_000_000)}`],
    ['the beginnings of comments', '<!--'.repeat(2_500_000)],
    [
      '100,000 feeds',
      many((n) => `<link rel=alternate type=application/rss+xml href=/f${n}.xml title="Feed ${n}">`, 100_000),
    ],
    ['100,000 links', many((n) => `<a href=/f${n}.rss>RSS ${n}`, 100_000)],
    ['links that might be of comments', many((n) => `<a href="/${'comment-'.repeat(200)}${n}">feed</a>`, 5_000)],
    ['long delays', `<meta http-equiv=refresh content="${' '.repeat(2_000)}">`.repeat(5_000)],
  ] as const) {
    test(oddity, () => {
      const spent = startProcessorTime()
      const { declared, linked } = findFeeds(html, PAGE)
      assert.ok(declared.length <= 400 && linked.length <= 200)
      assert.ok(spent() < 3_000, `${spent()} ms`)
    })
  }
})
