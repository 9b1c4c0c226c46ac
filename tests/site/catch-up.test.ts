import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Issue, Pick } from '../../src/core/issue/issue.ts'
import { createCatchUp } from '../../src/site/catch-up.ts'
import { describeCatchUp, describeTime, formatMinutes, viewCatchUp } from '../../src/site/catch-up-view.ts'
import { makeIssue, makePick } from '../builders.ts'

const NOW = new Date('2026-08-24T06:00:00Z')
const WORDS = 'anchor beacon capstan davit ensign fathom galley hawser inlet jetty keel ladder mast'.split(' ')

let serial = 0
function pickOf(own: Partial<Pick> = {}): Pick {
  serial += 1
  const title = `${WORDS[serial % 13]} ${WORDS[Math.floor(serial / 13) % 13]} number ${serial}`
  return makePick({ url: `https://harbour-${serial}.example/`, source: `Harbour ${serial}`, title, ...own })
}

/** An issue of a day, by default one of its weeks. */
function issueOf(date: string, picks: Pick[], own: Partial<Issue> = {}): Issue {
  return makeIssue({ key: `of-${date}`, number: Number(date.replaceAll('-', '')), date, picks, ...own })
}

const four = (issues: readonly Issue[], most = 12) => createCatchUp(issues, NOW, { weeks: 4, most })
const titlesOf = ({ picks }: ReturnType<typeof four>) => picks.map(({ pick }) => pick.title)

