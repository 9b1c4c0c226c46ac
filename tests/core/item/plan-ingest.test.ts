import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { IncomingItem } from '../../../src/core/item/incoming-item.ts'
import type { StoredItem } from '../../../src/core/item/item-file.ts'
import type { Source } from '../../../src/core/source/source.ts'
import { type IngestPlan, planIngest } from '../../../src/core/item/plan-ingest.ts'
import { formatItem, parseItem } from '../../../src/core/item/item-file.ts'
import { isAsWritten } from '../../../src/core/item/item-fingerprint.ts'
import { NO_TAGS } from '../../../src/core/item/tags.ts'
import { idOf, makeIncoming, makeItem, makeSource, makeStored } from '../../builders.ts'

const NOW = new Date('2026-08-20T06:00:00Z')
const LATER = new Date('2026-08-27T06:00:00Z')
const SOURCES: Record<string, Source> = {
  'harbour-blog': makeSource({ weight: 3 }),
  planet: makeSource({ id: 'planet', url: 'https://planet.example/feed', weight: 5 }),
  mirror: makeSource({ id: 'mirror', url: 'https://mirror.example/feed', weight: 1 }),
}
const STORY = 'https://harbour.example/posts/first-light/'

const plan = (incoming: readonly IncomingItem[], stored: readonly StoredItem[] = [], now = NOW) =>
  planIngest(incoming, stored, { now, sourceOf: (id) => SOURCES[id] })

