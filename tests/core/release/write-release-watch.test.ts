import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ReleaseWatch, WatchedItem } from '../../../src/core/release/release-watch.ts'
import { writeReleaseWatch } from '../../../src/core/release/write-release-watch.ts'
import { makeRelease } from '../../builders.ts'

const K8S = 'https://github.com/kubernetes/kubernetes/releases/tag/'

const makeWatched = (own: Partial<WatchedItem> = {}): WatchedItem => ({
  url: `${K8S}v1.36.1`,
  published: '2026-05-13T10:00:00Z',
  cves: [],
  ...own,
})

const write = (own: Partial<ReleaseWatch> = {}) =>
  writeReleaseWatch({
    releases: [],
    schedule: { read: {}, rounds: [] },
    span: { from: '2026-05-08T12:00:00Z', to: '2026-05-15T12:00:00Z' },
    day: '2026-05-15',
    items: [],
    advisories: [],
    isTold: () => false,
    ...own,
  })

const patched = (...patches: readonly (readonly [version: string, day: string])[]) =>
  makeRelease({
    patches: patches.map(([version, day]) => ({ version, planned: {}, days: { 'kubernetes-tags': day } })),
  })

describe('the release watch', () => {
  test('says nothing where nothing came out, is due or ends', () => {
    assert.equal(write(), '')
    assert.equal(write({ releases: [makeRelease()] }), '')
  })

  test('tells the patches of the stretch by their day, the highest first, and none from outside it', () => {
    const one = patched(['1.36.0', '2026-04-22'], ['1.36.1', '2026-05-12'], ['1.36.2', '2026-05-16'])
    const other = {
      ...makeRelease({ minor: '1.35' }),
      patches: [{ version: '1.35.10', planned: {}, days: { 'kubernetes-tags': '2026-05-12' } }],
    }
    assert.equal(
      write({ releases: [one, other] }),
      '- Patches came out on Tuesday 12 May: [1.36.1](/releases/1.36/) and [1.35.10](/releases/1.35/).',
    )
  })

  test('tells what came out on the day of the last cut-off, unless that issue has told it', () => {
    const releases = [patched(['1.36.1', '2026-05-08'])]
    assert.match(write({ releases }), /^- A patch came out on Friday 8 May: \[1\.36\.1\]/)
    assert.equal(write({ releases, isTold: (version) => version === '1.36.1' }), '')
  })

  test('knows a patch that no file lists by the feed of Kubernetes, and no patch of another project', () => {
    const items = [makeWatched(), makeWatched({ url: 'https://github.com/kubernetes/minikube/releases/tag/v1.38.1' })]
    assert.equal(
      write({ items, releases: [makeRelease()] }),
      '- A patch came out on Wednesday 13 May: [1.36.1](/releases/1.36/).',
    )
    assert.match(
      write({ items }),
      /\[1\.36\.1\]\(https:\/\/github\.com\/kubernetes\/kubernetes\/releases\/tag\/v1\.36\.1\)/,
    )
  })

  test('shows the other day where sources differ', () => {
    const days = { 'kubernetes-schedule': '2026-05-12', 'kubernetes-tags': '2026-05-13' }
    const release = makeRelease({ patches: [{ version: '1.36.1', planned: {}, days }] })
    assert.match(
      write({ releases: [release] }),
      /on Wednesday 13 May: .* By the project’s release schedule it was Tuesday 12 May\.$/,
    )
  })

  test('names the CVEs that an advisory calls fixed in just this version of Kubernetes', () => {
    const releases = [patched(['1.36.1', '2026-05-12'])]
    const advise = (component: string | undefined, version: string) =>
      write({
        releases,
        advisories: [
          makeWatched({
            url: 'https://a.example/1',
            cves: ['CVE-2026-1001'],
            advisory: { fixed: [{ component, version }] },
          }),
        ],
      })
    const told = / It fixes \[CVE-2026-1001\]\(https:\/\/a\.example\/1\)\.$/
    assert.match(advise(undefined, '1.36.1'), told)
    assert.match(advise('kubelet', '1.36.1'), told)
    assert.match(advise('Kubernetes API server', '1.36.1'), told)
    assert.doesNotMatch(advise('kubelet', '1.36.2'), told)
    assert.doesNotMatch(advise('ingress-nginx', '1.36.1'), told)
  })

  test('tells pre-releases by what they lead to, in their order, until that is out', () => {
    const items = ['v1.37.0-rc.0', 'v1.37.0-alpha.10', 'v1.37.0-alpha.2', 'v1.37.0-nightly', 'weekly'].map((tag) =>
      makeWatched({ url: K8S + tag }),
    )
    const line = write({ items })
    assert.deepEqual(line.match(/(?<=\[)[^\]]+/g), ['v1.37.0-alpha.2', 'v1.37.0-alpha.10', 'v1.37.0-rc.0'])
    assert.match(line, /^- On the way to 1\.37: /)
    const out = makeRelease({ minor: '1.37', released: { 'kubernetes-blog': '2026-05-10' }, patches: [] })
    assert.doesNotMatch(write({ items, releases: [out] }), /On the way/)
  })

  test('tells a new minor with its name and announcement', () => {
    const release = makeRelease({
      name: 'Low [Tide]',
      announcement: 'https://kubernetes.io/blog/tide/',
      released: { 'kubernetes-schedule': '2026-05-13' },
    })
    assert.equal(
      write({ releases: [release] }),
      '- [Kubernetes 1.36.0](/releases/1.36/), “Low \\[Tide]”, came out on Wednesday 13 May: [the announcement](https://kubernetes.io/blog/tide/).',
    )
  })

  for (const [what, day, expected] of [
    [
      'before the last day for fixes',
      '2026-06-01',
      /cherry-picks close on Friday 5 June, in 4 days; .* for Tuesday 9 June\./,
    ],
    ['on the last day for fixes', '2026-06-05', /close on Friday 5 June, today/],
    [
      'between that day and the patches',
      '2026-06-08',
      /planned for Tuesday 9 June, tomorrow; cherry-picks for them closed on Friday 5 June/,
    ],
    [
      'after the day of the patches',
      '2026-06-12',
      /^- Patches were planned for Tuesday 9 June; nobody says yet that they came out\.$/,
    ],
    ['long after it', '2026-07-12', /^$/],
    ['long before it', '2026-03-01', /^$/],
  ] as const) {
    test(`tells of a round of patches ${what}`, () => {
      const schedule = { read: {}, rounds: [{ cherryPicks: '2026-06-05', target: '2026-06-09' }] }
      assert.match(write({ schedule, day }), expected)
    })
  }

  test('tells the deadlines of a minor in the making, the next first, four weeks ahead', () => {
    const deadlines = [
      { day: '2026-06-13', what: 'test freeze' },
      { day: '2026-06-12', what: 'docs freeze' },
      { day: '2026-05-15', what: 'code freeze', minor: '1.37' },
      { day: '2026-05-14', what: 'enhancements freeze' },
    ]
    assert.equal(
      write({ schedule: { read: {}, rounds: [], deadlines } }),
      '- Deadline: code freeze of [1.37](/releases/1.37/) on Friday 15 May, today.\n- Deadline: docs freeze on Friday 12 June, in 28 days.',
    )
  })

  for (const [what, own, expected] of [
    [
      '60 days before its end',
      { endOfLife: { 'kubernetes-schedule': '2026-07-14' } },
      /1\.36\/\) reaches its end of life on Tuesday 14 July, in 60 days\.$/,
    ],
    ['61 days before its end', { endOfLife: { 'kubernetes-schedule': '2026-07-15' } }, /^$/],
    ['on its last day', { endOfLife: { 'kubernetes-schedule': '2026-05-15' } }, /on Friday 15 May, today\.$/],
    [
      'that has just ended',
      { endOfLife: { 'kubernetes-schedule': '2026-05-14' } },
      /reached its end of life on Thursday 14 May/,
    ],
    ['long ended', { endOfLife: { 'kubernetes-schedule': '2026-05-01' } }, /^$/],
    [
      'about to enter maintenance',
      { maintenance: { 'kubernetes-schedule': '2026-05-20' } },
      /enters maintenance on Wednesday 20 May, in 5 days/,
    ],
    [
      'that has entered maintenance',
      { maintenance: { 'kubernetes-schedule': '2026-05-12' } },
      /entered maintenance on Tuesday 12 May/,
    ],
    ['whose end nobody says', { endOfLife: {}, maintenance: {} }, /^$/],
    [
      'whose end is another to another source',
      { endOfLife: { 'kubernetes-schedule': '2026-05-28', 'endoflife-date': '2026-06-28' } },
      /on Thursday 28 May, in 13 days \(endoflife\.date: Sunday 28 June\)\.$/,
    ],
    [
      'that is planned',
      { released: {}, planned: { 'release-team': '2026-05-27' } },
      /is planned for Wednesday 27 May, in 12 days\.$/,
    ],
    [
      'whose day has passed',
      { released: {}, planned: { 'release-team': '2026-05-13' } },
      /was planned for Wednesday 13 May; nobody says yet/,
    ],
    ['of the next year', { released: {}, planned: {}, maintenance: {}, endOfLife: {} }, /^$/],
  ] as const) {
    test(`says of a minor ${what} what there is to say`, () => {
      assert.match(write({ releases: [makeRelease({ patches: [], ...own })] }), expected)
    })
  }

  test('names the year of a day only where it is another than that of the issue', () => {
    const release = makeRelease({ endOfLife: { 'kubernetes-schedule': '2027-01-10' } })
    assert.match(write({ releases: [release], day: '2026-12-20' }), /on Sunday 10 January 2027, in 21 days/)
  })
})
