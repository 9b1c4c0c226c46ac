import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Advisory } from '../../src/core/advisory/advisory.ts'
import type { Item } from '../../src/core/item/item.ts'
import type { Release } from '../../src/core/release/release.ts'
import { describeRisk, readLensAdvisories } from '../../src/site/lens-advisories.ts'
import { listLenses } from '../../src/site/lens-page.ts'
import { describePatch, describeSupport, viewLens } from '../../src/site/lens-view.ts'
import { viewRelease } from '../../src/site/release-view.ts'
import { makeItem, makeRelease, makeSource } from '../builders.ts'

const NOW = new Date('2026-08-24T06:00:00Z')
const by = (day: string) => ({ 'kubernetes-schedule': day })
const EMPTY = { planned: {}, released: {}, maintenance: {}, endOfLife: {}, latest: {}, patches: [] }
const patch = (version: string, day: string) => ({ version, planned: {}, days: by(day) })

const RELEASES: Release[] = [
  makeRelease({ ...EMPTY, minor: '1.37', planned: by('2026-08-26') }),
  makeRelease({ patches: [patch('1.36.0', '2026-04-22')] }),
  makeRelease({
    minor: '1.35',
    ...{ released: by('2025-12-17'), maintenance: by('2026-12-28'), endOfLife: by('2027-02-28') },
    patches: [
      patch('1.35.0', '2025-12-17'),
      patch('1.35.1', '2026-02-10'),
      patch('1.35.2', '2026-02-26'),
      { version: '1.35.3', planned: by('2026-09-15'), days: {} },
    ],
  }),
  makeRelease({
    minor: '1.33',
    ...{ released: by('2025-04-23'), maintenance: by('2026-04-28'), endOfLife: by('2026-06-28'), patches: [] },
  }),
  makeRelease({ ...EMPTY, minor: '1.0', released: by('2015-07-10') }),
]

const content = (items: Item[] = [], releases = RELEASES) => ({
  ...{ releases, items, now: NOW, issues: [], posts: [], caseStudies: [], edits: [] },
  ...{ releaseSchedule: { read: {}, rounds: [] }, topics: new Map() },
  sourceNames: new Map([['harbour-blog', makeSource()]]),
})

function lensOf(minor: string, items: Item[]) {
  const shelf = content(items)
  const page = listLenses(shelf).find(({ view }) => view.minor === minor)
  assert.ok(page, `no lens of ${minor}`)
  return viewLens(page, shelf)
}

/** An advisory of one CVE; a source of its own, so that several of one flaw count. */
const advisory = (cve: string, states: Partial<Advisory>, own: Partial<Item> = {}) =>
  makeItem({
    ...{ url: `https://advisories.example/${cve}/`, title: `${cve}: a leak`, kind: 'security', cves: [cve] },
    advisory: { cves: [cve], affected: [], fixed: [], ...states },
    ...own,
  })
const IN_1_35 = { affected: [{ from: '1.35.0', through: '1.35.1' }], fixed: [{ version: '1.35.2' }] }

test('there is a lens for what is supported or to come, and for what something speaks of', () => {
  const minors = (items: Item[]) => listLenses(content(items)).map(({ view }) => view.minor)
  assert.deepEqual(minors([]), ['1.37', '1.36', '1.35'])
  assert.deepEqual(minors([makeItem({ versions: ['1.0', '1.99'] })]), ['1.37', '1.36', '1.35', '1.0'])
})

describe('the support of a minor', () => {
  const cases: [minor: string, now: string, expected: RegExp][] = [
    ['1.37', '2026-08-24', /^1\.37 is planned for 26 August 2026\. Until it is out/],
    ['1.37', '2026-08-28', /^1\.37 was planned for 26 August 2026, and no source on file says that it is out\.$/],
    [
      '1.35',
      '2026-08-24',
      /until 28 February 2027; from 28 December 2026 on it gets only security and critical fixes\.$/,
    ],
    [
      '1.35',
      '2027-01-01',
      /until 28 February 2027, but in maintenance: .* fixes\. Plan the move to 1\.36 before then\.$/,
    ],
    ['1.33', '2026-08-24', /ended on 28 June 2026: no fixes any more, .* oldest minor that is supported is 1\.35;/],
    ['1.35', '2027-03-01', /ended on 28 February 2027: .* oldest minor that is supported is 1\.36, the next one\.$/],
    ['1.0', '2026-08-24', /^No source on file says until when 1\.0 is, or was, supported\.$/],
  ]
  for (const [minor, day, expected] of cases) {
    test(`is in plain words: ${minor} on ${day}`, () => {
      const release = RELEASES.find((each) => each.minor === minor)
      assert.ok(release)
      const now = new Date(`${day}T06:00:00Z`)
      const current = RELEASES.slice(0, 3).map((each) => viewRelease(each, now))
      assert.match(describeSupport(viewRelease(release, now), current), expected)
    })
  }
})

