import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { planDraft } from '../../../src/core/issue/plan-draft.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import type { Item } from '../../../src/core/item/item.ts'
import type { Source } from '../../../src/core/source/source.ts'
import { foldItems } from '../../../src/core/story/fold-items.ts'
import { rankStories } from '../../../src/core/story/rank-stories.ts'
import { makeIssue, makeItem, makePick, makeSource } from '../../builders.ts'

const NOW = new Date('2026-08-20T12:00:00Z')

/** An item of a source of its own, unless one is named. */
function post(name: string, source = name, own: Partial<Item> = {}): Item {
  const url = own.url ?? `https://${source}.example/${name}`
  return makeItem({ title: `About ${name}`, url, sources: [{ id: source, url }], ...own })
}

const release = (project: string, version: string, published: string) =>
  post(version, `releases-${project}`, {
    url: `https://github.com/x/${project}/releases/tag/${version}`,
    title: version,
    kind: 'release',
    published,
  })

function draft(
  items: readonly Item[],
  options: { count?: number; issue?: Issue; taken?: string[]; sources?: Partial<Source>[] } = {},
) {
  const { count = 20, issue = makeIssue({ status: 'draft' }), taken = [] } = options
  const ids = new Set(items.flatMap((item) => item.sources.map(({ id }) => id)))
  const sources = new Map([...ids].map((id) => [id, makeSource({ id, title: id })]))
  for (const own of options.sources ?? []) sources.set(own.id ?? '', makeSource({ title: own.id ?? '', ...own }))
  const isTaken = ({ lead }: { lead: Item }) => taken.includes(lead.title)
  return planDraft(issue, rankStories(foldItems(items), { sources, now: NOW }), { sources, now: NOW, count, isTaken })
}

const titles = (picks: readonly { title: string }[]) => picks.map(({ title }) => title)
const many = (count: number, source?: string) =>
  Array.from({ length: count }, (_, n) =>
    post(`topic ${'abcdefghijklmnopqrstuvwxyz'.charAt(n)}`.replace(' ', '-'), source ?? `s${n}`),
  )

