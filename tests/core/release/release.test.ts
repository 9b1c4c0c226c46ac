import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  dateOf,
  formatRelease,
  latestPatch,
  parseRelease,
  patchDay,
  type Release,
} from '../../../src/core/release/release.ts'
import { makeRelease } from '../../builders.ts'

const WHERE = 'content/releases/1.36.yml'
const OUT = 'released: { kubernetes-tags: 2026-04-22 }\n'

function parsed(text: string, minor = '1.36'): Release {
  const result = parseRelease(text, minor, WHERE)
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

describe('the file of a release', () => {
  const kept: [string, Release][] = [
    ['all its days', makeRelease({ name: 'ハル (Haru)', announcement: 'https://kubernetes.io/blog/haru/' })],
    ['nothing but a plan', makeRelease({ minor: '1.37', planned: { 'release-team': '2026-08-26' }, patches: [] })],
    ['a version that YAML would take for another number', makeRelease({ minor: '1.20', patches: [] })],
    [
      'a patch without a day',
      makeRelease({ patches: [{ version: '1.36.1', planned: { 'kubernetes-schedule': '2026-05-13' }, days: {} }] }),
    ],
    [
      'sources that do not agree',
      makeRelease({
        endOfLife: { 'kubernetes-eol': '2027-07-01', 'endoflife-date': '2027-06-28' },
        latest: { 'kubernetes-schedule': '1.36.2', 'endoflife-date': '1.36.4' },
      }),
    ],
  ]
  for (const [what, release] of kept) {
    test(`is read as it was written: ${what}`, () => {
      assert.deepEqual(parseRelease(formatRelease(release), release.minor, WHERE), { ok: true, value: release })
    })
  }

  test('keeps an unquoted version as the text that it is', () => {
    const { latest, patches } = parsed(
      `${OUT}latest: { endoflife-date: 1.20.0 }\npatches: [{ version: 1.20.0 }]\n`,
      '1.20',
    )
    assert.deepEqual([latest, patches[0]?.version], [{ 'endoflife-date': '1.20.0' }, '1.20.0'])
  })

  test('puts patches in the order of their numbers', () => {
    const { patches } = parsed(`${OUT}patches: [{ version: 1.36.10 }, { version: 1.36.2 }, { version: 1.36.9 }]\n`)
    assert.deepEqual(
      patches.map(({ version }) => version),
      ['1.36.2', '1.36.9', '1.36.10'],
    )
  })

  const wrong: [string, string, RegExp][] = [
    ['released', 'name: Haru\n', /expected the day of the release, or in planned/],
    ['released.kubernetes-tags', 'released: { kubernetes-tags: 22 April 2026 }\n', /expected a day, like/],
    ['released.kubernetes-tags', 'released: { kubernetes-tags: 2026-02-30 }\n', /expected a day, like/],
    ['released.somebody', 'released: { kubernetes-tags: 2026-04-22, somebody: 2026-04-22 }\n', /no such field/],
    ['patches[0].version', `${OUT}patches: [{ version: v1.36.0 }]\n`, /patch version of Kubernetes.*found "v1\.36\.0"/],
    ['patches[0].version', `${OUT}patches: [{ days: { kubernetes-tags: 2026-04-22 } }]\n`, /missing/],
    ['patches[1].version', `${OUT}patches: [{ version: 1.36.0 }, { version: 1.36.0 }]\n`, /each patch once/],
    ['patches[0].version', `${OUT}patches: [{ version: 1.35.0 }]\n`, /patch of 1\.36, whose file this is/],
    ['latest.endoflife-date', `${OUT}latest: { endoflife-date: 1.3.6 }\n`, /patch of 1\.36/],
    ['endOfLife.kubernetes-eol', `${OUT}endOfLife: { kubernetes-eol: 2025-06-28 }\n`, /after that of the release/],
    ['maintenance.kubernetes-schedule', `${OUT}maintenance: { kubernetes-schedule: 2026-04-21 }\n`, /after that of/],
  ]
  for (const [field, text, what] of wrong) {
    test(`is told what is wrong with ${field} in ${text.trim().split('\n').at(-1) ?? ''}`, () => {
      const result = parseRelease(text, '1.36', WHERE)
      assert.ok(!result.ok)
      assert.deepEqual(
        result.problems.map((problem) => [problem.where, problem.field]),
        [[WHERE, field]],
      )
      assert.match(result.problems[0]?.what ?? '', what)
    })
  }

  for (const name of ['v1.36', '1.36.0', 'latest', '1.x']) {
    test(`is not called ${name}.yml`, () => {
      const result = parseRelease(OUT, name, WHERE)
      assert.ok(!result.ok)
      assert.match(result.problems[0]?.what ?? '', /file's name is the release's version/)
    })
  }
})

describe('of several days', () => {
  test('the project’s own word goes before that of others, and a tag is not yet a release', () => {
    const release = makeRelease({
      released: { 'kubernetes-tags': '2022-12-08', 'kubernetes-schedule': '2022-12-09' },
      endOfLife: {
        'endoflife-date': '2024-06-28',
        'kubernetes-schedule': '2024-06-28',
        'kubernetes-eol': '2024-07-16',
      },
    })
    assert.deepEqual(dateOf(release, 'released'), { source: 'kubernetes-schedule', value: '2022-12-09' })
    assert.deepEqual(dateOf(release, 'endOfLife'), { source: 'kubernetes-eol', value: '2024-07-16' })
  })

  test('that of a patch is when it was tagged, not when it was to come', () => {
    const days = { 'kubernetes-schedule': '2026-05-13', 'kubernetes-tags': '2026-05-12' }
    assert.equal(patchDay({ version: '1.36.1', planned: {}, days })?.value, '2026-05-12')
  })

  test('what nobody says stays unknown', () => {
    assert.equal(dateOf(makeRelease({ endOfLife: {} }), 'endOfLife'), undefined)
  })
})

describe('the latest patch', () => {
  const patches = [
    { version: '1.36.0', planned: {}, days: { 'kubernetes-tags': '2026-04-22' } },
    { version: '1.36.1', planned: {}, days: { 'kubernetes-tags': '2026-05-12' } },
    { version: '1.36.2', planned: { 'kubernetes-schedule': '2026-06-09' }, days: {} },
  ]
  const cases: [now: string, version: string | undefined][] = [
    ['2026-04-21T23:59:59Z', undefined],
    ['2026-04-22T00:00:00Z', '1.36.0'],
    ['2026-05-11T23:59:59Z', '1.36.0'],
    ['2026-05-12T00:00:00Z', '1.36.1'],
    // One that was only planned is not out when its day has passed.
    ['2026-07-01T00:00:00Z', '1.36.1'],
  ]
  for (const [now, version] of cases) {
    test(`is ${version ?? 'none'} at ${now}`, () => {
      assert.equal(latestPatch(makeRelease({ patches }), new Date(now))?.version, version)
    })
  }

  test('may be one whose day nobody knows', () => {
    const release = makeRelease({ patches: [...patches, { version: '1.36.3', planned: {}, days: {} }] })
    assert.equal(latestPatch(release, new Date('2026-07-01T00:00:00Z'))?.version, '1.36.3')
  })
})
