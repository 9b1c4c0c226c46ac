import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Item } from '../../../src/core/item/item.ts'
import { RESERVED_SOURCES } from '../../../src/core/source/source.ts'
import { foldItems } from '../../../src/core/story/fold-items.ts'
import type { Story, StoryEdit } from '../../../src/core/story/story.ts'
import { makeItem, makeSource } from '../../builders.ts'

const TEXT =
  'The lamp of the outer harbour went out twice last winter, and both times nobody on the shore could say why it did so.'

const SOURCES = new Map(
  ['harbour', 'lighthouse', 'quay', 'pier', 'planet', 'talk', 'advisories']
    .map((id) => makeSource({ id, title: `${id} news`, url: `https://${id}.example/feed.xml` }))
    .map((source) => [source.id, source]),
)

/** An item of a source, on the source's own site. */
function told(source: string, title: string, own: Partial<Item> = {}): Item {
  const url = own.url ?? `https://${source}.example/${encodeURIComponent(title).slice(0, 200)}`
  return makeItem({ title, url, excerpt: '', sources: [{ id: source, url }], ...own })
}

function undated(item: Item): Item {
  const { published: _none, ...rest } = item
  return rest
}

const fold = (items: readonly Item[], edits: readonly StoryEdit[] = []) => foldItems(items, { sources: SOURCES, edits })
const isOne = (...items: readonly Item[]) => fold(items).length === 1
const at = (day: string): Partial<Item> => ({ published: `2026-08-${day}T00:00:00Z` })

describe('two items are one story', () => {
  const title = 'Keeping the lamps of a harbour lit'
  const cases: [name: string, one: Item, other: Item][] = [
    ['that bear one title', told('harbour', title), told('quay', title)],
    [
      'of which one has the name of a source before its title',
      told('harbour', title),
      told('planet', `Quay News: ${title}`),
    ],
    ['of which one says what it is', told('harbour', title), told('talk', `Show HN: ${title}`)],
    ['of which one adds a word at the end', told('harbour', title), told('talk', `${title} : seafaring`)],
    [
      'with the same version, spelt otherwise',
      told('harbour', 'Announcing Lamp 3.7'),
      told('quay', 'Announcing Lamp v3.7.0'),
    ],
    ['with a week between them', told('harbour', title, at('10')), told('quay', title, at('17'))],
    ['with the same words weeks later', told('harbour', title, at('01')), told('quay', title, at('31'))],
    ['of which one has no date', told('harbour', title), undated(told('quay', title))],
    [
      'with few words, and the same text',
      told('harbour', 'Lights out', { excerpt: TEXT }),
      told('quay', 'Lights out', { excerpt: TEXT }),
    ],
    [
      'with a title half as long, and the same text',
      told('harbour', 'Why the lamp of the outer harbour went dark twice', { excerpt: TEXT }),
      told('quay', 'The lamp of the outer harbour went dark', { excerpt: TEXT }),
    ],
    [
      'of which one is the release, and the other says so',
      told('harbour', 'v1.36.2', { kind: 'release', url: 'https://github.com/harbour/lamp/releases/tag/v1.36.2' }),
      told('quay', 'Lamp 1.36.2 released'),
    ],
    ...RESERVED_SOURCES.map((id): [string, Item, Item] => [
      `that no feed brought (${id})`,
      ...twoOf(id, 'https://one.example/a', 'https://two.example/b'),
    ]),
    ['in Japanese', told('harbour', '灯台の明かりを絶やさない'), told('quay', '灯台の明かりを絶やさない')],
    ['in Arabic', told('harbour', 'منارة الميناء القديم'), told('quay', 'منارة الميناء القديم!')],
    ['with markup in a title', told('harbour', title), told('quay', 'Keeping the <b>lamps</b> of a harbour lit')],
    [
      'with a title of 2,000 characters',
      told('harbour', `${'harbour lamp '.repeat(153)}x`),
      told('quay', `${'harbour lamp '.repeat(153)}x`),
    ],
  ]
  for (const [name, one, other] of cases) {
    test(name, () => {
      assert.equal(isOne(one, other), true)
      assert.deepEqual(fold([other, one])[0]?.id, fold([one, other])[0]?.id)
    })
  }

  function twoOf(id: string, one: string, other: string): [Item, Item] {
    const brought = (url: string) => told(id, title, { url, sources: [{ id, url }] })
    return [brought(one), brought(other)]
  }
})

