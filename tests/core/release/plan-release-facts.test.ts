import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findMissingMinors } from '../../../src/core/release/find-missing-minors.ts'
import { planReleaseFacts, type StoredReleases } from '../../../src/core/release/plan-release-facts.ts'
import { readReleaseTags } from '../../../src/core/release/read-release-tags.ts'
import type { MinorFacts, ReleaseFacts } from '../../../src/core/release/release-facts.ts'
import type { ReleaseSourceId } from '../../../src/core/release/release-source.ts'
import type { Release } from '../../../src/core/release/release.ts'
import { makeRelease } from '../../builders.ts'

const NOW = new Date('2026-08-20T06:00:00Z')

const makeFacts = (source: ReleaseSourceId, ...minors: (Partial<MinorFacts> & { minor: string })[]): ReleaseFacts => ({
  source,
  minors: minors.map((own) => ({ patches: [], ...own })),
  problems: [],
})

const makeStored = (...releases: Release[]): StoredReleases => ({ releases, schedule: { read: {}, rounds: [] } })

const NOBODY = new Map<ReleaseSourceId, string>()
const plan = (stored: StoredReleases, ...facts: ReleaseFacts[]) => planReleaseFacts(stored, facts, NOBODY, NOW)

/** What the plan makes of a single stored minor; itself where that stays as it was. */
function applied(release: Release, facts: ReleaseFacts): Release {
  const { releases, problems } = plan(makeStored(release), facts)
  assert.deepEqual(problems, [])
  const after = releases.find(({ minor }) => minor === release.minor) ?? release
  const others = releases.filter(({ minor }) => minor !== release.minor)
  assert.deepEqual(plan(makeStored(after, ...others), facts).releases, [], 'a second time changes nothing')
  return after
}

