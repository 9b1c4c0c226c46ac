import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fillFacts } from '../../../src/core/feed/fill-facts.ts'
import { itemFingerprint } from '../../../src/core/item/item-fingerprint.ts'
import type { Item } from '../../../src/core/item/item.ts'
import { makeSource, makeStored } from '../../builders.ts'

const SOURCES = new Map(
  [
    makeSource(),
    makeSource({ id: 'releases-flux', title: 'Flux releases', kind: 'release' }),
    makeSource({ id: 'cves', title: 'CVEs', kind: 'security', org: 'Kubernetes' }),
  ].map((source) => [source.id, source]),
)
const fill = (own: Partial<Item>) => fillFacts([makeStored(own)], (id) => SOURCES.get(id))[0]?.item
const from = (id: string, guid?: string) => ({
  sources: [{ id, url: 'https://harbour.example/1', ...(guid && { guid }) }],
})

const FLUX: Partial<Item> = {
  kind: 'release',
  title: 'v2.7.3',
  url: 'https://github.com/fluxcd/flux2/releases/tag/v2.7.3',
  ...from('releases-flux'),
}
const ADVICE = '#### Affected Versions\n\n- kubelet v1.25.0 - v1.25.9\n\n#### Fixed Versions\n\n- kubelet v1.25.10\n'
const CVE: Partial<Item> = {
  kind: 'security',
  title: 'CVE-2023-2431: seccomp is passed by',
  url: 'https://github.com/kubernetes/kubernetes/issues/118690',
  excerpt: ADVICE,
  ...from('cves'),
}

describe('what a stored item states', () => {
  test('is the release of a feed of releases, and of any address of one; what changed stays unknown', () => {
    assert.deepEqual(fill(FLUX)?.release, { project: 'Flux', version: 'v2.7.3' })
    const shared = fill({ ...FLUX, kind: 'community', ...from('harbour-blog') })
    assert.deepEqual(shared?.release, { project: 'flux2', version: 'v2.7.3' })
    assert.deepEqual(
      fill({ ...FLUX, title: 'v4.0.0-rc.1', url: `${FLUX.url ?? ''}`.replace('2.7.3', '4.0.0-rc.1') })?.release,
      {
        ...{ project: 'Flux', version: 'v4.0.0-rc.1', isPrerelease: true },
      },
    )
  })

  test('is an advisory with all that its excerpt says, where that is whole', () => {
    assert.deepEqual(fill(CVE)?.advisory, {
      cves: ['CVE-2023-2431'],
      affected: [{ component: 'kubelet', from: '1.25.0', through: '1.25.9' }],
      fixed: [{ component: 'kubelet', version: '1.25.10' }],
    })
    assert.deepEqual(fill({ ...CVE, title: 'Seccomp', ...from('cves', 'CVE-2023-2431') })?.advisory?.cves, [
      'CVE-2023-2431',
    ])
  })

  test('is no list of versions where the excerpt may have been cut in it', () => {
    for (const excerpt of [`${ADVICE}- kubelet v1.26 …`, `${ADVICE}\n${'and so on '.repeat(40)}`]) {
      const advisory = fill({ ...CVE, excerpt })?.advisory
      assert.deepEqual(advisory, { cves: ['CVE-2023-2431'], affected: [], fixed: [] })
    }
  })

  const nothing: readonly [string, Partial<Item>][] = [
    ['a post', {}],
    [
      'a tag that is no version',
      { ...FLUX, title: 'nightly', url: 'https://github.com/fluxcd/flux2/releases/tag/nightly' },
    ],
    ['a post that tells of a CVE', { title: CVE.title ?? '', excerpt: ADVICE }],
    ['what states a release already', { ...FLUX, release: { project: 'flux', version: 'v2.7.3' } }],
    ['what came from a source that is gone', { ...CVE, ...from('gone') }],
  ]
  for (const [name, own] of nothing) {
    test(`is nothing in ${name}`, () => {
      assert.equal(fill(own), undefined)
    })
  }

  test('changes nothing else, and leaves to a person what a person wrote', () => {
    const { item } = makeStored(FLUX)
    const own = { ...item, written: itemFingerprint(item) }
    const filled = fill(own)
    assert.ok(filled)
    const { release: _, written, ...rest } = filled
    assert.deepEqual({ ...rest, written: own.written }, own)
    assert.equal(written, itemFingerprint(filled))
    assert.equal(fill({ ...own, title: 'v2.7.3, edited' })?.written, own.written)
    assert.equal('written' in (fill(FLUX) ?? {}), false)
    assert.equal(fill(filled), undefined)
  })
})