describe('two items are two stories', () => {
  const title = 'Keeping the lamps of a harbour lit'
  const cases: [name: string, one: Item, other: Item][] = [
    ['of one source', told('harbour', title), told('harbour', title, { url: 'https://harbour.example/again' })],
    ['that share a source', told('harbour', title), both('quay', 'harbour', title)],
    ['on one site', told('harbour', title), told('planet', title, { url: 'https://www.harbour.example/again' })],
    ['of two parts', told('harbour', `${title}, Part 1`), told('quay', `${title}, Part 2`)],
    ['of which one is a part', told('harbour', title), told('quay', `${title}, Part 2`)],
    ['of two versions', told('harbour', 'Announcing Lamp 3.7'), told('quay', 'Announcing Lamp 3.8')],
    [
      'of a release and its candidate',
      told('harbour', 'Announcing Lamp 3.7'),
      told('quay', 'Announcing Lamp 3.7-rc.1'),
    ],
    ['of beta and GA', told('harbour', `${title} graduates to beta`), told('quay', `${title} graduates to GA`)],
    ['of two years', told('harbour', 'Steering election results 2025'), told('quay', 'Steering election results 2026')],
    ['of two months', told('harbour', `${title} in May`), told('quay', `${title} in June`)],
    ['two months apart', told('harbour', title, { published: '2026-06-01T00:00:00Z' }), told('quay', title, at('18'))],
    ['three weeks apart, with more words', told('harbour', title, at('01')), told('quay', `Again: ${title}`, at('22'))],
    [
      'with a word in the place of another',
      told('harbour', 'Spotlight on SIG Storage and its lamps'),
      told('quay', 'Spotlight on SIG Network and its lamps'),
    ],
    [
      'with words put in between',
      told('harbour', 'Steering Committee Election Results'),
      told('quay', 'Dapr Steering and Technical Committee Election Results'),
    ],
    ['that are regular, and say no more', told('harbour', 'Weekly update'), told('quay', 'Weekly update')],
    ['with a version and no name', told('harbour', 'v1.2.3'), told('quay', 'v1.2.3')],
    ['of two projects with one version', release('harbour', 'lamp'), release('quay', 'bell')],
    ['with few words, and other texts', told('harbour', 'Lights out', { excerpt: TEXT }), told('quay', 'Lights out')],
    [
      'of which one writes about the other',
      told('harbour', 'Announcing the harbour lamp feed', { excerpt: TEXT }),
      told('quay', 'Implementing the harbour lamp feed', {
        excerpt: 'See [it](https://harbour.example/Announcing%20the%20harbour%20lamp%20feed).',
      }),
    ],
    ['with nothing but signs in their titles', told('harbour', '🚀🚀🚀'), told('quay', '🚀🚀🚀')],
  ]
  for (const [name, one, other] of cases) {
    test(name, () => assert.equal(isOne(one, other), false))
  }

  function both(one: string, other: string, of: string): Item {
    const url = `https://${one}.example/both`
    return told(one, of, { url, sources: [one, other].map((id) => ({ id, url })) })
  }

  function release(owner: string, name: string): Item {
    const url = `https://github.com/${owner}/${name}/releases/tag/v1.2.3`
    return told(owner, 'v1.2.3', { kind: 'release', url, excerpt: `${name} ${owner} is out` })
  }
})

describe('what leads a story', () => {
  const title = 'CVE-2026-4242: the lamp of Harbour 1.36.2 falls'
  const repost = told('pier', title, { url: 'https://dev.to/pier/lamp', ...at('01') })
  const talk = told('talk', title, { url: 'https://news.ycombinator.com/item?id=1', kind: 'community', ...at('01') })
  const found = told('planet', title, { url: 'https://elsewhere.example/lamp', ...at('01') })
  const post = told('quay', title, at('03'))
  const later = told('lighthouse', title, at('04'))
  const advisory = told('advisories', title, {
    url: 'https://github.com/a/b/security/advisories/GHSA-1-2-3',
    ...at('06'),
  })
  const cases: [name: string, lead: Item, ...others: Item[]][] = [
    ['the advisory, though it came last', advisory, repost, talk, found, post, later],
    ['what stands on the site of its source', post, repost, talk, found],
    ['the earlier of two', post, later],
    ['a repost before talk about it', repost, talk],
  ]
  for (const [name, lead, ...others] of cases) {
    test(name, () => {
      for (const items of [
        [lead, ...others],
        [...others, lead],
      ]) {
        const [story, ...rest] = fold(items)
        assert.deepEqual([story?.id, story?.items[0]?.id, rest.length], [lead.id, lead.id, 0])
      }
    })
  }

  test('what others declare to be the original, though it is no earlier', () => {
    const url = 'https://pier.example/lamp'
    const carriers = [{ id: 'pier', url: 'https://pier.example/copy-of-lamp' }]
    const original = told('pier', title, { url, sources: carriers, ...at('05') })
    assert.equal(fold([post, original])[0]?.id, original.id)
  })
})

