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
