import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assembleAnnouncement } from '../../../src/core/announce/assemble-announcement.ts'
import { measurePost } from '../../../src/core/announce/measure-post.ts'
import { LIMITS, type Network, NETWORKS } from '../../../src/core/announce/network.ts'
import { type Post, writePost } from '../../../src/core/announce/write-post.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import { type SiteSettings, siteSettingsSchema } from '../../../src/core/text/site-settings.ts'
import { makeIssue, makePick } from '../../builders.ts'

const SITE = siteSettingsSchema.parse({
  name: 'Harbour Log',
  url: 'https://log.example',
  tagline: 'What came in',
  description: 'What came in.',
  hashtags: ['Kubernetes', 'cloud native'],
  mail: { from: 'Harbour Log <log@log.example>' },
})
const URL = 'https://log.example/issues/2026-W34/'

const pick = (n: number, own: Parameters<typeof makePick>[0] = {}) =>
  makePick({ url: `https://port-${n}.example/log`, title: `The log of port ${n}`, source: `Port ${n}`, ...own })
const HEADLINES = [1, 2].map((n) => pick(n, { section: 'headlines' }))

function postOn(network: Network, own: Partial<Issue> = {}, settings: SiteSettings = SITE): Post {
  const post = writePost(assembleAnnouncement(makeIssue(own), settings), network)
  assert.ok(post.ok, JSON.stringify(post))
  return post.value
}

describe('a post', () => {
  test('says number and title, the headlines, how many picks of whom, who edited, the address, and hashtags', () => {
    assert.equal(
      postOn('mastodon', { picks: [...HEADLINES, pick(3)] }).text,
      [
        'Harbour Log No. 1: First light',
        '',
        '• The log of port 1 (Port 1)',
        '• The log of port 2 (Port 2)',
        '',
        '3 picks, from Port 1, Port 2 and Port 3. Edited by lookout.',
        '',
        URL,
        '',
        '#Kubernetes #CloudNative',
      ].join('\n'),
    )
  })

  test('calls editors by their names, and one whom nobody knows by the id', () => {
    const issue = makeIssue({ editors: ['lookout', 'stranger'] })
    const people = new Map([['lookout', { name: 'Ada Lamp' }]])
    assert.match(assembleAnnouncement(issue, SITE, people).facts, /Edited by Ada Lamp and stranger\./)
  })

  test('on LinkedIn has the blurbs as text, and what the subject says', () => {
    const { text } = postOn('linkedin', {
      picks: [pick(1, { section: 'headlines', blurb: 'Set `spec`, **always**.' })],
    })
    assert.match(text, /\n\nFirst light, and a quiet kubelet\n\n• The log of port 1 \(Port 1\)\nSet spec, always\.\n\n/)
  })

  test('on Slack has its links in words, no hashtags, and no sign that Slack would act on', () => {
    const title = 'Ports <1> & <!channel>'
    const url = 'https://port-1.example/log?a=1&b=<|>'
    const { text } = postOn('slack', { picks: [pick(1, { section: 'headlines', title, url })] })
    assert.ok(text.startsWith(`*<${URL}|Harbour Log No. 1: First light>*\n\n`), text)
    const address = 'https://port-1.example/log?a=1&amp;b=%3C%7C%3E'
    assert.ok(text.includes(`• <${address}|Ports &lt;1&gt; &amp; &lt;!channel&gt;> (Port 1)`), text)
    assert.ok(!text.includes('#'))
  })

  test('of a draft is marked, in its text', () => {
    for (const network of NETWORKS)
      assert.match(postOn(network, { status: 'draft' }).text, /\[DRAFT\] Harbour Log No\. 1/)
  })

  test('calls nobody by a name that stands in a title', () => {
    const picks = [pick(1, { section: 'headlines', title: 'Use @kubernetes/client, or write to a@b.example' })]
    for (const network of NETWORKS) {
      assert.match(postOn(network, { picks }).text, /Use @\u200bkubernetes\/client, or write to a@b\.example/)
    }
  })

  test('of an issue without headlines tells its first picks, and of one without picks what it is about', () => {
    assert.match(postOn('mastodon', { picks: [pick(7), pick(8)] }).text, /\n• The log of port 7 \(Port 7\)\n• .* 8/)
    const { text } = postOn('mastodon', { editors: [] })
    assert.equal(
      text,
      `Harbour Log No. 1: First light\n\nFirst light, and a quiet kubelet\n\n${URL}\n\n#Kubernetes #CloudNative`,
    )
  })

  test('says three stories at most', () => {
    const picks = [1, 2, 3, 4, 5].map((n) => pick(n, { section: 'headlines' }))
    assert.equal(postOn('slack', { picks }).text.match(/^•/gm)?.length, 3)
  })

  test('without hashtags in the settings has none', () => {
    for (const network of NETWORKS) assert.ok(!postOn(network, {}, { ...SITE, hashtags: [] }).text.includes('#'))
  })
})