describe('facts of releases', () => {
  test('stand beside what other sources say, and never in its place', () => {
    const { endOfLife, latest, released } = applied(
      makeRelease({ latest: { 'kubernetes-schedule': '1.36.2' } }),
      makeFacts('endoflife-date', { minor: '1.36', released: '2026-04-23', endOfLife: '2027-07-01', latest: '1.36.4' }),
    )
    assert.deepEqual(endOfLife, { 'kubernetes-schedule': '2027-06-28', 'endoflife-date': '2027-07-01' })
    assert.deepEqual(latest, { 'kubernetes-schedule': '1.36.2', 'endoflife-date': '1.36.4' })
    assert.deepEqual(released, { 'kubernetes-schedule': '2026-04-22', 'endoflife-date': '2026-04-23' })
  })

  test('take the place of what the same source said before', () => {
    const { endOfLife } = applied(
      makeRelease(),
      makeFacts('kubernetes-schedule', { minor: '1.36', endOfLife: '2027-07-28' }),
    )
    assert.deepEqual(endOfLife, { 'kubernetes-schedule': '2027-07-28' })
  })

  test('that are no more than the number of a new minor make no file, and are told with what will help', () => {
    const { releases, problems } = plan(makeStored(), makeFacts('kubernetes-schedule', { minor: '1.38' }))
    assert.deepEqual(releases, [])
    assert.deepEqual(
      problems.map(({ where }) => where),
      ['1.38, by kubernetes-schedule'],
    )
    assert.match(problems[0]?.what ?? '', /no day and no patch/)
  })

  test('that end a plan which came true are told as that', () => {
    const days = { 'kubernetes-tags': '2026-07-22' }
    const patch = { version: '1.36.3', planned: { 'kubernetes-schedule': '2026-07-14' }, days }
    const { changes } = plan(
      makeStored(makeRelease({ patches: [patch] })),
      makeFacts('kubernetes-schedule', { minor: '1.36' }),
    )
    assert.deepEqual(changes, ['1.36: a plan that has come true is forgotten'])
  })

  test('that a source leaves out, of a minor or with it, stay its last word', () => {
    const silent = applied(makeRelease(), makeFacts('kubernetes-schedule', { minor: '1.36' }))
    assert.deepEqual(silent, makeRelease())
    const { releases } = plan(
      makeStored(makeRelease()),
      makeFacts('kubernetes-schedule', { minor: '1.37', released: '2026-08-19' }),
    )
    assert.deepEqual(
      releases.map(({ minor }) => minor),
      ['1.37'],
    )
  })

  const next = { version: '1.36.1', planned: { 'kubernetes-schedule': '2026-09-15' }, days: {} }
  const PLANS: [string, Partial<MinorFacts> & { minor: string }, unknown][] = [
    [
      'becomes the patch that came',
      { minor: '1.36', patches: [{ version: '1.36.1', day: '2026-08-19' }] },
      [{}, { 'kubernetes-schedule': '2026-08-19' }],
    ],
    [
      'moves',
      { minor: '1.36', plan: { version: '1.36.1', day: '2026-09-16' } },
      [{ 'kubernetes-schedule': '2026-09-16' }, {}],
    ],
    ['stays where what comes next cannot be read', { minor: '1.36', plan: 'unreadable' }, [next.planned, {}]],
    ['is gone where nothing comes next', { minor: '1.36' }, undefined],
    ['is gone with its minor', { minor: '1.35', released: '2025-12-17' }, undefined],
    ['came, and nobody says when', { minor: '1.36', patches: [{ version: '1.36.1' }] }, [{}, {}]],
  ]
  for (const [what, facts, expected] of PLANS) {
    test(`of what is planned: it ${what}`, () => {
      const before = makeRelease({ patches: [...makeRelease().patches, next] })
      const after = applied(before, makeFacts('kubernetes-schedule', facts)).patches.find(
        ({ version }) => version === '1.36.1',
      )
      assert.deepEqual(after && [after.planned, after.days], expected)
    })
  }

  test('of a day that lies ahead are aims, and say nothing of whether it came', () => {
    const facts = makeFacts('kubernetes-schedule', {
      minor: '1.37',
      released: '2026-08-26',
      patches: [{ version: '1.37.0', day: '2026-08-26' }],
    })
    const [ahead] = plan(makeStored(), facts).releases
    assert.ok(ahead)
    assert.deepEqual([ahead.planned, ahead.released], [{ 'kubernetes-schedule': '2026-08-26' }, {}])
    assert.deepEqual(ahead.patches[0]?.days, {})
    const later = planReleaseFacts(makeStored(ahead), [facts], NOBODY, new Date('2026-08-26T00:00:00Z')).releases[0]
    assert.deepEqual([later?.planned, later?.released], [{}, { 'kubernetes-schedule': '2026-08-26' }])
    assert.deepEqual(later?.patches[0]?.days, { 'kubernetes-schedule': '2026-08-26' })
  })

  test('of a minor without a day of release are kept, and that day is unknown', () => {
    const { releases, problems } = plan(
      makeStored(),
      makeFacts('kubernetes-eol', { minor: '1.20', endOfLife: '2022-02-28', latest: '1.20.15' }),
    )
    assert.deepEqual(problems, [])
    assert.deepEqual([releases[0]?.released, releases[0]?.endOfLife], [{}, { 'kubernetes-eol': '2022-02-28' }])
  })

  test('that no file can hold are named, and cost no other', () => {
    const { releases, problems, changes } = plan(
      makeStored(makeRelease()),
      makeFacts(
        'endoflife-date',
        { minor: '1.36', endOfLife: '2020-01-01' },
        { minor: '1.37', released: '2026-08-19' },
      ),
    )
    assert.deepEqual(
      releases.map(({ minor }) => minor),
      ['1.37'],
    )
    assert.match(problems[0]?.where ?? '', /1\.36, by endoflife-date/)
    assert.match(problems[0]?.what ?? '', /expected a day after that of the release/)
    assert.ok(changes.every((change) => change.startsWith('1.37')))
  })

  test('are told in sentences: what came, what is aimed at, what differs', () => {
    const { changes } = plan(
      makeStored(makeRelease({ patches: [...makeRelease().patches, next] })),
      makeFacts('kubernetes-schedule', {
        minor: '1.36',
        patches: [{ version: '1.36.1', day: '2026-08-19' }],
        plan: { version: '1.36.2', day: '2026-09-15' },
      }),
      makeFacts('endoflife-date', { minor: '1.36', endOfLife: '2027-07-01' }),
    )
    assert.deepEqual(changes, [
      '1.36: the end of life differs: 28 June 2027 by the project’s release schedule, 1 July 2027 by endoflife.date',
      '1.36 gained 1.36.1 (19 August 2026)',
      '1.36: 1.36.2 is planned for 15 September 2026',
    ])
  })

  test('of rounds are those of the last reading; a reading that does not speak of them leaves them', () => {
    const stored = { releases: [], schedule: { read: {}, rounds: [{ target: '2026-08-11' }] } }
    const rounds = [{ cherryPicks: '2026-09-11', target: '2026-09-15' }]
    const silent = makeFacts('kubernetes-schedule')
    assert.equal(plan(stored, silent).schedule, undefined)
    assert.deepEqual(plan(stored, { ...silent, rounds }).schedule?.rounds, rounds)
    assert.deepEqual(plan(stored, { ...silent, rounds }).changes, ['days of patches: 15 September 2026'])
  })
})

