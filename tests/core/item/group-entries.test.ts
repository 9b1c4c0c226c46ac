import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { groupEntries } from '../../../src/core/item/group-entries.ts'
import type { IncomingItem } from '../../../src/core/item/incoming-item.ts'
import type { StoredItem } from '../../../src/core/item/item-file.ts'
import { cleanUrl } from '../../../src/core/text/canonical-url.ts'
import { makeIncoming, makeSource, makeStored } from '../../builders.ts'

const SITE = 'https://harbour.example/posts/'
const SOURCES = new Map(
  [
    makeSource({ aliases: ['old-harbour.example'] }),
    makeSource({ id: 'planet', url: 'https://planet.example/feed' }),
    makeSource({ id: 'releases', url: 'https://github.com/harbour/lamp/releases.atom' }),
  ].map((source) => [source.id, source]),
)

interface Entry {
  readonly source?: string
  readonly guid?: string
  readonly link: string
  /** The address that it declares to be the original. */
  readonly original?: string
  readonly title?: string
  readonly date?: string
}

function makeEntry({ source = 'harbour-blog', guid, link, original, title, date }: Entry): IncomingItem {
  const url = cleanUrl(original ?? link) ?? link
  return makeIncoming({
    url,
    carrier: { id: source, url: link, ...(guid === undefined ? {} : { guid }) },
    ...(title === undefined ? {} : { title }),
    ...(date === undefined ? {} : { published: new Date(date) }),
  })
}

/** What is stored of an item that one source carried. */
function makeKnown({ source = 'harbour-blog', guid, link, original, title, date }: Entry): StoredItem {
  return makeStored({
    url: original ?? link,
    sources: [{ id: source, url: link, ...(guid === undefined ? {} : { guid }) }],
    ...(title === undefined ? {} : { title }),
    ...(date === undefined ? {} : { published: date }),
  })
}

/** The groups as the titles or links of their entries, `known` where the item was stored. */
function group(entries: readonly Entry[], known: readonly Entry[] = []): string[] {
  const stored = known.map(makeKnown)
  const read = (incoming: readonly IncomingItem[]) =>
    groupEntries(incoming, stored, (id) => SOURCES.get(id)).map(({ entries: members, before }) => {
      const names = members.map(({ carrier }) => `${carrier.id}:${carrier.guid ?? carrier.url}`).sort()
      return `${names.join(' + ')}${before === undefined ? '' : ` = ${before.item.url}`}`
    })
  const incoming = entries.map(makeEntry)
  const groups = read(incoming)
  assert.deepEqual(read(incoming.toReversed()), groups, 'the order of the entries makes a difference')
  return groups.sort()
}

const A = `${SITE}a/`
const B = `${SITE}b/`

describe('an entry is a known item', () => {
  const cases: readonly (readonly [string, Entry, Entry, boolean])[] = [
    [
      'by its id, whatever the address and the title',
      { guid: '1', link: B, title: 'New' },
      { guid: '1', link: A },
      true,
    ],
    ['not by the id that another source gave', { guid: '1', link: B }, { source: 'planet', guid: '1', link: A }, false],
    [
      'by its address, whatever the id',
      { guid: '2', link: `${A}?utm_source=rss`, title: 'New' },
      { guid: '1', link: A },
      true,
    ],
    [
      'by the address that it declares',
      { source: 'planet', link: 'https://mirror.example/a', original: A },
      { link: A },
      true,
    ],
    [
      'by the address that it had at its carrier',
      { source: 'planet', link: 'https://mirror.example/a' },
      { source: 'planet', link: 'https://mirror.example/a', original: A },
      true,
    ],
    [
      'by its title, with a new id and a new address on the same site',
      { guid: '2', link: B },
      { guid: '1', link: A },
      true,
    ],
    [
      'by its title, on a host that the source names as its own',
      { guid: '2', link: A },
      { guid: '1', link: 'https://old-harbour.example/2026/x' },
      true,
    ],
    [
      'by its title, at the same path of another host',
      { source: 'planet', guid: '2', link: 'https://new.example/blog/a/' },
      { source: 'planet', guid: '1', link: 'https://old.example/blog/a/' },
      true,
    ],
    [
      'not by its title on another site',
      { source: 'planet', guid: '2', link: 'https://one.example/b' },
      { source: 'planet', guid: '1', link: 'https://two.example/a' },
      false,
    ],
    [
      'not by its title in another repository of one host',
      { source: 'planet', guid: '2', link: 'https://github.com/harbour/oil/releases/v1' },
      { source: 'planet', guid: '1', link: 'https://github.com/harbour/lamp/releases/v1.0' },
      false,
    ],
    [
      'not by the title of years ago',
      { guid: '2', link: B, date: '2026-08-18T09:00:00Z' },
      { guid: '1', link: A, date: '2022-08-18T09:00:00Z' },
      false,
    ],
    ['not by the title of another source', { guid: '2', link: B }, { source: 'planet', guid: '1', link: A }, false],
    [
      'not by an id that was given anew a year later',
      { guid: '1', link: B, title: 'Second light', date: '2026-08-18T09:00:00Z' },
      { guid: '1', link: A, date: '2025-08-18T09:00:00Z' },
      false,
    ],
  ]
  for (const [name, entry, known, isKnown] of cases) {
    test(name, () => {
      const [only] = group([entry], [known])
      assert.equal(only?.includes(' = '), isKnown, only)
    })
  }

  test('not by its title while what had that title is still in the feed', () => {
    const known = { guid: '1', link: A }
    assert.deepEqual(group([known, { guid: '2', link: B }], [known]), [
      'harbour-blog:1 = https://harbour.example/posts/a/',
      'harbour-blog:2',
    ])
  })

  test('not by a title that two known items have', () => {
    const known = [
      { guid: '1', link: A },
      { guid: '2', link: B },
    ]
    assert.deepEqual(group([{ guid: '3', link: `${SITE}c/` }], known), ['harbour-blog:3'])
  })

  test('not by an id that several entries of the feed share', () => {
    const shared = [
      { guid: 'x', link: B, title: 'Bee' },
      { guid: 'x', link: `${SITE}c/`, title: 'Sea' },
    ]
    assert.deepEqual(group(shared, [{ guid: 'x', link: A, title: 'Ay' }]), ['harbour-blog:x', 'harbour-blog:x'])
  })

  test('and with it all entries that have its address, also those that do not know its id', () => {
    const moved = { guid: '1', link: B, title: 'Moved' }
    const copy = { source: 'planet', guid: 'p', link: B }
    assert.deepEqual(group([moved, copy], [{ guid: '1', link: A }]), [`harbour-blog:1 + planet:p = ${A}`])
  })
})

