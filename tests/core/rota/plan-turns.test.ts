import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { occasionOfRota } from '../../../src/core/rota/occasion-of-rota.ts'
import { isUnassigned, planTurns, type Turn } from '../../../src/core/rota/plan-turns.ts'
import { viewRota } from '../../../src/core/rota/rota-view.ts'
import { makeFacts, makeRota, makeWeekly } from './rota-builders.ts'

/** `47 ada`, `50+51 bo`, `52 -` for a skipped week, `48 ?` for one that is nobody's. */
const brief = (turns: readonly Turn[]) =>
  turns.map(({ weeks, editors, skipped }) => {
    const who = skipped ? '-' : editors.length === 0 ? '?' : editors.map(({ id }) => id).join('&')
    return `${weeks.map((week) => week.slice(6)).join('+')} ${who}`
  })

const ORDER = 'from: 2026-W47\norder: [ada, bo, cy]\n'

describe('turns', () => {
  for (const [what, text, expected] of [
    ['go round', ORDER, ['47 ada', '48 bo', '49 cy', '50 ada']],
    ['give a week to two', 'from: 2026-W47\norder: [[ada, cy], bo]\n', ['47 ada&cy', '48 bo', '49 ada&cy', '50 bo']],
    [
      'go on after a skipped week with whose turn it was',
      `${ORDER}weeks: { 2026-W48: { skip: true } }\n`,
      ['47 ada', '48 -', '49 bo', '50 cy'],
    ],
    [
      'count a double issue once',
      `${ORDER}weeks: { 2026-W47: { through: 2026-W48 } }\n`,
      ['47+48 ada', '49 bo', '50 cy', '51 ada'],
    ],
    [
      'leave the others theirs where one week is handed over',
      `${ORDER}weeks: { 2026-W48: { editors: [ada] } }\n`,
      ['47 ada', '48 ada', '49 cy', '50 ada'],
    ],
    [
      'are nobody’s where a week was given back',
      `${ORDER}weeks: { 2026-W48: { editors: [] } }\n`,
      ['47 ada', '48 ?', '49 cy', '50 ada'],
    ],
    ['are nobody’s without a rota', '', ['47 ?', '48 ?', '49 ?', '50 ?']],
    [
      'are nobody’s before the order begins, but for what is agreed',
      'from: 2026-W49\norder: [ada]\nweeks: { 2026-W48: { editors: [bo] } }\n',
      ['47 ?', '48 bo', '49 ada', '50 ada'],
    ],
    [
      'leave out who has left, and a second takes their place',
      'from: 2026-W47\norder: [gone, [away, bo], cy]\n',
      ['47 ?', '48 bo', '49 cy', '50 ?'],
    ],
  ] as const) {
    test(what, () => {
      assert.deepEqual(brief(planTurns(makeFacts({ rota: makeRota(text) }), '2026-W47', 4)), expected)
    })
  }

  test('go through week 53, of a year that has one', () => {
    assert.deepEqual(brief(planTurns(makeFacts(), '2026-W52', 3)), ['52 cy', '53 ada', '01 bo'])
    const [week] = planTurns(makeFacts(), '2026-W53', 1)
    assert.deepEqual([week?.from, week?.to], ['2026-12-28', '2027-01-03'])
  })

  test('are the same from wherever one looks', () => {
    const rota = makeRota(`${ORDER}weeks: { 2026-W50: { through: 2026-W52 }, 2026-W48: { skip: true } }\n`)
    const all = planTurns(makeFacts({ rota }), '2026-W47', 9)
    for (const [index, turn] of all.entries()) {
      for (const week of turn.weeks) assert.deepEqual(planTurns(makeFacts({ rota }), week, 9 - index), all.slice(index))
    }
  })

  test('believe an issue that is there before the rota: its weeks, its editors, and that it was not skipped after all', () => {
    const rota = makeRota(`${ORDER}weeks: { 2026-W47: { skip: true }, 2026-W48: { through: 2026-W50 } }\n`)
    const issues = [
      makeWeekly(['2026-W47'], { editors: ['cy'], status: 'published' }),
      makeWeekly(['2026-W50', '2026-W51'], { number: 2 }),
    ]
    assert.deepEqual(brief(planTurns(makeFacts({ rota, issues }), '2026-W47', 4)), [
      '47 cy',
      '48+49 bo',
      '50+51 cy',
      '52 ada',
    ])
  })

  test('say of nobody’s weeks only what is still to come', () => {
    const issues = [makeWeekly(['2026-W47'], { status: 'published' }), makeWeekly(['2026-W48'])]
    const rota = makeRota('weeks: { 2026-W49: { skip: true } }\n')
    const turns = planTurns(makeFacts({ rota, issues }), '2026-W47', 4)
    assert.deepEqual(
      turns.filter(isUnassigned).map(({ week }) => week),
      ['2026-W48', '2026-W50'],
    )
  })
})

describe('a new issue', () => {
  const now = new Date('2026-11-18T08:00:00Z')
  for (const [what, weeks, issues, expected] of [
    ['is of this week, and of whose turn it is', '', [], { weeks: ['2026-W47'], editors: ['ada'] }],
    [
      'is of the next week that is not skipped',
      '2026-W47: { skip: true }',
      [],
      { weeks: ['2026-W48'], editors: ['ada'] },
    ],
    [
      'is a double one where that is agreed',
      '2026-W47: { through: 2026-W48 }',
      [],
      { weeks: ['2026-W47', '2026-W48'], editors: ['ada'] },
    ],
    [
      'comes after those that are there',
      '',
      [makeWeekly(['2026-W47'], { status: 'published' })],
      { weeks: ['2026-W48'], editors: ['bo'] },
    ],
  ] as const) {
    test(what, () => {
      const rota = makeRota(`${ORDER}${weeks === '' ? '' : `weeks: { ${weeks} }\n`}`)
      assert.deepEqual(occasionOfRota(makeFacts({ rota, issues }), now), expected)
    })
  }

  test('of weeks that somebody names is of whose turn the first is', () => {
    const named = occasionOfRota(makeFacts(), now, ['2026-W49', '2026-W50'])
    assert.deepEqual(named, { weeks: ['2026-W49', '2026-W50'], editors: ['cy'] })
  })
})

test('the view of a week names an earlier one that is a draft still, and every week that is nobody’s', () => {
  const rota = makeRota(`${ORDER}weeks: { 2026-W48: { editors: [] } }\n`)
  const issues = [makeWeekly(['2026-W46'], { editors: ['cy'] })]
  const view = viewRota(makeFacts({ rota, issues }), new Date('2026-11-18T08:00:00Z'), 3, [])
  assert.deepEqual(
    { week: view.week, next: view.next.map(({ week }) => week), unassigned: view.unassigned, late: view.late?.week },
    { week: '2026-W47', next: ['2026-W48', '2026-W49'], unassigned: ['2026-W48'], late: '2026-W46' },
  )
})
