import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseScheduleFile } from '../../../src/core/release/parse-schedule-file.ts'
import type { ReleaseFacts } from '../../../src/core/release/release-facts.ts'

const WHERE = 'https://schedule.example/schedule.yaml'

function read(text: string): ReleaseFacts {
  const facts = parseScheduleFile(text, WHERE)
  assert.ok(facts.ok, JSON.stringify(facts))
  return facts.value
}

const told = ({ problems }: ReleaseFacts) => problems.map(({ field, what }) => `${field}: ${what}`)

const TODAY = `schedules:
- endOfLifeDate: "2031-02-28"
  maintenanceModeStartDate: "2030-12-28"
  next:
    cherryPickDeadline: "2030-03-08"
    release: 1.50.2
    targetDate: "2030-03-12"
  previousPatches:
  - cherryPickDeadline: "2030-02-08"
    note: a sentence of somebody else
    release: 1.50.1
    targetDate: "2030-02-12"
  release: "1.50"
  releaseDate: "2029-12-11"
upcoming_releases:
- cherryPickDeadline: "2030-03-08"
  targetDate: "2030-03-12"
- cherryPickDeadline: "2030-04-05"
  targetDate: "2030-04-09"
`

const EXPECTED = {
  minor: '1.50',
  released: '2029-12-11',
  maintenance: '2030-12-28',
  endOfLife: '2031-02-28',
  latest: '1.50.1',
  patches: [{ version: '1.50.1', day: '2030-02-12' }],
  plan: { version: '1.50.2', day: '2030-03-12' },
}