describe('entries are one item', () => {
  const cases: readonly (readonly [string, readonly Entry[], number])[] = [
    [
      'where their addresses differ in nothing that matters',
      [{ link: A }, { source: 'planet', link: 'http://www.harbour.example/posts/a?utm_medium=x#top' }],
      1,
    ],
    [
      'where one declares the address of the other',
      [{ link: A }, { source: 'planet', link: 'https://mirror.example/a', original: A }],
      1,
    ],
    [
      'where one is the mirror that another traced to its original',
      [
        { source: 'planet', link: 'https://mirror.example/a' },
        { source: 'releases', link: 'https://mirror.example/a', original: A },
      ],
      1,
    ],
    [
      'not where they share a title alone',
      [
        { guid: '1', link: A },
        { source: 'planet', guid: '2', link: 'https://mirror.example/a' },
      ],
      2,
    ],
    [
      'not where one feed has both at once, with a title in common',
      [
        { guid: '1', link: A },
        { guid: '2', link: B },
      ],
      2,
    ],
    [
      'not where they are parts of one page, each with an id, a title and a fragment',
      [
        { guid: '1', link: `${A}#august`, title: 'August' },
        { guid: '2', link: `${A}#july`, title: 'July' },
      ],
      2,
    ],
    [
      'where a feed tells one story twice, and says so',
      [
        { guid: '1', link: A, original: SITE, title: 'Ay' },
        { guid: '2', link: B, original: SITE, title: 'Bee' },
      ],
      1,
    ],
    [
      'not where a feed declares its front page to be the original of all that it has',
      [
        { guid: '1', link: A, original: 'https://harbour.example/', title: 'Ay' },
        { guid: '2', link: B, original: 'https://harbour.example/', title: 'Bee' },
      ],
      2,
    ],
    [
      'not where a feed declares one page to be the original of all that it has',
      ['a', 'b', 'c', 'd', 'e'].map((name) => ({ guid: name, link: `${SITE}${name}/`, original: SITE, title: name })),
      5,
    ],
  ]
  for (const [name, entries, count] of cases) {
    test(name, () => {
      assert.equal(group(entries).length, count, group(entries).join('\n'))
    })
  }

  test('and nobody takes a story from its site by declaring another original for its address', () => {
    const thief = { source: 'planet', link: A, original: 'https://thief.example/' }
    assert.deepEqual(group([{ guid: '1', link: A }, thief]), ['harbour-blog:1', `planet:${A}`])
    assert.deepEqual(group([{ guid: '1', link: A }], [thief]), ['harbour-blog:1'])
  })

  test('parts of one page stay apart when the next one comes alone', () => {
    const july = { guid: '1', link: `${A}#july`, title: 'July' }
    const august = { guid: '2', link: `${A}#august`, title: 'August' }
    const [next, ...more] = groupEntries([makeEntry(august)], [makeKnown(july)], (id) => SOURCES.get(id))
    assert.deepEqual([next?.before, more], [undefined, []])
    assert.notEqual(next?.id, makeKnown(july).item.id)
  })
})