const FAMILY = '👩‍👩‍👧‍👦'
const ODD: [what: string, own: Partial<Issue>][] = [
  ['long titles', { picks: [1, 2, 3].map((n) => pick(n, { section: 'headlines', title: 'word '.repeat(90) + n })) }],
  ['a title of one word of 400 letters', { title: 'x'.repeat(400) }],
  ['a title of 90 words', { title: 'harbour '.repeat(90) }],
  ['emoji of families', { title: `${FAMILY} `.repeat(200) }],
  ['letters with many accents', { title: `${'e\u0301\u0323'.repeat(8)} `.repeat(100) }],
  ['Japanese', { title: '港の灯台が見える朝に新しい船が入ってきた'.repeat(20) }],
  [
    'a name from right to left',
    { picks: [pick(1, { section: 'headlines', source: 'יומן הנמל של חיפה', title: 'מנורה ראשונה' })] },
  ],
  [
    'editors without number',
    { editors: Array.from({ length: 40 }, (_, n) => `editor-with-a-long-name-${n}`), picks: HEADLINES },
  ],
]

describe('for an issue with', () => {
  for (const [what, own] of ODD) {
    test(`${what}, every post keeps its length, its address and whole words`, () => {
      for (const network of NETWORKS) {
        const { text, length, most } = postOn(network, own)
        assert.ok(length <= most, `${network}: ${length}`)
        assert.equal(length, measurePost(network, text))
        assert.ok(text.includes(URL), text)
        assert.ok(text.isWellFormed())
        const words = new Set(`${JSON.stringify(own)} x`.match(/[\p{L}\p{M}\p{N}\u200d]{20,}/gu))
        for (const word of words)
          assert.ok(!text.includes(word.slice(0, 19)) || text.includes(word) || /港/u.test(word), word)
      }
    })
  }

  test('a name from right to left, the name stands as it was typed', () => {
    const { text } = postOn('bluesky', { picks: [pick(1, { section: 'headlines', source: 'יומן הנמל של חיפה' })] })
    assert.ok(text.includes('(יומן הנמל של חיפה)'))
  })

  test('emoji of families, Bluesky gets no more bytes than it takes', () => {
    const { text } = postOn('bluesky', { title: `${FAMILY} `.repeat(200) })
    assert.ok(Buffer.byteLength(text) <= 3_000, String(Buffer.byteLength(text)))
    assert.ok(text.includes(`${FAMILY} ${FAMILY}`) && !/👩‍👩‍?…/u.test(text))
  })
})

test('a network that the address alone is too long for is named, with what to do', () => {
  const settings = { ...SITE, url: `https://log.example/${'deep/'.repeat(70)}x` }
  const announcement = assembleAnnouncement(makeIssue(), settings)
  const post = writePost(announcement, 'bluesky')
  assert.match(JSON.stringify(post), /its address alone takes 388 of the 300 graphemes.*--network/)
  assert.ok(writePost(announcement, 'mastodon').ok)
})

describe('for programs that post', () => {
  test('Bluesky is told which bytes are the address and the hashtags', () => {
    const { text, facets = [] } = postOn('bluesky', { title: 'Ahoi ⚓ #Kubernetes', picks: HEADLINES })
    const bytes = Buffer.from(text)
    const said = facets.map(({ index, features }) => [
      bytes.subarray(index.byteStart, index.byteEnd).toString(),
      JSON.stringify(features[0]).replace(/.*#/, ''),
    ])
    assert.deepEqual(said, [
      [URL, `link","uri":"${URL}"}`],
      ['#Kubernetes', 'tag","tag":"Kubernetes"}'],
      ['#CloudNative', 'tag","tag":"CloudNative"}'],
    ])
    assert.ok((facets[1]?.index.byteStart ?? 0) > (facets[0]?.index.byteEnd ?? 0))
  })

  test('LinkedIn gets its reserved characters escaped, and hashtags as such', () => {
    const { text, commentary = '' } = postOn('linkedin', {
      title: 'A_b (c) [d] {e} <f> #1 *g* ~h | i \\ @j',
      picks: HEADLINES,
    })
    const escaped = String.raw`A\_b \(c\) \[d\] \{e\} \<f\> \#1 \*g\* \~h \| i \\ \@`
    assert.ok(commentary.includes(escaped), commentary)
    assert.ok(commentary.endsWith(String.raw`{hashtag|\#|Kubernetes} {hashtag|\#|CloudNative}`), commentary)
    assert.ok(text.includes('A_b (c) [d]'))
  })
})

test('the picture is told in words: name, number, title, day, and how many picks', () => {
  assert.deepEqual(assembleAnnouncement(makeIssue({ picks: HEADLINES }), SITE).picture, {
    url: `${URL}card.png`,
    alt: 'Harbour Log No. 1: First light. 21 August 2026, 2 picks.',
  })
})

test('limits are those of the networks', () => {
  assert.deepEqual(
    NETWORKS.map((network) => LIMITS[network].most),
    [500, 300, 3_000, 4_000],
  )
})
