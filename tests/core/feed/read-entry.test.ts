import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Entry } from '../../../src/core/feed/entry.ts'
import { entryLink, isWanted, pageLink, readEntry } from '../../../src/core/feed/read-entry.ts'
import type { IncomingItem } from '../../../src/core/item/incoming-item.ts'
import { idOf, makeSource } from '../../builders.ts'
import { startProcessorTime } from '../../processor-time.ts'

const LINK = 'https://harbour.example/posts/first-light/'

function makeEntry(own: Partial<Entry> = {}): Entry {
  return {
    permalink: false,
    title: 'First light',
    link: LINK,
    authors: [],
    summary: '',
    content: '',
    categories: [],
    enclosures: [],
    ...own,
  }
}

function read(own: Partial<Entry>, language?: string): IncomingItem {
  const item = readEntry(makeEntry(own), makeSource(), language)
  assert.ok(item)
  return item
}

describe('an entry of the feed of CVEs', () => {
  const source = makeSource({ kind: 'security', org: 'Kubernetes' })

  test('that got no number yet is an advisory, of which nothing is made up', () => {
    const item = readEntry(makeEntry({ title: 'A flaw in the lamp', cves: [] }), source)
    assert.deepEqual(item?.advisory, { cves: [], affected: [], fixed: [] })
  })

  test('is none where another source, or a feed without ids, has it', () => {
    const [entry, mail] = [makeEntry({ title: 'A flaw', cves: [] }), makeEntry({ title: 'Re: A flaw' })]
    assert.equal(readEntry(entry, { ...source, org: 'Harbour' })?.advisory, undefined)
    assert.equal(readEntry(mail, source)?.advisory, undefined)
  })

  test('is called by its ids where it has neither title nor text', () => {
    const item = readEntry(makeEntry({ title: '', cves: ['CVE-2026-4001', 'CVE-2026-4002'] }), source)
    assert.equal(item?.title, 'CVE-2026-4001, CVE-2026-4002')
  })
})

