import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makePick } from '../../../src/core/issue/make-pick.ts'
import type { Item } from '../../../src/core/item/item.ts'
import type { Story } from '../../../src/core/story/story.ts'
import { makeItem, makeSource } from '../../builders.ts'

const source = makeSource({ id: 'releases-argo-cd', title: 'Argo CD releases', kind: 'release' })
const sources = new Map([[source.id, source]])
const storyOf = (own: Partial<Item>): Story => {
  const lead = makeItem({
    url: 'https://github.com/argoproj/argo-cd/releases/tag/v3.2.0',
    kind: 'release',
    sources: [{ id: source.id, url: 'https://github.com/argoproj/argo-cd/releases/tag/v3.2.0' }],
    ...own,
  })
  return { id: lead.id, lead, items: [lead] }
}
const pickOf = (own: Partial<Item>) => makePick(storyOf(own), 'subproject-releases', sources)

describe('a pick of a release', () => {
  const titles: [string, string, string][] = [
    ['is called by its project where the feed has a bare version', 'v3.2.0', 'Argo CD v3.2.0'],
    ['keeps what follows the version', '3.7.1 / 2025-10-16', 'Argo CD 3.7.1 / 2025-10-16'],
    ['keeps a title that names the project already', 'Istio 1.28.0', 'Istio 1.28.0'],
    ['keeps a title that only begins with a number', '7 things about releases', '7 things about releases'],
  ]
  for (const [name, title, expected] of titles) {
    test(name, () => {
      const pick = pickOf({ title })
      assert.equal(pick.title, expected)
      assert.equal(pick.originalTitle, title === expected ? undefined : title)
    })
  }

  test('is called by its project where GitHub named the feed', () => {
    const named = makeSource({ ...source, title: 'Release notes from argo-cd' })
    const story = storyOf({ title: 'v3.2.0' })
    const pick = makePick(story, 'subproject-releases', new Map([[named.id, named]]))
    assert.equal(pick.title, 'argo-cd v3.2.0')
  })

  test('has no authors: the feed names whoever pressed the button', () => {
    assert.deepEqual(pickOf({ authors: [{ name: 'github-actions[bot]' }] }).authors, [])
  })
})

describe('the blurb of a pick', () => {
  const advisory: Item['advisory'] = {
    cves: ['CVE-2026-1234'],
    severity: 'high',
    score: 8.8,
    affected: [
      { component: 'kubelet', from: '1.25.0', through: '1.25.9' },
      { component: 'kubelet', from: '1.26.0', through: '1.26.4' },
    ],
    fixed: [
      { component: 'kubelet', version: '1.26.5' },
      { component: 'kubelet', version: '1.25.10' },
    ],
  }
  const release = { project: 'containerd', version: 'v2.0.1' }
  const excerpt = 'A sentence of somebody else that is long enough to be told.'
  const told = 'High severity (CVSS 8.8). Affects kubelet 1.25 to 1.26. Fixed in 1.25.10, 1.26.5.'
  const cases: readonly [string, Partial<Item>, string][] = [
    ['says of an advisory how bad it is, what has it and what mends it', { advisory }, told],
    [
      'says nothing of what an advisory leaves open',
      { advisory: { cves: [], severity: 'low', affected: [], fixed: [] } },
      'Low severity.',
    ],
    [
      'is of the excerpt where an advisory states nothing',
      { advisory: { cves: ['CVE-2026-1234'], affected: [], fixed: [] } },
      excerpt,
    ],
    [
      'says what changed in a release',
      { release: { ...release, changes: 'fixes: a leak in the shim and 3 more' } },
      'Fixes: a leak in the shim and 3 more.',
    ],
    [
      'leaves names as they are written, and marks are no markdown',
      { release: { ...release, changes: 'kubelet_metrics *and* more; 4 fixes' } },
      'kubelet_metrics \\*and\\* more; 4 fixes.',
    ],
    [
      'says that a version is not for everybody yet',
      { release: { ...release, version: 'v2.0.1-rc.1', isPrerelease: true, changes: 'deprecated: the old shim' } },
      'A pre-release. Deprecated: the old shim.',
    ],
    ['is of the excerpt where nothing is known of a release', { release }, excerpt],
  ]
  for (const [name, own, blurb] of cases) {
    test(name, () => {
      const pick = pickOf({ excerpt, ...own })
      assert.equal(pick.blurb, blurb)
      assert.equal(pick.unedited, true)
    })
  }

  test('names the flaws of all advisories of its story, each once, and none where there is no advisory', () => {
    const { lead } = storyOf({ advisory })
    const other = makeItem({
      url: 'https://advisories.example/1',
      advisory: { cves: ['CVE-2026-1234', 'CVE-2026-1235'], affected: [], fixed: [] },
    })
    const pick = makePick({ id: lead.id, lead, items: [lead, other] }, 'security', sources)
    assert.deepEqual(pick.cves, ['CVE-2026-1234', 'CVE-2026-1235'])
    assert.equal('cves' in pickOf({ cves: ['CVE-2026-1234'] }), false)
  })

  test('is of the advisory that is folded under what leads', () => {
    const { lead } = storyOf({ kind: 'blog', excerpt })
    const other = makeItem({ url: 'https://advisories.example/1', kind: 'security', advisory })
    assert.equal(makePick({ id: lead.id, lead, items: [lead, other] }, 'security', sources).blurb, told)
  })

  test('leaves versions out rather than going over the limit of its section, and counts them', () => {
    const many = Array.from({ length: 80 }, (_, index) => ({ version: `1.${index}.10` }))
    const { blurb } = pickOf({ advisory: { ...advisory, affected: [], fixed: many } })
    assert.equal(blurb, 'High severity (CVSS 8.8). Fixed in 1.0.10, 1.1.10, 1.2.10, 1.3.10 and 76 more.')
    const parts = Array.from({ length: 40 }, (_, index) => ({ component: `part-${index}`.repeat(9), version: '1.2.3' }))
    const short = pickOf({
      advisory: { ...advisory, affected: parts.map(({ component }) => ({ component })), fixed: parts },
    })
    assert.equal(short.blurb, 'High severity (CVSS 8.8).')
  })
})

describe('a pick of a post', () => {
  test('keeps its title and its authors', () => {
    const pick = pickOf({
      kind: 'blog',
      url: 'https://blog.example/1-2/',
      title: '1.2 reasons',
      authors: [{ name: 'Ada' }],
    })
    assert.equal(pick.title, '1.2 reasons')
    assert.deepEqual(pick.authors, [{ name: 'Ada' }])
  })
})

describe('who suggested a pick', () => {
  const at = '2026-08-19T08:00:00Z'
  const suggested = (by?: string): Item =>
    makeItem({ suggestion: { id: 's1', at, ...(by === undefined ? {} : { by }) } })
  const by = (lead: Item, ...others: readonly Item[]) =>
    makePick({ id: lead.id, lead, items: [lead, ...others] }, 'technical', sources).suggestedBy

  test('stands in it where they gave a name, also where their link is folded under another', () => {
    assert.equal(by(suggested('Bo')), 'Bo')
    assert.equal(by(makeItem(), suggested(), suggested('Ada')), 'Ada')
  })

  test('does not where they gave none', () => {
    assert.equal(
      'suggestedBy' in makePick({ id: 'a', lead: suggested(), items: [suggested()] }, 'technical', sources),
      false,
    )
  })
})
