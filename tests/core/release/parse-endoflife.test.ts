import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEndoflife } from '../../../src/core/release/parse-endoflife.ts'
import { parseEolFile } from '../../../src/core/release/parse-eol-file.ts'
import type { ReleaseFacts } from '../../../src/core/release/release-facts.ts'
import type { Result } from '../../../src/core/text/problem.ts'

const WHERE = 'https://facts.example/'

function take(result: Result<ReleaseFacts>): ReleaseFacts {
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const v1 = (...releases: unknown[]) =>
  JSON.stringify({ schema_version: '1.2.0', result: { name: 'kubernetes', releases } })
const V1 = {
  ...{ name: '1.50', codename: null, label: '1.50', isLts: false, isEoas: false, isEol: false, isMaintained: true },
  ...{ releaseDate: '2029-12-11', eoasFrom: '2030-12-28', eolFrom: '2031-02-28' },
  latest: { name: '1.50.4', date: '2030-05-14', link: 'https://facts.example/1.50.4' },
}
const V0 = {
  ...{ cycle: '1.50', lts: false, releaseDate: '2029-12-11', support: '2030-12-28', eol: '2031-02-28' },
  ...{ latest: '1.50.4', latestReleaseDate: '2030-05-14' },
}
const MINOR = {
  ...{ minor: '1.50', released: '2029-12-11', maintenance: '2030-12-28', endOfLife: '2031-02-28', latest: '1.50.4' },
  patches: [{ version: '1.50.4', day: '2030-05-14' }],
}

describe('what endoflife.date says', () => {
  for (const [form, text] of [
    ['of today', v1(V1)],
    ['of before', JSON.stringify([V0])],
  ] as const) {
    test(`is read from its interface ${form}`, () => {
      assert.deepEqual(take(parseEndoflife(text, WHERE)), { source: 'endoflife-date', minors: [MINOR], problems: [] })
    })
  }

  const odd: [string, string, object][] = [
    ['no latest patch', v1({ ...V1, latest: null }), { latest: undefined, patches: [] }],
    [
      'no day of the latest patch',
      v1({ ...V1, latest: { name: '1.50.4', date: null } }),
      { patches: [{ version: '1.50.4', day: undefined }] },
    ],
    ['no end', v1({ ...V1, eolFrom: null }), { endOfLife: undefined }],
    [
      'that it has ended, and not when',
      JSON.stringify([{ ...V0, eol: true, support: false }]),
      { maintenance: undefined, endOfLife: undefined },
    ],
  ]
  for (const [what, text, change] of odd) {
    test(`that says ${what} leaves that unknown`, () => {
      const { minors, problems } = take(parseEndoflife(text, WHERE))
      assert.deepEqual([minors, problems], [[{ ...MINOR, ...change }], []])
    })
  }

  test('that cannot be read is named by its place, and the rest is taken', () => {
    const text = v1(
      V1,
      { ...V1, name: 1.4 },
      { ...V1, name: '1.49', eolFrom: '2031-13-01', latest: { name: '1.48.1' } },
      'x',
    )
    const { minors, problems } = take(parseEndoflife(text, WHERE))
    assert.deepEqual(
      minors.map(({ minor, endOfLife, latest }) => [minor, endOfLife, latest]),
      [
        ['1.50', '2031-02-28', '1.50.4'],
        ['1.49', undefined, undefined],
      ],
    )
    assert.deepEqual(
      problems.map(({ field }) => field),
      ['result.releases[1].name', 'result.releases[2].latest', 'result.releases[2].eolFrom', 'result.releases[3]'],
    )
  })

  for (const [what, text, expected] of [
    ['cut short', v1(V1).slice(0, -20), /not JSON; it may have been cut short/],
    ['a web page', '\n<html></html>', /web page/],
    ['empty', '', /empty/],
    ['an answer to something else', '{"detail":"Not found"}', /expected a list of releases/],
    ['a list of nothing', v1(), /with entries/],
  ] as const) {
    test(`is not taken at all where it is ${what}`, () => {
      const facts = parseEndoflife(text, WHERE)
      assert.ok(!facts.ok)
      assert.match(facts.problems[0]?.what ?? '', expected)
    })
  }
})

describe('the list of ended branches', () => {
  test('is read with ends and last patches, without quotes too, and 1.20 is not 1.2', () => {
    const text = `branches:
- { endOfLifeDate: 2022-02-28, finalPatchRelease: 1.20.15, release: 1.20 }
- { endOfLifeDate: "2016-10-23", finalPatchRelease: 1.2.7, note: words of others, release: "1.2" }
- { release: 1.1 }
`
    assert.deepEqual(take(parseEolFile(text, WHERE)), {
      source: 'kubernetes-eol',
      minors: [
        { minor: '1.20', endOfLife: '2022-02-28', latest: '1.20.15', patches: [] },
        { minor: '1.2', endOfLife: '2016-10-23', latest: '1.2.7', patches: [] },
        { minor: '1.1', endOfLife: undefined, latest: undefined, patches: [] },
      ],
      problems: [],
    })
  })

  test('names what is no version, no day, or there twice, and takes the rest', () => {
    const text = `branches:
- { endOfLifeDate: soon, finalPatchRelease: 1.21.14, release: 1.20 }
- { endOfLifeDate: 2022-02-28, release: 1.20 }
- { endOfLifeDate: 2022-02-28, release: one }
- { endOfLifeDate: 2022-06-28, finalPatchRelease: 1.21.14, release: 1.21 }
`
    const { minors, problems } = take(parseEolFile(text, WHERE))
    assert.deepEqual(
      minors.map(({ minor, endOfLife, latest }) => [minor, endOfLife, latest]),
      [
        ['1.20', undefined, undefined],
        ['1.21', '2022-06-28', '1.21.14'],
      ],
    )
    assert.deepEqual(
      problems.map(({ field }) => field),
      ['branches[0].finalPatchRelease', 'branches[0].endOfLifeDate', 'branches[2].release', 'branches[1]'],
    )
  })
})
