import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { checkRota, parseRota } from '../../../src/core/rota/rota.ts'
import { formatProblem } from '../../../src/core/text/problem.ts'
import { makeRota, PEOPLE } from './rota-builders.ts'

const refusals = (text: string) => {
  const rota = parseRota(text, 'rota.yml')
  return rota.ok ? [] : rota.problems.map(formatProblem)
}

describe('content/rota.yml', () => {
  test('names one editor a turn, or one who edits and one who reviews', () => {
    assert.deepEqual(makeRota('from: 2026-W47\norder:\n  - ada\n  - [bo, cy]\n').order, [['ada'], ['bo', 'cy']])
  })

  for (const [what, text] of [
    ['comments alone', '# Nobody yet\n'],
    ['an empty order', 'order: []\n'],
    ['nothing at all', ''],
  ] as const) {
    test(`says nothing where it holds ${what}`, () => {
      assert.deepEqual(makeRota(text), { order: [], weeks: {} })
    })
  }

  const ORDER = 'from: 2026-W47\norder: [ada]\nweeks:\n'
  for (const [what, text, expected] of [
    ['an order without its first week', 'order: [ada]\n', /rota\.yml:1, order: expected `from` beside it/],
    ['a week that does not exist', `${ORDER}  2025-W53: { skip: true }\n`, /:4, weeks\.2025-W53: expected an ISO week/],
    ['a turn of three', 'from: 2026-W47\norder:\n  - [ada, bo, cy]\n', /:3, order\[0\]: expected/],
    ['the same person twice in a turn', 'from: 2026-W47\norder:\n  - [ada, ada]\n', /:3, order\[0\]/],
    [
      'a week that says nothing',
      `${ORDER}  2026-W49: { reason: at sea }\n`,
      /:4, weeks\.2026-W49: expected `editors`, `skip`/,
    ],
    [
      'a skipped week that has an editor',
      `${ORDER}  2026-W49:\n    skip: true\n    editors: [bo]\n`,
      /:4, .*nothing beside `skip`/,
    ],
    [
      'skip: false',
      `${ORDER}  2026-W49:\n    skip: false\n`,
      /:5, weeks\.2026-W49\.skip: expected one of true; found false/,
    ],
    [
      'an issue of four weeks',
      `${ORDER}  2026-W49:\n    through: 2026-W52\n`,
      /:5, .*one of the two weeks after 2026-W49/,
    ],
    ['an issue that ends before it begins', `${ORDER}  2026-W49:\n    through: 2026-W48\n`, /two weeks after 2026-W49/],
    [
      'words for a week that is a part of another issue',
      `${ORDER}  2026-W50: { skip: true }\n  2026-W49: { through: 2026-W50 }\n`,
      /:4, weeks\.2026-W50: this week is a part of the issue of 2026-W49/,
    ],
    ['a field that there is not', 'ordr: []\n', /:1, ordr: no such field/],
  ] as const) {
    test(`refuses ${what}, and names the line`, () => {
      const problems = refusals(text)
      assert.match(problems.join('\n'), expected)
    })
  }

  test('holds a double issue over the end of a year of 53 weeks', () => {
    const rota = makeRota('weeks:\n  2026-W53: { through: 2027-W01 }\n')
    assert.equal(rota.weeks['2026-W53']?.through, '2027-W01')
  })

  test('names people who are there and could edit; each other is told with its line', () => {
    const text = 'from: 2026-W47\norder:\n  - ada\n  - [bo, gone]\nweeks:\n  2026-W49:\n    editors:\n      - cncf\n'
    const people = new Map([...PEOPLE, ['cncf', { id: 'cncf', name: 'The CNCF', type: 'organisation' as const }]])
    assert.deepEqual(
      checkRota(makeRota(text), text, 'rota.yml', people).map((problem) => formatProblem(problem).split('. ')[0]),
      [
        'rota.yml:4, order[1]: there is no person "gone"',
        'rota.yml:8, weeks.2026-W49.editors[0]: The CNCF is an organisation, and a week is edited by people',
      ],
    )
  })
})