describe('a draft', () => {
  test('fills up to the number, counting what is picked already', () => {
    assert.equal(draft(many(26)).length, 20)
    const issue = makeIssue({ status: 'draft', picks: [makePick(), makePick({ url: 'https://x.example/' })] })
    assert.equal(draft(many(26), { issue, count: 5 }).length, 3)
  })

  test('is the same for the same pool in any order', () => {
    const items = many(26)
    assert.deepEqual(draft(items.toReversed()), draft(items))
  })

  test('takes no more than three of one source, those picked by hand included', () => {
    assert.equal(draft(many(10, 'one')).length, 3)
    const issue = makeIssue({
      status: 'draft',
      picks: [makePick({ source: 'one' }), makePick({ source: 'one', url: 'https://x.example/' })],
    })
    assert.equal(draft(many(10, 'one'), { issue }).length, 1)
  })

  test('takes the newest release of a project, and no release candidate', () => {
    const items = [
      release('lamp', 'v1.1.0', '2026-08-15T00:00:00Z'),
      release('lamp', 'v1.2.0', '2026-08-18T00:00:00Z'),
      release('rope', 'v2.0.0-rc.1', '2026-08-19T00:00:00Z'),
    ]
    assert.deepEqual(titles(draft(items)), ['releases-lamp v1.2.0'])
  })

  test('takes the highest version of a project, though a patch of an old branch came later', () => {
    const items = [
      release('lamp', 'v1.10.0', '2026-08-15T00:00:00Z'),
      release('lamp', 'v1.9.4', '2026-08-18T00:00:00Z'),
    ]
    assert.deepEqual(titles(draft(items)), ['releases-lamp v1.10.0'])
  })

  test('takes no more releases than a quarter while there is anything else', () => {
    const releases = Array.from({ length: 15 }, (_, n) => release(`p${n}`, `v${n}.0.0`, '2026-08-20T00:00:00Z'))
    const count = (items: Item[]) =>
      draft(items, { count: 8 }).filter(({ section }) => section === 'subproject-releases').length
    assert.equal(count([...releases, ...many(20)]), 2)
    assert.equal(count(releases), 8)
  })

  test('leaves out what ran before, and what is picked', () => {
    const [a, b, c] = many(3) as [Item, Item, Item]
    const issue = makeIssue({ status: 'draft', picks: [makePick({ id: b.id, title: 'Ours' })] })
    assert.deepEqual(titles(draft([a, b, c], { issue, taken: [a.title] })), [c.title])
  })

  test('takes one of two with the same title', () => {
    assert.equal(
      draft([post('a', 's1', { title: 'Gateway: 1.5!' }), post('b', 's2', { title: 'gateway 1.5' })]).length,
      1,
    )
  })

  test('prefers anything to a second part of a series, to a fourth of one organisation, and to what is old', () => {
    const series = [
      post('w1', 'week', { title: 'Week Ending August 09, 2026' }),
      post('w2', 'week', { title: 'Week Ending August 16, 2026' }),
    ]
    assert.equal(draft([...series, post('x')], { count: 2 }).filter(({ source }) => source === 'week').length, 1)
    assert.equal(draft(series, { count: 2 }).length, 2)
    const unlike = ['Markdown in practice', 'Decisions in practice'].map((title) => post(title, 'week', { title }))
    const sources = [
      { id: 'week', weight: 5 },
      { id: 'x', weight: 1 },
    ]
    assert.deepEqual(
      draft([...unlike, post('x')], { count: 2, sources }).map(({ source }) => source),
      ['week', 'week'],
    )

    const org = Array.from({ length: 6 }, (_, n) => ({ id: `o${n}`, org: 'Acme', weight: 5 }))
    const theirs = org.map(({ id }, n) => post(`thing-${'abcdef'.charAt(n)}`, id))
    const picks = draft([...theirs, ...many(10)], { count: 8, sources: org })
    assert.equal(picks.filter(({ source }) => source.startsWith('o')).length, 2)

    const old = post('old', 'heavy', { published: '2026-05-01T00:00:00Z' })
    const heavy = [
      { id: 'heavy', weight: 5 },
      { id: 'light', weight: 1 },
    ]
    assert.deepEqual(
      titles(draft([old, post('new', 'light', { published: '2026-07-30T00:00:00Z' })], { count: 1, sources: heavy })),
      ['About new'],
    )
  })

  test('leads with one to three headlines of different sources, where there are none', () => {
    const headlines = (count: number, issue?: Issue) =>
      draft([...many(5, 'one'), ...many(20)], {
        count,
        ...(issue ? { issue } : {}),
        sources: [{ id: 'one', weight: 5 }],
      }).filter(({ section }) => section === 'headlines')
    assert.deepEqual(
      [20, 10, 5].map((count) => headlines(count).length),
      [3, 2, 1],
    )
    assert.equal(new Set(headlines(20).map(({ source }) => source)).size, 3)
    assert.equal(headlines(20, makeIssue({ status: 'draft', picks: [makePick({ section: 'headlines' })] })).length, 0)
  })

  test('never leads with a discussion, a film or an event', () => {
    const items = (['community', 'video', 'podcast', 'event'] as const).map((kind) => post(kind, kind, { kind }))
    assert.equal(draft(items).filter(({ section }) => section === 'headlines').length, 0)
  })

  test('fills in blurbs that are marked as nobody has edited them', () => {
    const [pick] = draft([post('a', 'a', { excerpt: 'A *lamp*.' })])
    assert.deepEqual([pick?.blurb, pick?.unedited], ['A lamp.', true])
    const [bare] = draft([post('a', 'a', { excerpt: '' })])
    assert.deepEqual([bare?.blurb, bare?.unedited], ['', undefined])
  })
})
