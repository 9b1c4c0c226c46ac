import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Content, type Curation, openCuration } from '../../../src/core/issue/curation.ts'
import type { Issue } from '../../../src/core/issue/issue.ts'
import { createIssue, type Occasion } from '../../../src/core/issue/open-issue.ts'
import { makeIssue, makeItem, makePick } from '../../builders.ts'

function open(content: Partial<Content> & { now: Date }, key?: string): Curation {
  const curation = openCuration({ sources: new Map(), items: [], issues: [], ...content }, key)
  assert.ok(curation.ok, JSON.stringify(curation))
  return curation.value
}

const seen = (firstSeen: string, name = firstSeen) =>
  makeItem({ url: `https://harbour.example/${name.replaceAll(':', '')}`, title: firstSeen, firstSeen })

describe('the week of a new issue', () => {
  const cases: { now: string; taken: Partial<Issue>[]; week: string; number: number }[] = [
    { now: '2026-08-24T06:00:00Z', taken: [], week: '2026-W35', number: 1 },
    { now: '2026-08-23T23:59:59Z', taken: [], week: '2026-W34', number: 1 },
    { now: '2026-12-31T12:00:00Z', taken: [], week: '2026-W53', number: 1 },
    { now: '2027-01-03T12:00:00Z', taken: [], week: '2026-W53', number: 1 },
    { now: '2027-01-04T00:00:00Z', taken: [], week: '2027-W01', number: 1 },
    { now: '2026-08-21T13:00:00Z', taken: [{}], week: '2026-W35', number: 2 },
    { now: '2026-12-31T12:00:00Z', taken: [{ key: '2026-W53', weeks: ['2026-W53'] }], week: '2027-W01', number: 2 },
    {
      now: '2026-12-22T12:00:00Z',
      taken: [{ key: '2026-W52', weeks: ['2026-W52', '2026-W53'], number: 30 }],
      week: '2027-W01',
      number: 31,
    },
    {
      now: '2026-08-24T06:00:00Z',
      taken: [{ key: 'kubecon', slug: 'kubecon', weeks: [], number: 9 }],
      week: '2026-W35',
      number: 10,
    },
  ]
  for (const { now, taken, week, number } of cases) {
    test(`at ${now}, after ${taken.map((issue) => issue.key ?? '2026-W34').join() || 'none'}, is ${week}, number ${number}`, () => {
      const { issue, isNew } = open({ now: new Date(now), issues: taken.map((own) => makeIssue(own)) })
      assert.deepEqual(
        { key: issue.key, weeks: issue.weeks, number: issue.number, isNew },
        { key: week, weeks: [week], number, isNew: true },
      )
      assert.equal(issue.date, now.slice(0, 10))
    })
  }
})

describe('an issue started on purpose', () => {
  const now = new Date('2026-12-20T12:00:00Z')
  const create = (occasion: Occasion, issues: Issue[] = []) => createIssue(issues, [], now, occasion)

  test('covers two weeks, and is named after the first', () => {
    const issue = create({ weeks: ['2026-W52', '2026-W53'] })
    assert.ok(issue.ok)
    assert.equal(issue.value.key, '2026-W52')
    assert.deepEqual(issue.value.weeks, ['2026-W52', '2026-W53'])
  })

  test('has a slug instead of a week', () => {
    const issue = create({ slug: 'kubecon' })
    assert.ok(issue.ok)
    assert.deepEqual([issue.value.key, issue.value.slug, issue.value.weeks], ['kubecon', 'kubecon', []])
  })

  test('is refused for a week that another covers, or a slug that is taken', () => {
    const issues = [
      makeIssue({ key: '2026-W51', weeks: ['2026-W51', '2026-W52'] }),
      makeIssue({ key: 'kubecon', slug: 'kubecon', weeks: [] }),
    ]
    assert.equal(create({ weeks: ['2026-W52', '2026-W53'] }, issues).ok, false)
    assert.equal(create({ slug: 'kubecon' }, issues).ok, false)
  })
})