describe('an entry as an item', () => {
  test('has the key of its link, cleaned, and the link as it stood as its carrier', () => {
    const item = read({ id: 'guid-1', link: `${LINK}?utm_source=rss#t=90` })
    assert.equal(item.id, idOf(LINK))
    assert.equal(item.url, `${LINK}#t=90`)
    assert.deepEqual(item.carrier, { id: 'harbour-blog', url: `${LINK}?utm_source=rss#t=90`, guid: 'guid-1' })
  })

  for (const [name, own] of [
    ['the feed says so', { canonical: 'https://original.example/story/?utm_source=x' }],
    [
      'a link in the body says rel=canonical',
      { content: 'x <a rel="canonical" href="https://original.example/story/">x</a>' },
    ],
    [
      'its attributes stand in another order',
      { content: `<a class=y href='https://original.example/story/' rel='nofollow canonical'>` },
    ],
    [
      'its address has entities',
      { content: '<link rel=canonical href="https://original.example/story/?utm_a=1&amp;utm_b=2">' },
    ],
    ['only the summary has it', { summary: '<a href=https://original.example/story/ rel=canonical>x</a>' }],
  ] as const) {
    test(`is the original that it declares, where ${name}`, () => {
      const item = read(own)
      assert.equal(item.id, idOf('https://original.example/story/'))
      assert.equal(item.url, 'https://original.example/story/')
      assert.equal(item.carrier.url, LINK)
    })
  }

  for (const [name, own] of [
    ['is no web address', { canonical: 'javascript:alert(1)' }],
    ['is empty', { content: '<a rel="canonical" href="">x</a>' }],
    ['is only spoken of', { content: '<p>Set rel="canonical" in the head.</p>' }],
    ['is a link of another kind', { content: '<a rel="noncanonical" href="https://original.example/">x</a>' }],
  ] as const) {
    test(`is itself where what it declares ${name}`, () => {
      assert.equal(read(own).id, idOf(LINK))
    })
  }

  for (const [text, name] of [
    ['Ada Quay', 'Ada Quay'],
    ['ada@harbour.example (Ada Quay)', 'Ada Quay'],
    ['Ada Quay <ada@harbour.example>', 'Ada Quay'],
    ['ada@harbour.example', undefined],
    ['<ada@harbour.example>', undefined],
    ['noreply@harbour.example (Ada &amp; Bo)', 'Ada & Bo'],
    ['  Ada\n Quay ', 'Ada Quay'],
    ['@ada', '@ada'],
    ['<b>Ada</b>', 'Ada'],
    ['x'.repeat(121), undefined],
  ] as const) {
    test(`by ${JSON.stringify(text.slice(0, 40))} is by ${name ?? 'nobody that it names'}, without an address`, () => {
      assert.deepEqual(read({ authors: [text] }).authors, name === undefined ? [] : [{ name }])
    })
  }

  test('names each author once', () => {
    assert.deepEqual(read({ authors: ['Ada', 'ada@h.example (Ada)', 'Bo'] }).authors, [{ name: 'Ada' }, { name: 'Bo' }])
  })

  test('takes its date from when it was published, else from when it was updated, else from nowhere', () => {
    const updated = '2026-08-19T00:00:00Z'
    assert.equal(read({ published: '2026-08-18', updated }).published?.toISOString(), '2026-08-18T00:00:00.000Z')
    assert.equal(read({ published: 'soon', updated }).published?.toISOString(), '2026-08-19T00:00:00.000Z')
    assert.equal(read({ updated }).updated?.toISOString(), '2026-08-19T00:00:00.000Z')
    assert.equal(read({}).published, undefined)
    assert.equal(read({ published: 'Mon, 01 Jan 0001 00:00:00 +0000' }).published, undefined)
  })

  test('reads a name of half a megabyte in no time, and leaves it out', () => {
    const spent = startProcessorTime()
    assert.deepEqual(read({ authors: ['a'.repeat(480_000), 'a@ '.repeat(160_000), 'Ada'] }).authors, [{ name: 'Ada' }])
    assert.ok(spent() < 1_000, `${spent()} ms`)
  })

  test('keeps of a title what fits into 300 characters, and no id that is a text of its own', () => {
    const { title, carrier } = read({ title: 'word '.repeat(400), id: 'x'.repeat(3_000) })
    assert.ok(title.length <= 300 && title.endsWith('word …'), title)
    assert.deepEqual(carrier, { id: 'harbour-blog', url: LINK })
    assert.equal(read({ title: 't'.repeat(300) }).title, 't'.repeat(300))
  })

  for (const [link, url] of [
    ['https://user:password@a.example/1', 'https://a.example/1'],
    ['https://a.example/a b', 'https://a.example/a%20b'],
    ['https://a.example/\u202egpj.exe', 'https://a.example/%E2%80%AEgpj.exe'],
    ['https://a.exam\u200bple/1', 'https://a.example/1'],
    ['https:/a.example/1', 'https://a.example/1'],
  ] as const) {
    test(`keeps ${JSON.stringify(link)} in a form that its own file may have`, () => {
      const item = read({ link })
      assert.equal(item.url, url)
      assert.equal(item.carrier.url, url)
    })
  }

  test('has a title that can be seen', () => {
    for (const title of ['\u200e', '\u3164', '\u200b', '\u{e0041}\u{e0042}', '&#8238;']) {
      assert.equal(read({ title, summary: 'Words.' }).title, 'Words.', JSON.stringify(title))
    }
    assert.equal(read({ title: '🚢' }).title, '🚢')
  })

  for (const [entry, feed, expected] of [
    ['de-AT', 'en', 'de'],
    [undefined, 'EN_us', 'en'],
    [undefined, undefined, 'en'],
    ['', 'fr', 'fr'],
    ['klingonese', 'ja', 'ja'],
  ] as const) {
    test(`is in ${expected} where it says ${entry ?? 'nothing'} and its feed ${feed ?? 'nothing'}`, () => {
      assert.equal(read({ language: entry }, feed).language, expected)
    })
  }

  test('has a title that is text, made of its first words where it has none', () => {
    assert.equal(read({ title: 'a <b>b</b> &amp; <script>c()</script>' }).title, 'a b &')
    assert.equal(read({ title: 'High\ftide,\vlow&#12;tide' }).title, 'High tide, low tide')
    assert.equal(read({ title: '', summary: '<p>Four words of text.</p>' }).title, 'Four words of text.')
    assert.equal(read({ title: ' ', content: `<p>${'word '.repeat(40)}</p>` }).title, `${'word '.repeat(12)}…`)
    assert.equal(read({ title: '' }).title, 'harbour.example/posts/first-light')
  })

  test('has minutes of reading only where the whole text is there', () => {
    assert.equal(read({ content: `<p>${'word '.repeat(690)}</p>` }).minutes, 3)
    assert.equal(read({ content: `<p>${'word '.repeat(100)}</p>` }).minutes, undefined)
  })

  test('has its summary for an excerpt where that says something, else the beginning of its body', () => {
    const content = '<p>The body begins like this.</p>'
    const summary = 'A summary that is long enough to say what the whole thing is about.'
    assert.equal(read({ summary, content }).excerpt, summary)
    assert.equal(read({ summary: 'Read more', content }).excerpt, 'The body begins like this.')
  })

  for (const [name, own, expected] of [
    ['its link', {}, LINK],
    ['a guid that is an address, where it has no link', { link: undefined, id: LINK, permalink: true }, LINK],
    [
      'what it encloses, where there is nothing else',
      { link: undefined, enclosures: [{ url: 'https://cdn.example/7.mp3', type: '', length: '' }] },
      'https://cdn.example/7.mp3',
    ],
    ['nothing, where the guid is no address', { link: undefined, id: 'x', permalink: true }, undefined],
    ['nothing, where the guid says that it is none', { link: undefined, id: LINK, permalink: false }, undefined],
    ['nothing, where the link is endless', { link: `${LINK}?${'a'.repeat(3_000)}` }, undefined],
    ['nothing, where the link is a script', { link: 'javascript:alert(1)' }, undefined],
    ['its guid, where the link is a script', { link: 'javascript:alert(1)', id: LINK, permalink: true }, LINK],
  ] as const) {
    test(`is about ${name}`, () => {
      const entry = makeEntry(own)
      assert.equal(entryLink(entry), expected)
      assert.equal(readEntry(entry, makeSource())?.carrier.url, expected)
    })
  }
})

