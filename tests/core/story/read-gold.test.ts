import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readGold } from '../../../src/core/story/read-gold.ts'
import { formatProblem } from '../../../src/core/text/problem.ts'

const LINK = { id: 'a', title: 'First light', url: 'https://harbour.example/first-light' }
const WEEK = { week: '2026-08-14', pool: [LINK], picked: ['a'] }

const read = (value: unknown) => readGold(typeof value === 'string' ? value : JSON.stringify(value), 'gold.json')

function sayOf(value: unknown): string {
  const result = read(value)
  assert.equal(result.ok, false)
  return result.ok ? '' : result.problems.map(formatProblem).join('\n')
}

describe('a gold file', () => {
  test('gives weeks of items as ingest would have made them', () => {
    const result = read([
      WEEK,
      {
        week: '2026-08-21',
        pool: [
          {
            id: 'harbour/lamp@lamp 1.2',
            repo: 'harbour/lamp',
            release: 'lamp 1.2',
            date: '2026-08-20',
            url: null,
            notes_chars: 2600,
            notes_excerpt: 'Oil.',
          },
        ],
        picked: [],
      },
    ])
    assert.ok(result.ok)
    const [first, second] = result.value.weeks
    assert.deepEqual(
      [first?.name, first?.stories[0]?.lead.title, [...(first?.picked ?? [])]],
      ['2026-08-14', 'First light', ['a']],
    )
    const release = second?.stories[0]?.lead
    assert.deepEqual(
      [release?.id, release?.url, release?.kind, release?.published, release?.minutes, release?.excerpt],
      [
        'harbour/lamp@lamp 1.2',
        'https://github.com/harbour/lamp/releases/tag/lamp%201.2',
        'release',
        '2026-08-20T00:00:00Z',
        2,
        'Oil.',
      ],
    )
  })

  const cases: [name: string, value: unknown, expected: RegExp][] = [
    ['no JSON', '[{', /^gold\.json: this is no JSON \(/],
    ['no list', { week: '2026-08-14' }, /expected a list of weeks/],
    ['a week that is no date', [{ ...WEEK, week: '2026-W34' }], /\[0\]\.week: expected a date that exists/],
    ['a week without a pool', [{ week: '2026-08-14', picked: [] }], /\[0\]\.pool: this field is missing/],
    ['an unknown field of a week', [{ ...WEEK, pciked: [] }], /"pciked" misspelt/],
    [
      'an unknown field of a candidate',
      [{ ...WEEK, pool: [{ ...LINK, titel: 'x' }] }],
      /\[0\]\.pool\[0\].*"titel" misspelt/,
    ],
    ['an id twice', [{ ...WEEK, pool: [LINK, LINK] }], /\[0\]\.pool\[1\]\.id: "a" stands twice/],
    ['a pick from nowhere', [{ ...WEEK, picked: ['b'] }], /\[0\]\.picked\[0\]: "b" is not in the pool of 2026-08-14/],
    ['a pick twice', [{ ...WEEK, picked: ['a', 'a'] }], /stands twice among the picks/],
    [
      'weeks in the wrong order',
      [WEEK, { ...WEEK, week: '2026-08-07' }],
      /\[1\]\.week: 2026-08-07 stands behind 2026-08-14/,
    ],
    ['one week twice', [WEEK, WEEK], /\[1\]\.week: /],
    ['a candidate of nothing', [{ ...WEEK, pool: [{ id: 'a' }] }], /expected a title, a url, or a repo and a release/],
    ['a repository without a release', [{ ...WEEK, pool: [{ id: 'a', repo: 'x/y' }] }], /a repo needs a release/],
    [
      'a repository that is none',
      [{ ...WEEK, pool: [{ id: 'a', repo: 'xy', release: 'v1' }] }],
      /expected a repository as owner\/name/,
    ],
  ]
  for (const [name, value, expected] of cases) {
    test(`with ${name} says where and what`, () => {
      const said = sayOf(value)
      assert.match(said, expected)
      assert.match(said, /npm run curate -- eval --help/)
    })
  }

  test('with a hundred mistakes names ten, and how many more there are', () => {
    const said = sayOf([{ ...WEEK, picked: Array.from({ length: 100 }, (_, n) => `x${n}`) }])
    assert.equal(said.split('\n').length, 11)
    assert.match(said, /and 90 more of this sort/)
  })

  test('takes a link that is no address, or none, as it is', () => {
    assert.ok(read([{ ...WEEK, pool: [{ ...LINK, url: 'nonsense' }] }]).ok)
    assert.ok(read([{ ...WEEK, pool: [{ id: 'a', title: 'x', url: null }] }]).ok)
  })
})