describe('that a source was read', () => {
  const stored = {
    releases: [makeRelease()],
    schedule: { read: { 'kubernetes-eol': '2026-08-14' } as const, rounds: [] },
  }
  const noted = (now: string, source: ReleaseSourceId, ...facts: ReleaseFacts[]) =>
    planReleaseFacts(stored, facts, new Map([[source, now.slice(0, 10)]]), new Date(now)).schedule?.read

  test('is noted with what it changed, at first, and else once a week', () => {
    assert.equal(noted('2026-08-20T23:00:00Z', 'kubernetes-eol'), undefined)
    assert.deepEqual(noted('2026-08-21T01:00:00Z', 'kubernetes-eol'), { 'kubernetes-eol': '2026-08-21' })
    assert.deepEqual(noted('2026-08-15T01:00:00Z', 'endoflife-date'), {
      'kubernetes-eol': '2026-08-14',
      'endoflife-date': '2026-08-15',
    })
    const facts = makeFacts('kubernetes-eol', { minor: '1.36', endOfLife: '2027-07-01' })
    assert.deepEqual(noted('2026-08-15T01:00:00Z', 'kubernetes-eol', facts), { 'kubernetes-eol': '2026-08-15' })
  })

  test('is never noted for a day before the one that is known', () => {
    assert.equal(noted('2026-08-01T01:00:00Z', 'kubernetes-eol'), undefined)
  })
})

describe('a document that was cut short', () => {
  const old = makeRelease({
    minor: '1.20',
    patches: [],
    released: { 'kubernetes-schedule': '2020-12-08' },
    maintenance: {},
    endOfLife: { 'kubernetes-schedule': '2022-02-28', 'kubernetes-eol': '2022-02-28' },
  })
  const stored = [makeRelease(), old]
  const missing = (source: ReleaseSourceId, ...minors: string[]) =>
    findMissingMinors(makeFacts(source, ...minors.map((minor) => ({ minor }))), stored, NOW)

  test('is one that does not name what it must', () => {
    assert.deepEqual(missing('kubernetes-schedule', '1.37'), ['1.36'])
    assert.deepEqual(missing('kubernetes-eol', '1.19'), ['1.20'])
  })

  test('is not a schedule without what has ended, nor a list with all that it named', () => {
    assert.deepEqual(missing('kubernetes-schedule', '1.36'), [])
    assert.deepEqual(missing('kubernetes-eol', '1.20'), [])
    assert.deepEqual(missing('endoflife-date', '1.37'), [])
  })
})

describe('the feed of releases', () => {
  const BASE = 'https://github.com/kubernetes/kubernetes/releases'
  const item = (tag: string, published?: string, base = BASE) => ({ url: `${base}/tag/${tag}`, published })
  const read = (...items: { url: string; published: string | undefined }[]) => readReleaseTags(items, BASE, NOW).minors

  test('says of each patch when it came out, in UTC, and of a minor with its first', () => {
    assert.deepEqual(
      read(
        item('v1.36.4', '2026-08-19T23:30:00Z'),
        item('v1.36.0', '2026-04-22T18:00:00Z'),
        item('v1.20.1', '2026-01-02T00:00:00Z'),
      ),
      [
        {
          minor: '1.36',
          released: '2026-04-22',
          patches: [
            { version: '1.36.4', day: '2026-08-19' },
            { version: '1.36.0', day: '2026-04-22' },
          ],
        },
        { minor: '1.20', released: undefined, patches: [{ version: '1.20.1', day: '2026-01-02' }] },
      ],
    )
  })

  test('says of a release without a day that it is out, and not when; of one that stands there twice its day', () => {
    assert.deepEqual(read(item('v1.36.4'), item('v1.36.3'), item('v1.36.3', '2026-07-22T00:00:00Z')), [
      {
        minor: '1.36',
        released: undefined,
        patches: [
          { version: '1.36.4', day: undefined },
          { version: '1.36.3', day: '2026-07-22' },
        ],
      },
    ])
  })

  const left: [string, { url: string; published: string | undefined }][] = [
    ['a candidate', item('v1.37.0-rc.1', '2026-08-12T00:00:00Z')],
    ['what is no version', item('vnightly', '2026-08-12T00:00:00Z')],
    ['a version with a number too many', item('v1.36.4.1', '2026-08-12T00:00:00Z')],
    ['one that lies ahead', item('v1.36.5', '2026-08-21T00:00:00Z')],
    ['one of another project', item('v1.36.4', '2026-08-12T00:00:00Z', 'https://github.com/kubernetes/kops/releases')],
  ]
  for (const [what, one] of left) test(`leaves out ${what}`, () => assert.deepEqual(read(one), []))

  test('that tells one release twice is taken by the earlier day', () => {
    const days = read(item('v1.36.4', '2026-08-19T00:00:00Z'), item('V1.36.4?x=1', '2026-08-18T00:00:00Z'))
    assert.deepEqual(days[0]?.patches, [{ version: '1.36.4', day: '2026-08-18' }])
  })
})