test('the head of a lens names the patch to run, and of what has ended the last one', () => {
  const on = (day: string) =>
    RELEASES.map((release) => describePatch(viewRelease(release, new Date(`${day}T06:00:00Z`)))).slice(0, 3)
  assert.deepEqual(on('2026-08-24'), ['', '', 'Run 1.35.2, of 26 February 2026, or later.'])
  assert.equal(on('2027-03-01')[2], 'The last patch on file is 1.35.2, of 26 February 2026.')
})

describe('what advisories mean for a minor, in words,', () => {
  const one = (fixedIn: string | undefined) => ({ fixedIn })
  const cases: [words: string, affected: { fixedIn: string | undefined }[], unknown: number][] = [
    ['', [], 0],
    ['No advisory on file says that 1.35 is affected; 1 leaves it open.', [], 1],
    ['1 advisory on file says that 1.35 is affected: it is fixed as of 1.35.2.', [one('1.35.2')], 0],
    ['1 advisory on file says that 1.35 is affected: no fix is stated.', [one(undefined)], 0],
    [
      '2 advisories on file say that 1.35 is affected: all are fixed as of 1.35.10. 3 more leave it open.',
      [one('1.35.9'), one('1.35.10')],
      3,
    ],
    ['2 advisories on file say that 1.35 is affected: no fix is stated for any.', [one(undefined), one(undefined)], 0],
    [
      '3 advisories on file say that 1.35 is affected: 2 are fixed as of 1.35.2, for 1 no fix is stated. 1 more leaves it open.',
      [one('1.35.1'), one(undefined), one('1.35.2')],
      1,
    ],
  ]
  for (const [words, affected, unknown] of cases) {
    test(`is counted: ${words || 'nothing'}`, () => {
      assert.equal(describeRisk({ affected, unknown: Array.from({ length: unknown }) }, '1.35'), words)
    })
  }
})

describe('the advisories of a lens', () => {
  const read = (items: Item[], tagged: Item[] = [], latest = '1.35.2') =>
    readLensAdvisories(content(items), tagged, { minor: '1.35', latest })
  const states = (items: Item[]) => {
    const { affected, unknown, notAffected } = read(items)
    return [affected, unknown, notAffected].map((list) => list.map(({ cves }) => cves.join(' ')))
  }

  test('are parted by what they state, and what they leave open is not "not affected"', () => {
    const items = [
      advisory('CVE-2026-1001', IN_1_35),
      advisory('CVE-2026-1002', {}),
      advisory('CVE-2026-1003', {
        affected: [{ from: '1.27.0', through: '1.27.1' }],
        fixed: [{ version: '1.27.2' }],
      }),
    ]
    assert.deepEqual(states(items), [['CVE-2026-1001'], ['CVE-2026-1002'], ['CVE-2026-1003']])
  })

  test('say which patch mends it, whether it is out, and where none is stated', () => {
    const adviceOf = (states: Partial<Advisory>, latest?: string) =>
      read([advisory('CVE-2026-1001', states)], [], latest).affected.map(({ advice }) => advice)
    assert.deepEqual(adviceOf(IN_1_35), ['fixed in 1.35.2'])
    assert.deepEqual(adviceOf(IN_1_35, '1.35.1'), ['fixed in 1.35.2, which is not on file as out'])
    assert.deepEqual(adviceOf({ affected: [{ from: '1.35.0', through: '1.35.1' }] }), ['no fix for 1.35 is stated'])
  })

  test('stand once where two sources agree, both where they do not, and none that leaves open what another says', () => {
    const from = (source: string, stated: Partial<Advisory>) => {
      const url = `https://${source}.example/flaw/`
      return advisory('CVE-2026-1001', stated, { url, sources: [{ id: source, url }] })
    }
    const other = { affected: [{ from: '1.35.0', through: '1.35.0' }], fixed: [{ version: '1.35.1' }] }
    const fixes = (items: Item[]) => read(items).affected.map(({ fixedIn }) => fixedIn)
    assert.deepEqual(fixes([from('one', IN_1_35), from('two', IN_1_35)]), ['1.35.2'])
    assert.deepEqual(fixes([from('one', IN_1_35), from('two', other)]).sort(), ['1.35.1', '1.35.2'])
    assert.deepEqual(states([from('one', IN_1_35), from('two', {})]), [['CVE-2026-1001'], [], []])
  })

  test('pass over what is not released with Kubernetes', () => {
    const elsewhere = { affected: [{ component: 'ingress-nginx', before: '1.35.9' }], fixed: [] }
    assert.deepEqual(states([advisory('CVE-2026-1004', elsewhere)]), [[], [], []])
  })

  test('leave open a CVE that an item about the minor names, and of which no advisory is on file', () => {
    const naming = makeItem({ cves: ['CVE-2026-1001', 'CVE-2026-1009'], versions: ['1.35'] })
    const { unknown } = read([advisory('CVE-2026-1001', IN_1_35), naming], [naming])
    assert.deepEqual(
      unknown.map(({ cves, isAdvisory }) => [cves, isAdvisory]),
      [[['CVE-2026-1009'], false]],
    )
  })
})

