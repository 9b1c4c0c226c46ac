import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listPublished } from '../../src/site/archive-entries.ts'
import { listMonthDays } from '../../src/site/archive-month.ts'
import { describeYear, listShelves } from '../../src/site/archive-years.ts'
import { describeNumbers, groupByYear, partYears } from '../../src/site/archive.ts'
import { monthName, readCalendar } from '../../src/site/day-calendar.ts'
import { neighboursOf } from '../../src/site/neighbours.ts'
import { parseCaseStudy } from '../../src/core/post/case-study.ts'
import { parsePost } from '../../src/core/post/post.ts'
import { makeIssue, makeItem, makePick, makeSource, makeTopic } from '../builders.ts'

const post = (date: string) => {
  const parsed = parsePost(`---\ntitle: Fog\ndate: ${date}\nstatus: published\n---\nFog.\n`, 'fog', 'fog.md')
  assert.ok(parsed.ok)
  return parsed.value
}
const study = (date: string) => {
  const text = `---\ntitle: Pier\ndate: ${date}\nstatus: draft\ncompany:\n  name: Pier Works\n---\nPier.\n`
  const parsed = parseCaseStudy(text, 'pier', 'pier.md')
  assert.ok(parsed.ok)
  return parsed.value
}
const item = (published: string) =>
  makeItem({ url: `https://harbour.example/${published}`, published, firstSeen: '2026-08-30T00:00:00Z' })
const shelfOf = (own: Partial<Parameters<typeof readCalendar>[0]>) => ({
  ...{ items: [], issues: [], posts: [], caseStudies: [] },
  ...own,
})

describe('the calendar', () => {
  test('has the days, months and years that have something, newest first', () => {
    const items = ['2025-12-31T23:59:59Z', '2026-08-02T00:00:00Z', '2026-08-20T00:00:00Z', '2026-08-20T09:00:00Z'].map(
      item,
    )
    assert.deepEqual(
      readCalendar(shelfOf({ items })).map(({ year, count, months }) => [
        year,
        count,
        months.map(({ month, days }) => [month, days.map(({ day, items }) => [day, items.length])]),
      ]),
      [
        [
          '2026',
          3,
          [
            [
              '2026-08',
              [
                ['2026-08-20', 2],
                ['2026-08-02', 1],
              ],
            ],
          ],
        ],
        ['2025', 1, [['2025-12', [['2025-12-31', 1]]]]],
      ],
    )
  })

  test('has months in which only something of ours was published', () => {
    const shelf = shelfOf({
      issues: [makeIssue({ date: '2018-02-05' })],
      posts: [post('2017-10-03')],
      caseStudies: [study('2017-10-01')],
    })
    const [later, earlier] = readCalendar(shelf)
    assert.ok(later && earlier)
    assert.deepEqual([describeYear(later), describeYear(earlier)], ['1 issue', '1 post and 1 case study'])
    assert.deepEqual(
      earlier.months.flatMap(listPublished).map(({ date, href, note, state }) => [date, href, note, state]),
      [
        ['2017-10-03', '/posts/fog/', 'post', undefined],
        ['2017-10-01', '/case-studies/pier/', 'case study', 'draft'],
      ],
    )
  })

  test('is worked out once for each content', () => {
    const shelf = shelfOf({ items: [item('2026-08-20T00:00:00Z')] })
    assert.equal(readCalendar(shelf), readCalendar(shelf))
  })

  test('knows what comes before and after', () => {
    assert.deepEqual(neighboursOf(['c', 'b', 'a'], 1), { before: 'a', after: 'c' })
    assert.deepEqual(neighboursOf(['c', 'b', 'a'], 0), { before: 'b', after: undefined })
    assert.deepEqual(neighboursOf(['a'], 0), { before: undefined, after: undefined })
  })

  test('calls months by their names', () => {
    assert.equal(monthName('2026-08'), 'August 2026')
  })
})

test('a month names what issues picked of each day, in the order of the issues', () => {
  const [one, other, third] = ['a', 'b', 'c'].map((name) =>
    makeItem({ url: `https://harbour.example/${name}`, published: '2026-08-18T09:00:00Z' }),
  )
  assert.ok(one && other && third)
  const issues = [
    makeIssue({ picks: [makePick({ url: other.url, title: 'B' }), makePick({ url: one.url, title: 'A' })] }),
  ]
  const [month] = readCalendar(shelfOf({ items: [one, other, third] })).flatMap(({ months }) => months)
  assert.ok(month)
  assert.deepEqual(
    listMonthDays(month, { issues }).map(({ day, count, picks }) => [day, count, picks.map(({ title }) => title)]),
    [['2026-08-18', 3, ['B', 'A']]],
  )
})

describe('the list of all issues', () => {
  const years = groupByYear(
    Array.from({ length: 30 }, (_, index) =>
      makeIssue({ number: index + 1, date: `${2024 + Math.floor(index / 10)}-01-${String((index % 10) + 10)}` }),
    ),
  )

  test('holds whole years until it is long, and counts the earlier ones', () => {
    const { listed, earlier } = partYears(years, 15)
    assert.deepEqual(
      [listed.map(({ year }) => year), earlier.map(describeNumbers)],
      [['2026', '2025'], ['10 issues, no. 1 to 10']],
    )
  })

  test('holds all of a short archive', () => {
    assert.deepEqual(partYears(years, 30), { listed: years, earlier: [] })
    assert.deepEqual(partYears([]), { listed: [], earlier: [] })
  })
})

test('the archive leads to each list that has something, with its size', () => {
  const empty = {
    series: new Map(),
    topics: new Map([['harbours', makeTopic()]]),
    groups: new Map(),
    people: new Map(),
    posts: [],
    caseStudies: [],
  }
  const sources = [makeSource(), makeSource(), makeSource({ retired: { since: '2026-08-03' } })]
  const content = { ...empty, issues: [makeIssue()], sources }
  const rooms = { sigs: true, series: true, kinds: true, releases: true, events: true }
  assert.deepEqual(
    listShelves(content, rooms).map(({ text, count }) => [text, count]),
    [
      ['Issues', '1'],
      ['Topics', '1'],
      ['Sources', '2'],
      ['Links by kind', ''],
      ['Releases', ''],
      ['Events', ''],
      ['Corrections', ''],
      ['The best of the last weeks', ''],
    ],
  )
  const closed = { sigs: false, series: false, kinds: false, releases: false, events: false }
  const full = { ...content, groups: new Map([['sig-lamp', {} as never]]), series: new Map([['log', {} as never]]) }
  assert.deepEqual(
    listShelves(full, closed).map(({ text }) => text),
    ['Issues', 'Topics', 'Sources', 'Corrections', 'The best of the last weeks'],
    'and to none that is closed',
  )
})
