import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { GroupProfile } from '../../src/core/tag/group-profile.ts'
import { listKindPages, viewKind } from '../../src/site/kind-page.ts'
import { KIND_GROUPS } from '../../src/site/kinds.ts'
import { factsAsOf, groupSigs, listSigs } from '../../src/site/sig-list.ts'
import { listTopics } from '../../src/site/topic-page.ts'
import { makeItem, makeSource, makeTopic } from '../builders.ts'

const makeProfile = (id: string, own: Partial<GroupProfile> = {}): GroupProfile => ({
  ...{ id, title: id.toUpperCase(), description: 'Looks after lamps.', meetings: [], ended: false },
  asOf: '2026-08-22',
  ...own,
})
type Shelf = Parameters<typeof listSigs>[0] & Parameters<typeof listKindPages>[0]
const makeContent = (own: Partial<Shelf> = {}): Shelf => ({
  items: [],
  issues: [],
  topics: new Map(),
  groups: new Map(),
  sources: [],
  sourceNames: new Map(),
  edits: [],
  posts: [],
  caseStudies: [],
  now: new Date('2026-08-24T06:00:00Z'),
  ...own,
})
const item = (at: number, own: Parameters<typeof makeItem>[0] = {}) =>
  makeItem({ url: `https://harbour.example/${at}`, title: `Number ${at} of ${at * 7}, ${at * 13}`, ...own })
const topicsOf = (...ids: string[]) => new Map(ids.map((id) => [id, makeTopic({ id, title: id.toUpperCase() })]))

describe('topics', () => {
  test('stand by name, and one that has nothing yet too', () => {
    const pages = listTopics(makeContent({ topics: topicsOf('quays', 'fog'), items: [item(1, { topics: ['quays'] })] }))
    assert.deepEqual(
      pages.map(({ topic, shelf }) => [topic.id, shelf.items.length]),
      [
        ['fog', 0],
        ['quays', 1],
      ],
    )
  })

  test('are related by the share of what they have in common, not by how much there is of one', () => {
    const many = Array.from({ length: 60 }, (_, at) => item(at, { topics: ['sea'] }))
    const both = Array.from({ length: 4 }, (_, at) => item(100 + at, { topics: ['sea', 'fog', 'lamps'] }))
    const chance = [item(200, { topics: ['fog', 'quays'] }), item(201, { topics: ['fog', 'gone'] })]
    const topics = topicsOf('sea', 'fog', 'lamps', 'quays')
    const pages = listTopics(makeContent({ topics, items: [...many, ...both, ...chance] }))
    const related = Object.fromEntries(pages.map((page) => [page.topic.id, page.related.map(({ id }) => id)]))
    assert.deepEqual(related, { fog: ['lamps', 'sea'], lamps: ['fog', 'sea'], quays: [], sea: ['lamps', 'fog'] })
  })

  test('are related to four others at most', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f']
    const items = [1, 2, 3].map((at) => item(at, { topics: ids }))
    const [page] = listTopics(makeContent({ topics: topicsOf(...ids), items }))
    assert.deepEqual(
      page?.related.map(({ id }) => id),
      ['b', 'c', 'd', 'e'],
    )
  })
})

describe('groups of Kubernetes', () => {
  const groups = new Map(
    [
      makeProfile('sig-node', { title: 'SIG Node' }),
      makeProfile('wg-batch', { title: 'WG Batch', asOf: '2026-08-01' }),
      makeProfile('sig-pm', { title: 'SIG PM', ended: true }),
    ].map((profile) => [profile.id, profile]),
  )

  test('have a page where they have a profile or are spoken of, and what is no group has none', () => {
    const items = [item(1, { sigs: ['sig-auth', 'sig-of-the-sea'] })]
    assert.deepEqual(
      listSigs(makeContent({ groups, items })).map(({ title }) => title),
      ['SIG Auth', 'SIG Node', 'SIG PM', 'WG Batch'],
    )
  })

  test('stand by what they are, those that have ended or are not described last', () => {
    const pages = listSigs(makeContent({ groups, items: [item(1, { sigs: ['committee-steering'] })] }))
    assert.deepEqual(
      groupSigs(pages).map(({ id, pages: of }) => [id, of.map((page) => page.id)]),
      [
        ['sigs', ['sig-node']],
        ['working-groups', ['wg-batch']],
        ['others', ['sig-pm', 'committee-steering']],
      ],
    )
    assert.equal(factsAsOf(pages), '2026-08-01')
  })
})

describe('kinds', () => {
  test('all have a page, with the sources of the kind by name', () => {
    const sources = ['Zebra', 'Anchor'].map((title) => makeSource({ id: title.toLowerCase(), title }))
    const pages = listKindPages(makeContent({ sources: [...sources, makeSource({ id: 'tags', kind: 'release' })] }))
    assert.deepEqual(
      pages.map(({ kind }) => kind),
      KIND_GROUPS.map(({ kind }) => kind),
    )
    assert.deepEqual(
      pages.find(({ kind }) => kind === 'blog')?.sources.map(({ title }) => title),
      ['Anchor', 'Zebra'],
    )
    assert.ok(pages.every(({ description }) => description.endsWith('.')))
  })

  test('name of their sources those that we follow', () => {
    const old = makeSource({ id: 'old', title: 'Old', retired: { since: '2026-08-03' } })
    const pages = listKindPages(makeContent({ sources: [makeSource(), old] }))
    assert.deepEqual(
      pages.find(({ kind }) => kind === 'blog')?.sources.map(({ id }) => id),
      ['harbour-blog'],
    )
  })

  test('show their newest hundred by day', () => {
    const items = Array.from({ length: 130 }, (_, at) =>
      item(at, { published: new Date(Date.parse('2026-08-18T10:00:00Z') - at * 7_200_000).toISOString() }),
    )
    const content = makeContent({ items })
    const page = listKindPages(content).find(({ kind }) => kind === 'blog')
    assert.ok(page)
    const { days, older } = viewKind(page, content)
    assert.equal(days.flatMap(({ lines }) => lines).length, 100)
    assert.deepEqual([days[0]?.day, days[0]?.lines.length, older], ['2026-08-18', 6, [{ year: '2026', count: 30 }]])
  })
})