describe('the schedule of the project', () => {
  test('is read with its minors, what came, what comes, and the days of patches; its notes stay there', () => {
    assert.deepEqual(read(TODAY), {
      source: 'kubernetes-schedule',
      minors: [EXPECTED],
      rounds: [
        { cherryPicks: '2030-03-08', target: '2030-03-12' },
        { cherryPicks: '2030-04-05', target: '2030-04-09' },
      ],
      problems: [],
    })
  })

  test('is the same with the line ends of Windows, a byte order mark, and days and versions without quotes', () => {
    const odd = `\uFEFF${TODAY.replaceAll('"', '').replaceAll('\n', '\r\n')}`
    assert.deepEqual(read(odd), read(TODAY))
  })

  test('of before 2022 has the next patch as text, with its days beside it, and says nothing of rounds', () => {
    const { minors, rounds } = read(`schedules:
- release: 1.20
  next: 1.20.7
  cherryPickDeadline: 2021-05-07
  targetDate: 2021-05-12
  endOfLifeDate: 2021-12-30
  previousPatches:
    - release: 1.20.6
      cherryPickDeadline: "an issue, https://groups.example/"
      targetDate: 2021-04-14
- release: 1.21
  next: 1.21.1
  targetDate: 2021-05-12
  previousPatches:
`)
    assert.equal(rounds, undefined)
    assert.deepEqual(
      minors.map(({ minor, released, endOfLife, latest, plan }) => [minor, released, endOfLife, latest, plan]),
      [
        ['1.20', undefined, '2021-12-30', '1.20.6', { version: '1.20.7', day: '2021-05-12' }],
        ['1.21', undefined, undefined, undefined, { version: '1.21.1', day: '2021-05-12' }],
      ],
    )
  })

  const faults: [what: string, from: string | RegExp, to: string, problem: RegExp, change: object][] = [
    [
      'a day that does not exist',
      '"2031-02-28"',
      '"2031-02-30"',
      /^schedules\[0\]\.endOfLifeDate: expected a day/,
      { endOfLife: undefined },
    ],
    ['a day that is a number', '"2029-12-11"', '20291211', /releaseDate: .*found 20291211/, { released: undefined }],
    [
      'an end before the beginning',
      '"2031-02-28"',
      '"2028-02-28"',
      /endOfLifeDate: 2028-02-28 lies before the release/,
      { endOfLife: undefined },
    ],
    [
      'a patch of another minor',
      /1\.50\.1$/m,
      '1.51.1',
      /previousPatches\[0\]\.release: expected a patch of 1\.50/,
      { latest: undefined, patches: [] },
    ],
    ['a plan without a version', '1.50.2', 'soon', /next\.release: expected a patch/, { plan: 'unreadable' }],
    ['a plan on no day', '"2030-03-12"', '"in March"', /next\.targetDate: expected a day/, { plan: 'unreadable' }],
    [
      'patches that are no list',
      /previousPatches:\n(?: {2}-.*\n(?: {4}.*\n)*)+/,
      'previousPatches: none\n',
      /previousPatches: expected a list/,
      { latest: undefined, patches: [] },
    ],
  ]
  for (const [what, from, to, problem, change] of faults) {
    test(`names ${what}, and takes the rest`, () => {
      const text = TODAY.replace(from, to)
      assert.notEqual(text, TODAY)
      const facts = read(text)
      assert.equal(facts.problems.length, 1, told(facts).join('\n'))
      assert.match(told(facts)[0] ?? '', problem)
      assert.equal(facts.problems[0]?.where, WHERE)
      assert.ok((facts.problems[0]?.line ?? 0) > 1)
      assert.deepEqual(facts.minors, [{ ...EXPECTED, ...change }])
      assert.equal(facts.rounds?.length, 2)
    })
  }

  const silences: [string, string | RegExp, string, object][] = [
    ['of its end', /.*endOfLifeDate.*\n/, '- cut: 1\n', { endOfLife: undefined }],
    ['of what comes next', / {2}next:\n(?: {4}.*\n)+/, '', { plan: undefined }],
    [
      'of the day of a patch',
      / {4}targetDate: "2030-02-12"\n/,
      '',
      { patches: [{ version: '1.50.1', day: undefined }] },
    ],
    ['but an empty text', '"2029-12-11"', '""', { released: undefined }],
  ]
  for (const [what, from, to, change] of silences) {
    test(`that says nothing ${what} leaves that unknown`, () => {
      const text = TODAY.replace(from, to)
      assert.notEqual(text, TODAY)
      assert.deepEqual([read(text).minors, read(text).problems], [[{ ...EXPECTED, ...change }], []])
    })
  }

  test('that names a minor twice, or what is no minor, is taken with the first, and says so', () => {
    const facts = read(
      `schedules:\n- { release: v1.51 }\n- { release: 1.50, releaseDate: 2029-12-11 }\n- [1]\n- { release: "1.50", releaseDate: 2030-01-01 }\n- { release: 2 }\n`,
    )
    assert.deepEqual(
      facts.minors.map(({ minor, released }) => [minor, released]),
      [['1.50', '2029-12-11']],
    )
    assert.deepEqual(
      told(facts).map((text) => text.split(',')[0]),
      [
        'schedules[0].release: expected a minor',
        'schedules[2]: expected fields with values; it was left out',
        'schedules[4].release: expected a minor',
        'schedules[3]: 1.50 stands here twice; the first entry was taken',
      ],
    )
  })

  test('that names a patch or a round twice has it once; a deadline behind its target is unknown', () => {
    const facts = read(
      `schedules: [{ release: "1.50", previousPatches: [{ release: 1.50.1, targetDate: 2030-01-08 }, { release: 1.50.1, targetDate: 2030-01-09 }] }]
upcoming_releases: [{ targetDate: 2030-04-09, cherryPickDeadline: 2030-05-01 }, { targetDate: 2030-03-12 }, {}, { targetDate: 2030-03-12 }]
`,
    )
    assert.deepEqual(facts.minors[0]?.patches, [{ version: '1.50.1', day: '2030-01-08' }])
    assert.deepEqual(facts.rounds, [{ cherryPicks: undefined, target: '2030-03-12' }, { target: '2030-04-09' }])
    assert.deepEqual(
      facts.problems.map(({ field }) => field),
      ['schedules[0].previousPatches[1]', 'upcoming_releases[0]'],
    )
  })

  test('that gives a deadline without the day of the patches says so, and makes up none', () => {
    const facts = read(
      'schedules: [{ release: "1.50" }]\nupcoming_releases: [{ cherryPickDeadline: 2030-04-05, targetDate: }]\n',
    )
    assert.deepEqual(facts.rounds, [])
    assert.deepEqual(told(facts), [
      'upcoming_releases[0]: no day of patches stands beside the deadline, 2030-04-05; it was left out',
    ])
  })

  const refused: [string, string, RegExp][] = [
    ['is empty', ' \n', /empty/],
    ['is a web page', '<!DOCTYPE html><title>404</title>', /web page/],
    ['has no list', 'branches: []\n', /a list named schedules/],
    ['has an empty list', 'schedules: []\n', /with entries/],
    ['is one word', 'gone', /a list named schedules/],
    ['is cut off inside a text', TODAY.slice(0, TODAY.indexOf('2030-12-28') + 4), /not YAML/],
    ['has a field twice', TODAY.replace('  release: "1.50"', '  release: "1.50"\n  release: "1.51"'), /not YAML/],
  ]
  for (const [what, text, expected] of refused) {
    test(`is not taken at all where it ${what}`, () => {
      const facts = parseScheduleFile(text, WHERE)
      assert.ok(!facts.ok)
      assert.match(facts.problems[0]?.what ?? '', expected)
      assert.equal(facts.problems[0]?.where, WHERE)
    })
  }
})