describe('what an entry brings besides', () => {
  const enclosure = (own: Partial<Entry['enclosures'][number]> = {}) => ({
    url: 'https://cdn.example/7.mp3',
    type: 'audio/mpeg',
    length: '31337',
    ...own,
  })

  test('are categories as text, each once', () => {
    const categories = ['Releases', 'SIG &amp; WG', '<b>Releases</b>', ' ', '\u202e', 'a\n b']
    assert.deepEqual(read({ categories }).categories, ['Releases', 'SIG & WG', 'a b'])
  })

  test('are the first ten categories, none of them longer than 60 characters', () => {
    const names = Array.from({ length: 30 }, (_, n) => `c${n}`)
    assert.deepEqual(read({ categories: ['x'.repeat(61), ...names] }).categories, names.slice(0, 10))
    assert.deepEqual(read({ categories: ['x'.repeat(60)] }).categories, ['x'.repeat(60)])
  })

  test('is what it encloses, with its type and its length as a number', () => {
    assert.deepEqual(read({ enclosures: [enclosure()] }).enclosures, [
      { url: 'https://cdn.example/7.mp3', type: 'audio/mpeg', length: 31_337 },
    ])
  })

  for (const [name, own, kept] of [
    ['a type that is none', { type: 'mp3"><script>' }, { length: 31_337 }],
    ['a length of nothing', { length: '0' }, { type: 'audio/mpeg' }],
    ['a length below nothing', { length: '-1' }, { type: 'audio/mpeg' }],
    ['a length in words', { length: '3 MB' }, { type: 'audio/mpeg' }],
    ['an endless length', { length: '9'.repeat(40) }, { type: 'audio/mpeg' }],
  ] as const) {
    test(`leaves out ${name}`, () => {
      const { enclosures } = read({ enclosures: [enclosure(own)] })
      assert.deepEqual(enclosures, [{ url: 'https://cdn.example/7.mp3', ...kept }])
    })
  }

  test('are the first three enclosures that the web has', () => {
    const urls = ['javascript:alert(1)', 'data:text/html,x', 'https://u:p@a.example/', '/x']
    const good = [1, 2, 3, 4].map((n) => `https://cdn.example/${n}.mp3`)
    const { enclosures } = read({ enclosures: [...urls, ...good].map((url) => enclosure({ url })) })
    assert.deepEqual(
      enclosures.map(({ url }) => url),
      good.slice(0, 3),
    )
  })

  test('is no page where it only encloses something', () => {
    const episode = makeEntry({ link: undefined, enclosures: [enclosure()] })
    assert.equal(pageLink(episode), undefined)
    assert.equal(entryLink(episode), 'https://cdn.example/7.mp3')
    assert.equal(pageLink(makeEntry({ link: undefined, id: LINK, permalink: true })), LINK)
  })
})

describe('the words that a broad source includes', () => {
  for (const [own, include, wanted] of [
    [{ title: 'Anything' }, [], true],
    [{ title: 'Kubernetes 1.37' }, ['kubernetes'], true],
    [{ title: 'All about KUBERNETES.' }, ['kubernetes'], true],
    [{ title: 'Cooking' }, ['kubernetes'], false],
    [{ title: 'The Kubernetesque style' }, ['kubernetes'], false],
    [{ title: 'A non-Kubernetes thing' }, ['kubernetes'], true],
    [{ title: 'Keda scales' }, ['ked'], false],
    [{ title: 'x', content: '<p>about <b>Gateway</b> API now</p>' }, ['gateway api'], true],
    [{ title: 'x', summary: 'k8s' }, ['kubernetes', 'k8s'], true],
    [{ title: 'x', categories: ['Cloud Native'] }, ['cloud native'], true],
    [{ title: 'C++ (advanced)' }, ['c++'], true],
    [{ title: 'a.b' }, ['a.b'], true],
    [{ title: 'axb' }, ['a.b'], false],
    [{ title: 'pod' }, ['pods'], false],
    [{ title: 'x', content: '<a href="https://kubernetes.example/">here</a>' }, ['kubernetes'], false],
    [{ title: 'Überkubernetes' }, ['kubernetes'], false],
  ] as const) {
    test(`${JSON.stringify(include)} ${wanted ? 'takes' : 'leaves out'} ${JSON.stringify(own)}`, () => {
      assert.equal(isWanted(makeEntry(own as Partial<Entry>), include), wanted)
    })
  }
})
