import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { arrangeKeps, describeKep, kepName, listKeps } from '../../src/site/kep-page.ts'
import type { TaggedContent } from '../../src/site/tag-index.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../builders.ts'

const makeContent = (own: Partial<TaggedContent> = {}): TaggedContent => ({
  ...{ items: [], issues: [], topics: new Map(), sourceNames: new Map(), edits: [], posts: [], caseStudies: [] },
  now: new Date('2026-08-24T06:00:00Z'),
  ...own,
})
const item = (at: number, own: Parameters<typeof makeItem>[0] = {}) =>
  makeItem({ url: `https://harbour.example/${at}`, title: `Light ${at}`, ...own })
const pageOf = (own: Partial<TaggedContent>, number = '1287') => {
  const page = listKeps(makeContent(own)).find((each) => each.number === number)
  assert.ok(page)
  return page
}
const LINK = 'https://kep.k8s.io/1287'
const FOLDER = 'https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/1287-in-place-update'

describe('the pages of proposals', () => {
  test('are one for each number, in their order, however its tag is written; what is no number has none', () => {
    const items = [item(1, { keps: ['1287', '0753', '0000'] }), item(2, { keps: ['753', '99999', 'x', '9'] })]
    const pages = listKeps(makeContent({ items }))
    assert.deepEqual(
      pages.map(({ number, shelf }) => [number, shelf.items.length]),
      [
        ['9', 1],
        ['753', 2],
        ['1287', 1],
      ],
    )
  })

  test('are also of what a pick alone names, and say where it was covered last', () => {
    const picks = [makePick({ title: 'KEP-0753 is done', url: 'https://gone.example/' })]
    const issues = [makeIssue({ number: 12, key: '2026-W33', date: '2026-08-14', picks })]
    const { last, shelf } = pageOf({ issues }, '753')
    assert.deepEqual(last, { issue: '2026-W33', number: 12, date: '2026-08-14', pick: picks[0]?.id })
    assert.deepEqual([shelf.items.length, shelf.picks.length], [0, 1])
  })
})

describe('the title of a proposal', () => {
  test('is what the newest item calls it in its full text, with the source that says so', () => {
    const titled = (at: number, title: string, published: string) =>
      item(at, { keps: ['1287'], kepTitles: [{ kep: '1287', title }], published })
    const items = [titled(1, 'Resizing', '2026-08-17T00:00:00Z'), titled(2, 'In-place Update', '2026-08-18T00:00:00Z')]
    const sourceNames = new Map([['harbour-blog', makeSource()]])
    for (const order of [items, items.toReversed()]) {
      const { title, titledBy, otherTitles } = pageOf({ items: order, sourceNames })
      assert.deepEqual([title, titledBy, otherTitles], ['In-place Update', 'Harbour Blog', ['Resizing']])
    }
  })

  test('is unknown where no link gives it, and is not made of what items are called', () => {
    const page = pageOf({ items: [item(1, { keps: ['1287'], title: 'KEP-1287: beta' })] })
    assert.equal(page.title, undefined)
    assert.equal(kepName(page), 'KEP-1287')
  })

  test('is that of an item that is the proposal, before that of links, and other names are kept', () => {
    const items = [
      item(1, { keps: ['1287'], excerpt: `[KEP-1287: Resizing](${LINK})`, published: '2026-08-19T00:00:00Z' }),
      item(2, { keps: ['1287'], excerpt: `[KEP-1287: In-Place update](${LINK})` }),
      item(3, {
        ...{ url: 'https://github.com/kubernetes/enhancements/issues/1287', keps: ['1287'] },
        ...{ title: '1287: In-place Update', published: '2020-01-01T00:00:00Z' },
      }),
    ]
    for (const each of [items, items.toReversed()]) {
      const page = pageOf({ items: each })
      assert.deepEqual([page.title, page.otherTitles], ['In-place Update', ['Resizing']])
      assert.equal(kepName(page), 'KEP-1287: In-place Update')
    }
  })

  test('may stand in the blurb of a pick', () => {
    const picks = [makePick({ blurb: `See [KEP-1287: In-place Update](${LINK}).` })]
    const items = [item(1, { keps: ['1287'] }), makeItem({ keps: ['1287'] })]
    assert.equal(pageOf({ items, issues: [makeIssue({ picks })] }).title, 'In-place Update')
  })
})

describe('the group of a proposal', () => {
  test('is that of its folder, where a link leads there', () => {
    const items = [item(1, { keps: ['1287'], sigs: ['sig-auth'], excerpt: `[design](${FOLDER})` })]
    const { owner, groups } = pageOf({ items })
    assert.deepEqual([owner, groups], [{ group: 'sig-node', folder: '1287-in-place-update' }, []])
  })

  test('is otherwise only named with it, by what names few', () => {
    const items = [
      item(1, { keps: ['1287'], sigs: ['sig-node', 'sig-of-the-sea'], versions: ['1.9'] }),
      item(2, { keps: ['1287'], sigs: ['sig-apps', 'sig-auth', 'sig-cli'], versions: ['1.1', '1.2', '1.3'] }),
      item(3, { keps: ['1287', '1', '2'], sigs: ['sig-auth'], versions: ['1.4'] }),
      item(4, { keps: ['1287'], sigs: ['sig-apps', 'sig-node'], versions: ['1.36', '1.9'] }),
    ]
    const page = pageOf({ items })
    assert.deepEqual([page.owner, page.groups, page.versions], [undefined, ['sig-node', 'sig-apps'], ['1.9', '1.36']])
    assert.equal(describeKep(page, { groups: new Map() }), 'named with SIG Node, SIG Apps, Kubernetes 1.9, 1.36')
  })
})

describe('the list of proposals', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      item(at, { keps: [String(at + 1)], published: new Date(Date.UTC(2020, 0, 1 + at)).toISOString() }),
    )

  test('has what was named last in front, and the others by number', () => {
    const { newest, others, rest } = arrangeKeps(listKeps(makeContent({ items: many(120) })))
    assert.deepEqual([newest.length, newest[0]?.number, newest.at(-1)?.number], [100, '120', '21'])
    assert.deepEqual([others.length, others[0]?.number, others.at(-1)?.number, rest], [20, '1', '20', 0])
  })

  test('ends, and counts what it leaves out', () => {
    const { newest, others, rest } = arrangeKeps(listKeps(makeContent({ items: many(1_150) })))
    assert.deepEqual([newest.length, others.length, rest], [100, 1_000, 50])
  })

  test('counts being picked as being named', () => {
    const items = [item(1, { keps: ['1'] }), item(2, { keps: ['2'], published: '2020-01-01T00:00:00Z' })]
    const issues = [makeIssue({ date: '2026-08-21', picks: [makePick({ url: 'https://harbour.example/2' })] })]
    const { newest } = arrangeKeps(listKeps(makeContent({ items, issues })))
    assert.deepEqual(
      newest.map(({ number }) => number),
      ['2', '1'],
    )
  })
})