describe('a lens', () => {
  const link = (name: string, own: Partial<Item>) =>
    makeItem({ url: `https://harbour.example/${name}/`, title: `The ${name}`, versions: ['1.35'], ...own })

  test('lists patches that are out, newest first, with what each brought as far as it is on file', () => {
    const announcement = link('patch', {
      url: 'https://github.com/kubernetes/kubernetes/releases/tag/v1.35.1',
      release: { project: 'kubernetes', version: 'v1.35.1', changes: 'a quieter kubelet' },
    })
    const other = link('other', { release: { project: 'harbour', version: 'v1.35.2', changes: 'a new quay' } })
    assert.deepEqual(
      lensOf('1.35', [advisory('CVE-2026-1001', IN_1_35), announcement, other]).patches.map(
        ({ version, changes, fixes }) => [version, changes, fixes],
      ),
      [
        ['1.35.2', undefined, ['CVE-2026-1001']],
        ['1.35.1', 'a quieter kubelet', []],
      ],
    )
  })

  test('tells each thing once: what goes away, what to know before the next minor, and the rest by kind', () => {
    const { removals, move, kinds } = lensOf('1.35', [
      link('deprecation', { title: 'An API is deprecated', versions: ['1.35', '1.36'] }),
      link('topic', { title: 'A farewell', topics: ['deprecations'] }),
      link('next', { title: 'A flag was removed in 1.36', versions: ['1.36'] }),
      link('upgrade', { title: 'The road to 1.36', versions: ['1.36'], topics: ['upgrades'] }),
      link('elsewhere', { title: 'A quiet week', versions: ['1.36'] }),
      link('talk', { kind: 'video' }),
      link('post', {}),
    ])
    const titles = (lines: readonly { title: string }[]) => lines.map(({ title }) => title).sort()
    assert.deepEqual(titles(removals.lines), ['A farewell', 'An API is deprecated'])
    assert.equal(move?.to.minor, '1.36')
    assert.deepEqual(titles(move.lines), ['A flag was removed in 1.36', 'The road to 1.36'])
    assert.deepEqual(
      kinds.map(({ id, lines }) => [id, titles(lines)]),
      [
        ['blog', ['The post']],
        ['video', ['The talk']],
      ],
    )
  })

  test('has no way on where no next minor is on file', () => {
    assert.equal(lensOf('1.37', []).move, undefined)
  })

  test('names the proposals that are named with it', () => {
    assert.deepEqual(
      lensOf('1.35', [link('kep', { keps: ['1287'] })]).keps.map(({ number }) => number),
      ['1287'],
    )
  })

  test('stays a page that somebody reads, however much there is', () => {
    const many = Array.from({ length: 200 }, (_, at) =>
      link(`post-${at}`, { title: at % 2 ? `Removal ${at}` : `Lamp ${at}` }),
    )
    const { removals, kinds, older } = lensOf('1.35', many)
    assert.equal(removals.count, 100)
    assert.ok(removals.lines.length <= 30)
    assert.ok(kinds.flatMap(({ lines }) => lines).length <= 12)
    assert.ok(older.length > 0)
  })
})