describe('the pool', () => {
  const items = [
    '2026-08-21T11:59:59Z',
    '2026-08-21T12:00:00Z',
    '2026-08-21T12:00:01Z',
    '2026-08-24T06:00:00Z',
    '2026-08-24T06:00:01Z',
  ].map((moment) => seen(moment))
  const now = new Date('2026-08-24T06:00:00Z')
  const titles = ({ pool }: Curation) => pool.map(({ title }) => title)

  test("starts behind the last published issue's cut-off, and ends with now", () => {
    const curation = open({ now, items, issues: [makeIssue()] })
    assert.deepEqual(titles(curation), ['2026-08-21T12:00:01Z', '2026-08-24T06:00:00Z'])
    assert.equal(curation.issue.covers.from, '2026-08-21T12:00:00Z')
  })

  test('holds everything until now, where no issue came before, and the new issue covers all of it', () => {
    const curation = open({ now, items })
    assert.equal(curation.pool.length, 4)
    const { covers } = curation.issue
    assert.ok(curation.pool.every(({ firstSeen }) => covers.from < firstSeen && firstSeen <= covers.to))
    const draft = { ...curation.issue }
    assert.deepEqual(titles(open({ now, items, issues: [draft] })), titles(curation))
  })

  test('of an open issue goes by the last published one, though its file says less', () => {
    const draft = makeIssue({
      key: '2026-W35',
      weeks: ['2026-W35'],
      number: 2,
      status: 'draft',
      covers: { from: '2026-08-01T00:00:00Z', to: '2026-08-02T00:00:00Z' },
    })
    assert.equal(open({ now, items, issues: [makeIssue(), draft] }).pool.length, 2)
  })

  test('goes by the cut-off, and not by the number, of what was published', () => {
    const special = makeIssue({
      key: 'kubecon',
      slug: 'kubecon',
      weeks: [],
      number: 2,
      covers: { from: '2026-08-01T00:00:00Z', to: '2026-08-02T00:00:00Z' },
    })
    assert.equal(open({ now, items, issues: [makeIssue(), special] }).pool.length, 2)
  })

  test('of a published issue is what it covers', () => {
    const curation = open({ now, items, issues: [makeIssue()] }, '2026-W34')
    assert.deepEqual(titles(curation), ['2026-08-21T11:59:59Z', '2026-08-21T12:00:00Z'])
  })

  test('says where an item ran, by its id and by its link', () => {
    const item = makeItem({ url: 'https://harbour.example/again/', firstSeen: '2026-08-22T00:00:00Z' })
    const byLink = makePick({ id: 'aaaaaaaaaa', url: 'http://www.harbour.example/again' })
    const ran = (pick: ReturnType<typeof makePick>, status: Issue['status']) =>
      open({ now, items: [item], issues: [makeIssue({ status, picks: [pick] })] }, undefined).ranBefore({
        id: item.id,
        lead: item,
        items: [item],
      })?.key
    assert.equal(ran(makePick({ id: item.id, url: 'https://harbour.example/elsewhere' }), 'published'), '2026-W34')
    assert.equal(ran(byLink, 'published'), '2026-W34')
    assert.equal(ran(byLink, 'draft'), undefined)
  })
})

describe('the open issue', () => {
  const now = new Date('2026-08-24T06:00:00Z')
  const draft = (number: number) =>
    makeIssue({ key: `2026-W${34 + number}`, weeks: [`2026-W${34 + number}`], number, status: 'draft' })

  test('is the newest that is not published', () => {
    assert.equal(open({ now, issues: [makeIssue({ number: 4 }), draft(2), draft(3)] }).issue.number, 3)
  })

  test('is the one that is named', () => {
    assert.equal(open({ now, issues: [draft(2), draft(3)] }, '2026-W36').issue.number, 2)
  })

  test('cannot be one that does not exist', () => {
    const none = openCuration({ sources: new Map(), items: [], issues: [draft(2)], now }, '2026-W40')
    assert.ok(!none.ok)
    assert.match(none.problems[0]?.remedy ?? '', /2026-W36/)
  })
})
