import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Post } from '../../src/core/post/post.ts'
import { indexTags, NO_SHELF, type TaggedContent } from '../../src/site/tag-index.ts'
import { viewTag } from '../../src/site/tag-view.ts'
import { makeIssue, makeItem, makePick, makeSource, makeTopic } from '../builders.ts'

const now = new Date('2026-08-24T06:00:00Z')
const makeContent = (own: Partial<TaggedContent> = {}): TaggedContent => ({
  items: [],
  issues: [],
  topics: new Map([['harbours', makeTopic()]]),
  sourceNames: new Map([['harbour-blog', makeSource()]]),
  edits: [],
  posts: [],
  caseStudies: [],
  now,
  ...own,
})
/** Titles that are not alike, so that nothing is folded. */
const WORDS = 'anchor beacon capstan dinghy ensign fathom galley halyard island jetty keel lantern mast'.split(' ')
const item = (at: number, own: Parameters<typeof makeItem>[0] = {}) =>
  makeItem({
    url: `https://harbour.example/${at}`,
    title: `${WORDS[at % 13]} ${WORDS[Math.floor(at / 13) % 13]} ${at} ${WORDS[(at * 5 + 3) % 13]}`,
    topics: ['harbours'],
    published: new Date(Date.parse('2026-08-20T00:00:00Z') - at * 3_600_000).toISOString(),
    ...own,
  })
const shelfOf = (content: TaggedContent, tag = 'harbours') => indexTags(content).topics.get(tag) ?? NO_SHELF
const urls = (items: readonly { readonly url: string }[]) => items.map(({ url }) => new URL(url).pathname)

describe('what there is of a tag', () => {
  test('is found by topic, group, version and kind, newest first, whatever the order of the files', () => {
    const items = [
      item(2, { sigs: ['sig-node'] }),
      item(1, { versions: ['1.36'], kind: 'release' }),
      item(3, { topics: [], sigs: ['sig-node', 'sig-node'] }),
    ]
    for (const each of [items, items.toReversed()]) {
      const { topics, groups, versions, kinds } = indexTags(makeContent({ items: each }))
      assert.deepEqual(urls(topics.get('harbours')?.items ?? []), ['/1', '/2'])
      assert.deepEqual(urls(groups.get('sig-node')?.items ?? []), ['/2', '/3'])
      assert.deepEqual(urls(versions.get('1.36')?.items ?? []), ['/1'])
      assert.deepEqual([...kinds.keys()], ['blog', 'release'])
    }
  })

  test('counts as recent for ninety days, to the second', () => {
    const at = (published: string, index: number) => item(index, { published, firstSeen: published })
    const items = [at('2026-05-26T06:00:00Z', 1), at('2026-05-26T06:00:01Z', 2), at('2026-08-24T05:00:00Z', 3)]
    const { recent, newest } = shelfOf(makeContent({ items }))
    assert.deepEqual([recent, newest], [2, '2026-08-24'])
  })

  test('has the picks of published issues, newest issue first, by the tags of their items', () => {
    const [one, two] = [item(1), item(2, { topics: ['fog'] })]
    const picks = [makePick({ url: one.url }), makePick({ url: two.url })]
    const issues = [
      makeIssue({ number: 1, key: '2026-W33', picks }),
      makeIssue({ number: 3, key: '2026-W35', status: 'draft', picks }),
      makeIssue({ number: 2, picks }),
    ]
    const content = makeContent({ items: [one, two], issues })
    assert.deepEqual(
      shelfOf(content).picks.map(({ pick, issue }) => [pick.url, issue.number]),
      [
        [one.url, 2],
        [one.url, 1],
      ],
    )
    assert.equal(indexTags(content).picked.get(one.id)?.issue.number, 2)
  })

  test('has a pick whose item is gone by what its own words say', () => {
    const picks = [
      makePick({ title: 'A harbour of our own', blurb: 'What **SIG Node** says of it.' }),
      makePick({ url: 'https://harbour.example/sea', title: 'The sea', blurb: '' }),
    ]
    const content = makeContent({ issues: [makeIssue({ picks })] })
    assert.deepEqual(
      shelfOf(content).picks.map(({ pick }) => pick.title),
      ['A harbour of our own'],
    )
    assert.equal(indexTags(content).groups.get('sig-node')?.picks.length, 1)
  })

  test('has the posts and case studies that name it, newest first', () => {
    const post = (slug: string, date: string, topics: string[]) =>
      ({ slug, date, topics, sigs: [], versions: [], title: slug }) as unknown as Post
    const posts = [post('old', '2026-01-01', ['harbours']), post('new', '2026-02-01', ['harbours', 'fog'])]
    const shelf = shelfOf(makeContent({ posts: [...posts, post('other', '2026-03-01', ['fog'])] }))
    assert.deepEqual(
      shelf.writing.map(({ slug }) => slug),
      ['new', 'old'],
    )
  })
})

describe('the page of a tag', () => {
  const view = (content: TaggedContent) => viewTag(shelfOf(content), indexTags(content))

  test('tells a story once that several sources told', () => {
    const told = { title: 'Lighthouse keepers vote for longer lamps', excerpt: 'They did.' }
    const items = [
      item(1, told),
      item(2, {
        ...told,
        url: 'https://planet.example/2',
        sources: [{ id: 'planet', url: 'https://planet.example/2' }],
      }),
      item(3),
    ]
    const { lines, itemCount, older } = view(makeContent({ items }))
    assert.deepEqual([lines.length, itemCount, older], [2, 3, []])
    assert.equal(lines.find(({ title }) => title === told.title)?.also.length, 1)
  })

  test('shows the newest fifty, and counts the others by year', () => {
    const items = Array.from({ length: 120 }, (_, at) => item(at))
    const old = Array.from({ length: 7 }, (_, at) => item(200 + at, { published: '2019-05-01T00:00:00Z' }))
    const { lines, older } = view(makeContent({ items: [...old, ...items] }))
    assert.equal(lines.length, 50)
    assert.equal(lines[0]?.url, 'https://harbour.example/0')
    assert.deepEqual(older, [
      { year: '2026', count: 70 },
      { year: '2019', count: 7 },
    ])
  })

  test('shows five picks with their blurb, and those before as lines that lead into their issue', () => {
    const picks = Array.from({ length: 8 }, (_, at) => makePick({ url: item(at).url, source: 'Harbour Blog' }))
    const content = makeContent({
      items: Array.from({ length: 8 }, (_, at) => item(at)),
      issues: [makeIssue({ number: 12, picks })],
    })
    const { notes, picks: lines, pickCount } = view(content)
    assert.deepEqual([notes.length, lines.length, pickCount], [5, 3, 8])
    assert.equal(lines[0]?.url, `/issues/2026-W34/#${picks[5]?.id}`)
    assert.equal(lines[0].source, 'no. 12 · Harbour Blog')
  })

  test('is empty, and whole, where there is nothing', () => {
    const content = makeContent()
    assert.deepEqual(viewTag(NO_SHELF, indexTags(content)), {
      ...{ notes: [], picks: [], pickCount: 0, writing: [], lines: [], itemCount: 0, older: [] },
    })
  })
})