/** What is stored once a plan was carried out. */
function apply(stored: readonly StoredItem[], { added, changed }: IngestPlan): StoredItem[] {
  const byPath = new Map([...stored, ...added, ...changed].map((entry) => [entry.path, entry]))
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

const ORIGINAL = makeIncoming({ source: 'harbour-blog', url: STORY, excerpt: 'The words of the author.' })
/** The same story as an aggregator has it: it found the story's own address, but links by its own. */
const COPY = makeIncoming({
  url: STORY,
  carrier: { id: 'planet', url: 'https://planet.example/harbour/1', guid: 'planet-1' },
  title: 'Harbour: First light',
  published: new Date('2026-08-19T00:00:00Z'),
  authors: [{ name: 'A Planet' }],
  excerpt: 'The words of a planet.',
})
const OTHER = makeIncoming({ source: 'mirror', url: 'https://mirror.example/own/', title: 'Own' })

describe('what the sources say becomes items', () => {
  test('one for each canonical URL, with everybody who carried it, the original first', () => {
    const { added, changed, unchanged } = plan([COPY, OTHER, ORIGINAL])
    assert.deepEqual([added.length, changed.length, unchanged], [2, 0, 0])
    const story = added.find(({ item }) => item.id === idOf(STORY))
    assert.deepEqual(story?.item.sources, [ORIGINAL.carrier, COPY.carrier])
    assert.equal(story.item.title, 'First light')
    assert.equal(story.item.excerpt, 'The words of the author.')
    assert.equal(story.item.published, '2026-08-18T09:00:00Z')
    assert.equal(story.item.firstSeen, '2026-08-20T06:00:00Z')
  })

  test('told by the original, however heavy the one that copied it; what it leaves out, the copy fills in', () => {
    const [only] = plan([{ ...ORIGINAL, published: undefined, excerpt: '' }, COPY]).added
    assert.equal(only?.item.title, 'First light')
    assert.equal(only.item.published, '2026-08-19T00:00:00Z')
    assert.equal(only.item.excerpt, 'The words of a planet.')
    assert.deepEqual(only.item.authors, [{ name: 'A Planet' }])
  })

  test('without taking who shared a link for who wrote it', () => {
    const shared = { ...COPY, kind: 'community' as const, authors: [{ name: 'somebody_42' }] }
    assert.deepEqual(plan([ORIGINAL, shared]).added[0]?.item.authors, [])
  })

  test('told by the site that the link leads to, however heavy a planet that links to it too', () => {
    const linked = { ...COPY, carrier: { id: 'planet', url: `${STORY}?utm_source=planet` } }
    const [only] = plan([linked, ORIGINAL]).added
    assert.equal(only?.item.title, 'First light')
    assert.deepEqual(
      only.item.sources.map(({ id }) => id),
      ['harbour-blog', 'planet'],
    )
  })

  test('told by the heavier source where neither is the original, and by name where they weigh the same', () => {
    const carried = (id: string) =>
      makeIncoming({ url: STORY, title: id, carrier: { id, url: `https://${id}.example/x` } })
    assert.equal(plan([carried('mirror'), carried('planet')]).added[0]?.item.title, 'planet')
    assert.equal(plan([carried('zulu'), carried('alpha')]).added[0]?.item.title, 'alpha')
  })

  test('the same, whatever the order in which they come', () => {
    const again = { ...COPY, carrier: { ...COPY.carrier, url: 'https://planet.example/harbour/2', guid: 'planet-2' } }
    const twice = [
      makeIncoming({ source: 'mirror', url: 'https://mirror.example/a/', title: 'A', excerpt: 'One.' }),
      makeIncoming({ source: 'mirror', url: 'https://mirror.example/a/#b', title: 'B', excerpt: 'Two.' }),
      makeIncoming({ source: 'mirror', url: 'http://mirror.example/a', title: 'C', excerpt: '', published: undefined }),
    ]
    const all = [COPY, OTHER, ORIGINAL, again, ...twice]
    const expected = plan(all)
    for (let turn = 1; turn < all.length; turn++) {
      const turned = [...all.slice(turn), ...all.slice(0, turn)]
      assert.deepEqual(plan(turned), expected, `turned by ${turn}`)
      assert.deepEqual(plan(turned.toReversed()), expected, `turned by ${turn}, and reversed`)
    }
  })

  test('and nothing comes of nothing', () => {
    assert.deepEqual(plan([], [makeStored()]), { added: [], changed: [], unchanged: 0, tooOld: [] })
  })
})

describe('a second ingest', () => {
  for (const [name, incoming] of [
    ['of the same', [COPY, OTHER, ORIGINAL]],
    ['of the same in another order', [ORIGINAL, COPY, OTHER]],
    ['of the original alone', [ORIGINAL]],
    ['of the copy alone', [COPY]],
  ] as const) {
    test(`${name} plans nothing`, () => {
      const stored = apply([], plan([COPY, OTHER, ORIGINAL]))
      const again = plan(incoming, stored, LATER)
      assert.deepEqual([again.added, again.changed], [[], []])
      assert.equal(again.unchanged, new Set(incoming.map(({ id }) => id)).size)
    })
  }

  test('updates an item in place: its path and its first sight stay, and it says when it changed', () => {
    const stored = apply([], plan([ORIGINAL]))
    const { added, changed } = plan([{ ...ORIGINAL, title: 'First light, corrected' }], stored, LATER)
    assert.equal(added.length, 0)
    assert.equal(changed[0]?.path, stored[0]?.path)
    assert.equal(changed[0]?.item.title, 'First light, corrected')
    assert.equal(changed[0].item.firstSeen, '2026-08-20T06:00:00Z')
    assert.equal(changed[0].item.updated, '2026-08-27T06:00:00Z')
    const after = apply(stored, { added, changed, unchanged: 0, tooOld: [] })
    assert.deepEqual(plan([{ ...ORIGINAL, title: 'First light, corrected' }], after, LATER).changed, [])
  })

  test('says that it changed when the feed says so, unless that lies ahead', () => {
    const stored = apply([], plan([ORIGINAL]))
    const at = (updated: string) =>
      plan([{ ...ORIGINAL, title: 'x', updated: new Date(updated) }], stored, LATER).changed[0]?.item.updated
    assert.equal(at('2026-08-25T00:00:00Z'), '2026-08-25T00:00:00Z')
    assert.equal(at('2099-01-01T00:00:00Z'), '2026-08-27T06:00:00Z')
  })

  test('adds a carrier that comes later, and lets nobody but the original change the words', () => {
    const stored = apply([], plan([ORIGINAL]))
    const { changed } = plan([COPY], stored, LATER)
    assert.deepEqual(changed[0]?.item, { ...stored[0]?.item, sources: [ORIGINAL.carrier, COPY.carrier] })
  })

  test('lets the original take over from a copy that came first', () => {
    const stored = apply([], plan([COPY]))
    const { changed } = plan([ORIGINAL], stored, LATER)
    assert.equal(changed[0]?.path, stored[0]?.path)
    assert.equal(changed[0]?.item.title, 'First light')
    assert.deepEqual(changed[0].item.sources, [ORIGINAL.carrier, COPY.carrier])
  })

  test('keeps a carrier whose source we follow no more', () => {
    const stored = [makeStored({ sources: [{ id: 'gone', url: 'https://gone.example/1' }] })]
    const { changed } = plan([COPY], stored, LATER)
    assert.deepEqual(
      changed[0]?.item.sources.map(({ id }) => id),
      ['planet', 'gone'],
    )
  })

  test('keeps what a feed has ceased to say, and what was found in the full text', () => {
    const known = makeItem({
      authors: [{ name: 'Ada' }],
      minutes: 4,
      topics: ['releases'],
      versions: ['1.37'],
      cves: ['CVE-2026-0001'],
    })
    const stored = [{ path: '2026-W01/somewhere-else.md', item: known }]
    const { changed, unchanged } = plan([{ ...ORIGINAL, excerpt: '', authors: [], minutes: undefined }], stored, LATER)
    assert.deepEqual([changed, unchanged], [[], 1])
  })
})

describe('a date', () => {
  test('that the feed does not give is not invented', () => {
    const [undated] = plan([{ ...ORIGINAL, published: undefined }]).added
    assert.ok(undated)
    assert.ok(!('published' in undated.item))
    assert.match(undated.path, /^2026-W34\//)
    const again = plan([{ ...ORIGINAL, published: undefined }], [undated], LATER)
    assert.deepEqual([again.changed, again.unchanged], [[], 1])
  })

  test('that lies ahead is the moment of the fetch, and stays that until it has come', () => {
    const future = { ...ORIGINAL, published: new Date('2026-08-25T12:00:00Z') }
    const stored = apply([], plan([future]))
    assert.equal(stored[0]?.item.published, '2026-08-20T06:00:00Z')
    const nextDay = plan([future], stored, new Date('2026-08-21T06:00:00Z'))
    assert.deepEqual([nextDay.changed, nextDay.unchanged], [[], 1])
    const [come] = plan([future], stored, LATER).changed
    assert.equal(come?.item.published, '2026-08-25T12:00:00Z')
    assert.equal(come.path, stored[0].path)
  })

  test('of exactly now is not ahead', () => {
    assert.equal(plan([{ ...ORIGINAL, published: NOW }]).added[0]?.item.published, '2026-08-20T06:00:00Z')
  })
})

describe('what an editor has written', () => {
  const stored = apply([], plan([ORIGINAL]))
  const [first] = stored as [StoredItem]
  const news = { ...ORIGINAL, title: 'First light, corrected', excerpt: 'Other words of the author.' }

  test('in an item stands, whatever its feed says later; who else carries it is added all the same', () => {
    for (const edit of [
      { title: 'Lights on' },
      { excerpt: 'Said better.' },
      { topics: ['lamps'] },
      { language: 'cy' },
    ]) {
      const edited = { path: first.path, item: { ...first.item, ...edit } }
      assert.deepEqual(plan([news], [edited], LATER).changed, [])
      const [changed] = plan([news, COPY], [edited], LATER).changed
      assert.deepEqual(changed?.item, { ...edited.item, sources: [ORIGINAL.carrier, COPY.carrier] })
    }
  })

  test('by hand stands, when a feed brings the same link', () => {
    const byHand = makeStored({ url: STORY, title: 'Lights on', sources: [{ id: 'added', url: STORY }] })
    const [changed] = plan([ORIGINAL], [byHand]).changed
    assert.deepEqual(changed?.item, { ...byHand.item, sources: [ORIGINAL.carrier, ...byHand.item.sources] })
  })

  test('is told from what ingest wrote, also once that was read back from its file', () => {
    const [whole] = apply(
      [],
      plan([{ ...ORIGINAL, enclosures: [{ url: 'https://harbour.example/a.mp3', length: 5 }] }]),
    )
    const read = parseItem(formatItem((whole as StoredItem).item), 'x.md')
    assert.ok(read.ok)
    assert.equal(isAsWritten(read.value), true)
    assert.equal(isAsWritten({ ...read.value, sources: [] }), true)
    assert.equal(isAsWritten({ ...read.value, title: 'Lights on' }), false)
    assert.equal(isAsWritten(makeItem()), false)
  })
})

describe('the tags of an item', () => {
  const tagged = (topic: string, own: Partial<IncomingItem> = {}) => ({
    ...ORIGINAL,
    tags: { ...NO_TAGS, topics: [topic] },
    ...own,
  })
  const stored = apply([], plan([tagged('lamps')]))
  const tagsAfter = (entry: IncomingItem, retag = false) => {
    const { changed } = planIngest([entry], stored, { now: LATER, retag, sourceOf: (id) => SOURCES[id] })
    return (changed[0]?.item ?? stored[0]?.item)?.topics
  }

  test('stay while its words stay, for the full text may be gone from the feed', () => {
    assert.deepEqual(tagsAfter(tagged('harbours')), ['lamps'])
  })

  test('are found anew with its words, and for all when that is asked for', () => {
    assert.deepEqual(tagsAfter(tagged('harbours', { title: 'Second light' })), ['harbours'])
    assert.deepEqual(tagsAfter(tagged('harbours'), true), ['harbours'])
  })
})

test('an entry that is older than wanted is left out, and said to be; one that is known is not', () => {
  const since = new Date('2026-08-19T00:00:00Z')
  const context = { now: NOW, since, sourceOf: (id: string) => SOURCES[id] }
  const old = planIngest([ORIGINAL, OTHER], [], context)
  assert.deepEqual([old.added.length, old.tooOld.length], [0, 2])
  assert.deepEqual(planIngest([{ ...OTHER, published: since }], [], context).tooOld, [])
  const known = planIngest([{ ...ORIGINAL, title: 'x' }], apply([], plan([ORIGINAL])), context)
  assert.deepEqual([known.changed.length, known.tooOld.length], [1, 0])
})
