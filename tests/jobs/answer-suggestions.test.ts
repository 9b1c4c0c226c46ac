import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Issue } from '../../src/core/issue/issue.ts'
import type { Item } from '../../src/core/item/item.ts'
import type { Suggestion } from '../../src/core/item/suggestion.ts'
import {
  planAnswers,
  type PublishedIssue,
  suggestionsInItems,
  suggestionsOfApp,
} from '../../src/jobs/answer-suggestions.ts'
import { makeIssue, makeItem, makePick } from '../builders.ts'

const SITE = 'https://crowsnest.example'
const HORNS = 'https://harbour.example/posts/fog-horns/'
const suggestion = (own: Partial<Suggestion> = {}): Suggestion => ({
  ...{ id: 's1', url: HORNS, at: '2026-08-19T08:00:00Z' },
  ...own,
})

const published = (own: Partial<Issue>, items: readonly (readonly [Item, ...Item[]])[] = []): PublishedIssue => ({
  issue: makeIssue({ key: '2026-W34', number: 7, status: 'published', date: '2026-08-21', ...own }),
  stories: items.map((all) => ({ id: all[0].id, lead: all[0], items: all })),
})
const pick = makePick({ url: HORNS, title: 'Fog horns, heard' })

describe('planAnswers', () => {
  test('names the pick, its title in our words, and its place in the issue', () => {
    assert.deepEqual(planAnswers([published({ picks: [pick] })], suggestionsOfApp([suggestion()]), SITE), [
      {
        id: 's1',
        issue: '2026-W34',
        issueUrl: `${SITE}/issues/2026-W34/#${pick.id}`,
        title: 'Fog horns, heard',
      },
    ])
  })

  const other = makePick({ url: 'https://lamp.example/horns', title: 'Horns' })
  const item = makeItem({ url: HORNS })
  const lead = makeItem({ url: other.url! })
  const found: [name: string, issue: PublishedIssue][] = [
    [
      'is the link of a pick, however it is written',
      published({ picks: [makePick({ url: 'http://www.harbour.example/posts/fog-horns?utm_source=x' })] }),
    ],
    [
      'stands among the other places of a pick',
      published({ picks: [{ ...other, also: [{ source: 'Harbour', url: HORNS }] }] }),
    ],
    ['was folded into the story that was picked', published({ picks: [other] }, [[lead, item]])],
    ['leads the story of which another item was picked', published({ picks: [other] }, [[item, lead]])],
    [
      'was carried by a source of an item of the story',
      published({ picks: [other] }, [[{ ...lead, sources: [{ id: 'harbour-blog', url: HORNS }] }]]),
    ],
  ]
  for (const [name, issue] of found) {
    test(`answers a suggestion whose link ${name}`, () => {
      assert.deepEqual(
        planAnswers([issue], suggestionsOfApp([suggestion()]), SITE).map(({ id }) => id),
        ['s1'],
      )
    })
  }

  const none: [name: string, issue: PublishedIssue, suggestion?: Partial<Suggestion>][] = [
    ['is in no pick', published({ picks: [other] }, [[item]])],
    ['is in an issue that is not published', published({ picks: [pick], status: 'ready' })],
    ['was suggested after the day of the issue', published({ picks: [pick] }), { at: '2026-08-22T00:00:00Z' }],
    ['is none', published({ picks: [pick, makePick({ url: undefined })] }), { url: 'javascript:alert(1)' }],
    ['is on the same host alone', published({ picks: [pick] }), { url: 'https://harbour.example/' }],
  ]
  for (const [name, issue, own] of none) {
    test(`does not answer one whose link ${name}`, () => {
      assert.deepEqual(planAnswers([issue], suggestionsOfApp([suggestion(own)]), SITE), [])
    })
  }

  test('answers each of several for one link, and one that an item has, once each', () => {
    const { url: _, ...said } = suggestion()
    const known = [
      ...suggestionsInItems([makeItem({ url: HORNS, suggestion: said }), makeItem()]),
      ...suggestionsOfApp([suggestion(), suggestion({ id: 's2' })]),
    ]
    assert.deepEqual(
      planAnswers([published({ picks: [pick] })], known, SITE).map(({ id }) => id),
      ['s1', 's2'],
    )
  })

  test('names the first issue that has it, in whatever order they come', () => {
    const again = published({ key: '2026-W35', number: 8, date: '2026-08-28', picks: [pick] })
    const [answer] = planAnswers([again, published({ picks: [pick] })], suggestionsOfApp([suggestion()]), SITE)
    assert.equal(answer?.issue, '2026-W34')
  })

  test("a pick's own link goes before what another names beside its own", () => {
    const beside = { ...other, also: [{ source: 'Harbour', url: HORNS }] }
    const [answer] = planAnswers([published({ picks: [beside, pick] })], suggestionsOfApp([suggestion()]), SITE)
    assert.equal(answer?.title, 'Fog horns, heard')
  })

  test('cuts a title that no mail should have', () => {
    const long = makePick({ url: HORNS, title: 'fog '.repeat(500) })
    const [answer] = planAnswers([published({ picks: [long] })], suggestionsOfApp([suggestion()]), SITE)
    assert.ok(answer && answer.title.length <= 300)
  })
})
