import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findDisorder, placeOldIssues } from '../../../src/core/import/place-old-issues.ts'
import { isOwnAddress, planRedirects } from '../../../src/core/import/plan-redirects.ts'
import type { OldHead } from '../../../src/core/import/read-old-head.ts'
import { otherAddresses, ownRedirects, putRedirects } from '../../../src/core/import/redirects-file.ts'
import { makeIssue } from '../../builders.ts'

function head(day: string, own: Partial<OldHead> = {}): OldHead {
  const path = own.path ?? `${day}-oars.md`
  return {
    ...{ path, from: `oars/${path}`, title: 'Oars', date: { day, moment: `${day}T12:00:00Z` } },
    ...{ number: undefined, isNumberStated: false, preheader: '', editors: [], name: `${day}-oars` },
    ...{ addresses: [`/${day}/`], leftovers: [] },
    ...own,
  }
}

const place = (heads: OldHead[], issues = [] as ReturnType<typeof makeIssue>[]) =>
  [...placeOldIssues(heads, issues).values()].map(({ key, number }) => `${key} ${number}`)

describe('the place of an old issue', () => {
  test('is the ISO week of its day, and its number counts on, whatever the order of the files', () => {
    const heads = [head('2021-01-03'), head('2020-12-21'), head('2021-01-05')]
    assert.deepEqual(place(heads), ['2020-W52 1', '2020-W53 2', '2021-W01 3'])
    assert.deepEqual(place(heads.toReversed()), place(heads))
  })

  test('of two in a week is, for the later one, that of a special issue, and no two have one name', () => {
    const heads = [head('2020-05-04'), head('2020-05-06', { name: 'Summit!' }), head('2020-05-07', { name: 'summit' })]
    const places = placeOldIssues(heads, [])
    assert.deepEqual(
      [...places.values()].map(({ key, weeks, slug }) => [key, weeks.length, slug]),
      [
        ['2020-W19', 1, undefined],
        ['summit', 0, 'summit'],
        ['summit-2', 0, 'summit-2'],
      ],
    )
    const [, special] = [...places.values()]
    assert.equal(special?.covers.from, special?.covers.to)
    assert.match(special?.notes[0] ?? '', /2020-W19 has an issue already/)
  })

  test('leaves weeks, keys and numbers to the issues that are there', () => {
    const issues = [makeIssue({ key: '2020-W19', weeks: ['2020-W19'], number: 7, date: '2020-05-08' })]
    assert.deepEqual(place([head('2020-05-04'), head('2020-05-11', { number: 7, isNumberStated: true })], issues), [
      '2020-05-04-oars 1',
      '2020-W20 8',
    ])
  })

  test('has a stated number, and says so where another issue has it', () => {
    const heads = [12, 12, undefined].map((number, index) =>
      head(`2020-05-${['04', '11', '18'][index]}`, { number, isNumberStated: number !== undefined }),
    )
    assert.deepEqual(place(heads), ['2020-W19 12', '2020-W20 13', '2020-W21 14'])
    assert.match([...placeOldIssues(heads, []).values()][1]?.notes[0] ?? '', /has the number 12; this one got 13/)
  })

  test('believes numbers in titles only where they rise', () => {
    const days = ['2020-05-04', '2020-05-11', '2020-05-18']
    const number = (...numbers: number[]) => place(days.map((day, index) => head(day, { number: numbers[index] })))
    assert.deepEqual(number(5, 6, 9), ['2020-W19 5', '2020-W20 6', '2020-W21 9'])
    assert.deepEqual(number(20, 6, 9), ['2020-W19 1', '2020-W20 2', '2020-W21 3'])
  })

  test('covers what came out since the issue before, and a week after a long silence', () => {
    const places = [...placeOldIssues([head('2020-05-04'), head('2020-05-18'), head('2021-05-04')], []).values()]
    assert.deepEqual(
      places.map(({ covers }) => covers.from),
      ['2020-04-27T12:00:00Z', '2020-05-04T12:00:00Z', '2021-04-27T12:00:00Z'],
    )
  })

  test('stays where it was imported before', () => {
    const there = makeIssue({
      ...{ key: 'oars', slug: 'oars', weeks: [], number: 3, date: '2020-05-04' },
      imported: { from: 'oars/2020-05-04-oars.md', written: '0'.repeat(16) },
    })
    assert.deepEqual(place([head('2020-05-04'), head('2020-05-05')], [there]), ['oars 3', '2020-W19 4'])
  })

  test('is out of order where a later day has a lower number', () => {
    const issues = [
      { key: 'a', number: 9, date: '2020-01-01' },
      { key: 'b', number: 2, date: '2021-01-01' },
    ]
    assert.deepEqual(findDisorder(issues), [['b (no. 2)', 'a (no. 9)']])
    assert.deepEqual(findDisorder(issues.slice(1)), [])
  })
})