describe('editors', () => {
  const [a, b, c, d] = ['harbour', 'quay', 'pier', 'lighthouse'].map((source, index) =>
    told(source, `The ${['first', 'other', 'third', 'last'][index]} lamp that ${source} lit`, at(`0${index + 1}`)),
  ) as [Item, Item, Item, Item]
  const same = ['harbour', 'quay', 'pier'].map((source, index) =>
    told(source, 'Keeping the lamps of a harbour lit', at(`0${index + 1}`)),
  ) as [Item, Item, Item]
  const [x, y, z] = same
  const merge = (...of: readonly Item[]): StoryEdit => ({ verb: 'merge', ids: of.map(({ id }) => id) })
  const split = (...of: readonly Item[]): StoryEdit => ({ verb: 'split', ids: of.map(({ id }) => id) })
  const all = [a, b, c, d, x, y, z]
  const names = new Map(all.map((item, index) => [item.id, 'abcdxyz'.charAt(index)]))
  const shown = (stories: readonly Story[]) =>
    stories
      .map(({ items: [lead, ...others] }) => [lead, ...others.toSorted((m, n) => all.indexOf(m) - all.indexOf(n))])
      .map((items) => items.map(({ id }) => names.get(id)).join(''))
      .join(' ')

  const cases: [name: string, edits: StoryEdit[], expected: string][] = [
    ['say nothing', [], 'a b c d xyz'],
    ['merge, and the first named leads', [merge(b, a)], 'ba c d xyz'],
    ['merge three', [merge(c, a, b)], 'cab d xyz'],
    ['merge twice, and the story that was there first leads', [merge(b, a), merge(a, c)], 'bac d xyz'],
    ['merge twice, and the first named of the second leads', [merge(b, a), merge(c, a)], 'cab d xyz'],
    ['name another lead of a story', [merge(b, a), merge(a, b)], 'ab c d xyz'],
    ['name another lead of a story that was found', [merge(z, x)], 'a b c d zxy'],
    ['merge into a story that was found, whose lead leads', [merge(y, a)], 'xayz b c d'],
    ['merge what was found into another', [merge(a, z)], 'axyz b c d'],
    ['split what was found', [split(x, y, z)], 'a b c d x y z'],
    ['split two, and the third stays with the first', [split(y, x)], 'a b c d xz y'],
    ['split one from all', [split(y)], 'a b c d xz y'],
    ['split, then merge', [split(x, y, z), merge(x, y)], 'a b c d xy z'],
    ['merge, then split', [merge(a, b), split(a, b)], 'a b c d xyz'],
    ['split two of a merged three', [merge(c, a, b), split(a, b)], 'ca b d xyz'],
    ['split, and merge both with a third: the later holds', [split(a, b), merge(a, c), merge(c, b)], 'a cb d xyz'],
    ['split one from all, then merge it', [split(y), merge(a, y)], 'ay b c d xz'],
    ['merge a story found with what one of it is split from', [split(z, a), merge(x, a)], 'xay b c d z'],
    [
      'name what is not there',
      [
        { verb: 'merge', ids: ['0000000000', a.id] },
        { verb: 'split', ids: [] },
      ],
      'a b c d xyz',
    ],
    [
      'merge through what is not there',
      [
        { verb: 'merge', ids: [a.id, '0000000000'] },
        { verb: 'merge', ids: ['0000000000', b.id] },
      ],
      'ab c d xyz',
    ],
    ['merge one with itself', [merge(a, a)], 'a b c d xyz'],
  ]
  for (const [name, edits, expected] of cases) {
    test(`${name}: ${expected}`, () => assert.equal(shown(fold(all, edits)), expected))
  }

  test('merge what one source said, against every rule', () => {
    const other = told('harbour', 'Something else altogether', { published: '2020-01-01T00:00:00Z' })
    assert.equal(fold([a, other], [merge(a, other)]).length, 1)
  })

  test('hold, whatever they said before, in any order of the items', () => {
    const next = pseudoRandom(7)
    for (let round = 0; round < 300; round++) {
      const edits = Array.from({ length: 1 + next(6) }, (): StoryEdit => {
        const of = all.filter(() => next(3) === 0).sort(() => next(3) - 1)
        return next(2) === 0 ? merge(...of) : split(...of)
      })
      const stories = fold(all, edits)
      assert.deepEqual(stories.flatMap(({ items }) => items.map(({ id }) => id)).sort(), all.map(({ id }) => id).sort())
      const reversed = fold(all.toReversed(), edits)
      const byId = (of: readonly Story[]) => of.map(({ items }) => items.map(({ id }) => id)).sort()
      assert.deepEqual(byId(reversed), byId(stories))
      const storyOf = new Map(stories.flatMap((story) => story.items.map(({ id }) => [id, story] as const)))
      const decided = new Set<string>()
      for (const [index, { verb, ids }] of edits.toReversed().entries()) {
        for (const one of ids) {
          for (const other of ids) {
            if (one >= other || decided.has(one + other)) continue
            decided.add(one + other)
            if (verb === 'split') assert.notEqual(storyOf.get(one), storyOf.get(other))
            else if (index === 0) assert.equal(storyOf.get(one), storyOf.get(other))
          }
        }
      }
    }
  })
})