describe('catching up', () => {
  test('takes what was published within the weeks, neither before nor after', () => {
    const issues = ['2026-08-25', '2026-08-24', '2026-07-28', '2026-07-27'].map((date) =>
      issueOf(date, [pickOf({ title: date })]),
    )
    assert.deepEqual(titlesOf(four(issues)), ['2026-08-24', '2026-07-28'])
  })

  test('passes over what readers have not seen', () => {
    assert.deepEqual(titlesOf(four([issueOf('2026-08-20', [pickOf()], { status: 'ready' })])), [])
  })

  test('takes the first headline and the first warning of each issue before their second, and both before all else', () => {
    const issue = (date: string) =>
      issueOf(date, [
        pickOf({ section: 'technical', title: `${date} technical` }),
        pickOf({ section: 'headlines', title: `${date} first headline` }),
        pickOf({ section: 'headlines', title: `${date} second headline` }),
        pickOf({ section: 'security', title: `${date} warning` }),
        pickOf({ section: 'release-watch', title: `${date} release` }),
      ])
    const issues = [issue('2026-08-20'), issue('2026-08-13')]
    const chosen = (most: number) => new Set(titlesOf(four(issues, most)))
    assert.deepEqual(
      chosen(4),
      new Set(['2026-08-20 first headline', '2026-08-13 first headline', '2026-08-20 warning', '2026-08-13 warning']),
    )
    assert.deepEqual([chosen(6).has('2026-08-13 second headline'), chosen(6).has('2026-08-20 release')], [true, false])
    assert.deepEqual([chosen(8).has('2026-08-13 release'), chosen(8).has('2026-08-20 technical')], [true, false])
  })

  test('stands by section, and in a section the newest issue first', () => {
    const issues = [
      issueOf('2026-08-20', [
        pickOf({ section: 'security', title: 'b' }),
        pickOf({ section: 'headlines', title: 'a' }),
      ]),
      issueOf('2026-08-13', [pickOf({ section: 'security', title: 'c' })]),
    ]
    assert.deepEqual(
      viewCatchUp(four(issues)).map(({ id, picks }) => [id, picks.map(({ view }) => view.title)]),
      [
        ['headlines', ['a']],
        ['security', ['b', 'c']],
      ],
    )
  })

  for (const [what, one, other] of [
    ['ran twice', { id: 'aaaaaaaaaa' }, { id: 'aaaaaaaaaa' }],
    ['has one link in two spellings', { url: 'https://harbour.example/a/' }, { url: 'http://www.harbour.example/a' }],
    [
      'was named beside another pick',
      { url: 'https://harbour.example/b' },
      { also: [{ source: 'Harbour', url: 'https://harbour.example/b' }] },
    ],
    [
      'was told by somebody else under nearly the same title',
      { title: 'The lighthouse keeps a scheduler of its own now' },
      { title: 'The lighthouse keeps a scheduler of its own now, at last' },
    ],
  ] as const) {
    test(`counts once what ${what}, and names both places`, () => {
      const make = (own: object) => pickOf({ published: '2026-08-12T00:00:00Z', ...own })
      const catchUp = four([
        issueOf('2026-08-20', [make(one), pickOf()]),
        issueOf('2026-08-13', [make({ ...other, section: 'headlines' })]),
      ])
      assert.equal(catchUp.stories, 2)
      const places = viewCatchUp(catchUp)[0]?.picks[0]?.places.map(({ number }) => number)
      assert.deepEqual(places, [20260813, 20260820])
    })
  }

  test('keeps two picks apart that one round-up covered', () => {
    const also = [{ source: 'Planet', url: 'https://planet.example/weekly' }]
    assert.equal(four([issueOf('2026-08-20', [pickOf({ also }), pickOf({ also })])]).stories, 2)
  })

  test('shows what was wrong about a pick, in whichever of its issues that was found', () => {
    const own = { url: 'https://harbour.example/wrong' }
    const [first, second, other] = [pickOf(own), pickOf(own), pickOf()]
    const catchUp = four([
      issueOf('2026-08-20', [first, other], {
        corrections: [{ date: '2026-08-23', pick: first.id, text: 'Two, not *three*.' }],
      }),
      issueOf('2026-08-13', [second], {
        corrections: [
          { date: '2026-08-14', pick: second.id, text: 'On Monday.' },
          { date: '2026-08-15', text: 'Of the issue as a whole.' },
        ],
      }),
    ])
    const views = viewCatchUp(catchUp).flatMap(({ picks }) => picks.map(({ view }) => view.corrections))
    assert.deepEqual(
      views.map((corrections) => corrections.map(({ html }) => html)),
      [['On Monday.', 'Two, not <em>three</em>.'], []],
    )
  })

  test('tells as many weeks up to the latest issue where nothing was published in these, and says so', () => {
    const issues = ['2025-11-06', '2025-10-16', '2025-10-09', '2018-02-05'].map((date) => issueOf(date, [pickOf()]))
    const catchUp = four(issues)
    assert.equal(catchUp.picks.length, 2)
    assert.equal(
      describeCatchUp(catchUp),
      'Nothing was published in the last 4 weeks. These are 2 links from the 4 weeks up to Thursday 6 November 2025, the day of the latest issue.',
    )
  })

  test('has nothing to tell before the first issue', () => {
    const catchUp = four([])
    assert.deepEqual([catchUp.picks, catchUp.isOlder], [[], false])
    assert.match(describeCatchUp(catchUp), /nothing to catch up with/)
  })

  test('says how much it left out, and how long it takes as far as that is known', () => {
    const catchUp = four([issueOf('2026-08-20', [pickOf({ minutes: 50 }), pickOf({ minutes: 40 }), pickOf()])])
    assert.equal(describeCatchUp(catchUp), 'All 3 links of the issue of Thursday 20 August 2026.')
    assert.equal(describeTime(catchUp), '1 min for this page, 1 h 30 min for the 2 links whose length is known')
    assert.equal(
      describeCatchUp(four(catchUp.issues, 2)),
      'The 2 to begin with, out of 3 links of the issue of Thursday 20 August 2026.',
    )
    const two = [issueOf('2026-08-20', [pickOf(), pickOf()]), issueOf('2026-08-13', [pickOf()])]
    assert.equal(
      describeCatchUp(four(two, 2)),
      'The 2 to begin with, out of 3 links of 2 issues, from 13 August to 20 August 2026.',
    )
    assert.equal(
      describeCatchUp(four([issueOf('2026-08-20', [pickOf()])])),
      'The one link of the issue of Thursday 20 August 2026.',
    )
  })

  test('does not depend on the order of issues and picks among equals', () => {
    const issues = ['2026-08-20', '2026-08-13', '2026-08-06'].map((date) => issueOf(date, [pickOf(), pickOf()]))
    assert.deepEqual(titlesOf(four(issues, 4)), titlesOf(four(issues.toReversed(), 4)))
  })
})

for (const [minutes, text] of [
  [0, '0 min'],
  [45, '45 min'],
  [60, '1 h'],
  [125, '2 h 5 min'],
] as const) {
  test(`${minutes} minutes are ${text}`, () => {
    assert.equal(formatMinutes(minutes), text)
  })
}