describe('redirects of old addresses', () => {
  const keys = new Set(['2020-W19'])
  const plan = (...addresses: string[]) =>
    planRedirects([{ addresses, to: '/issues/2020-W19/' }], new Set(['/feed']), keys)

  test('lead each once to a page, as a browser asks for it', () => {
    assert.deepEqual(plan('/2020/oars/', '/2020/oars', '/häfen und mehr').redirects, [
      { from: '/2020/oars/', to: '/issues/2020-W19/' },
      { from: '/h%C3%A4fen%20und%20mehr', to: '/issues/2020-W19/' },
    ])
  })

  for (const [from, why] of [
    ['/', /a page of this site/],
    ['/2020/05/04/', /a page of this site/],
    ['/2020/', /a page of this site/],
    ['/issues/', /a page of this site/],
    ['/archive', /a page of this site/],
    ['/rss.xml', /a page of this site/],
    ['/app/x', /a page of this site/],
    ['/feed/', /another redirect/],
    ['/a*b', /cannot name it/],
    ['/a:b', /cannot name it/],
    ['/?p=12', /cannot name it/],
  ] as const) {
    test(`leave ${from} alone, and say why`, () => {
      const { redirects, unled } = plan(from)
      assert.deepEqual(redirects, [])
      assert.equal(unled.length, 1)
      assert.match(unled[0]?.why ?? '', why)
    })
  }

  test('never lead from a page of an issue, so that none leads to another', () => {
    assert.ok(isOwnAddress('/issues/2020-W19/', keys))
    assert.ok(isOwnAddress('/issues/2020-W19.txt', keys))
    assert.ok(isOwnAddress('/issues/2020-W19/mail/', keys))
    assert.ok(!isOwnAddress('/issues/12/', keys))
    assert.deepEqual(plan('/issues/2020-W19/'), { redirects: [], unled: [] })
  })

  test('go to the first of two issues that had an address', () => {
    const pages = ['a', 'b'].map((key) => ({ addresses: ['/x/'], to: `/issues/${key}/` }))
    const { redirects, unled } = planRedirects(pages, new Set(), keys)
    assert.deepEqual(redirects, [{ from: '/x/', to: '/issues/a/' }])
    assert.match(unled[0]?.why ?? '', /two issues, and leads to \/issues\/a\//)
  })

  test('stand in their file between two lines, and leave all other lines as they are', () => {
    const mine = '# mine\n/old /new 301\n'
    const first = putRedirects(mine, [
      { from: '/b', to: '/issues/b/' },
      { from: '/a', to: '/issues/a/' },
    ])
    assert.ok(first.startsWith(mine))
    assert.deepEqual(ownRedirects(first), [
      { from: '/a', to: '/issues/a/' },
      { from: '/b', to: '/issues/b/' },
    ])
    assert.deepEqual(otherAddresses(first), ['/old'])
    assert.equal(putRedirects(first, ownRedirects(first)), first)
    assert.equal(putRedirects(first, []), mine)
    assert.equal(putRedirects('', []), '')
  })
})