/** Whole numbers below a bound, the same at each run. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

describe('a pool', () => {
  test('of nothing makes no stories', () => assert.deepEqual(foldItems([]), []))

  test('without sources is folded all the same', () => {
    const title = 'Keeping the lamps of a harbour lit'
    assert.equal(foldItems([told('harbour', title), told('quay', title)]).length, 1)
  })

  test('keeps the order of its first items, and each item once', () => {
    const items = [
      told('quay', 'Nets'),
      told('harbour', 'Lamps that burn all night'),
      told('pier', 'Ropes'),
      told('quay', 'Lamps that burn all night'),
    ]
    assert.deepEqual(
      fold(items).map(({ items: of }) => of.length),
      [1, 2, 1],
    )
    assert.equal(fold([...items, ...items]).flatMap((story) => story.items).length, 4)
  })

  test('is folded alike in any order', () => {
    const next = pseudoRandom(3)
    const words = ['lamp', 'net', 'rope', 'bell', 'tide', 'keeper', 'fog', 'quay', 'buoy', 'mast']
    const items = Array.from({ length: 200 }, (_, index) =>
      told(
        ['harbour', 'quay', 'pier', 'planet', 'talk'][index % 5] ?? '',
        Array.from({ length: 4 }, () => words[next(10)]).join(' '),
        {
          url: `https://site-${index}.example/`,
          published: `2026-08-${10 + next(20)}T00:00:00Z`,
        },
      ),
    )
    const shape = (of: readonly Item[]) =>
      fold(of)
        .map((story) => story.items.map(({ id }) => id).join(' '))
        .sort()
    assert.deepEqual(shape(items.toReversed()), shape(items))
    assert.ok(shape(items).length < items.length)
  })

  test('never holds two items of one source in a story that no editor made', () => {
    const items = Array.from({ length: 60 }, (_, index) =>
      told(['harbour', 'quay', 'pier'][index % 3] ?? '', 'Keeping the lamps of a harbour lit', {
        url: `https://site-${index}.example/`,
      }),
    )
    for (const { items: of } of fold(items)) {
      const carriers = of.flatMap(({ sources }) => sources.map(({ id }) => id))
      assert.equal(new Set(carriers).size, carriers.length)
    }
  })

  test('of ten thousand with titles of one pattern stays ten thousand stories', () => {
    const items = Array.from({ length: 10_000 }, (_, index) =>
      told(`source-${index % 70}`, `Lamp ${index}, and what its keeper saw`, { url: `https://site-${index}.example/` }),
    )
    assert.equal(foldItems(items).length, 10_000)
  })
})
