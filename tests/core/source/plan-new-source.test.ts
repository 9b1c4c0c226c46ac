import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  checkNewId,
  type FoundFeed,
  planNewSource,
  type SourceWishes,
} from '../../../src/core/source/plan-new-source.ts'
import { formatSource, parseSource } from '../../../src/core/source/source-file.ts'
import type { Source } from '../../../src/core/source/source.ts'
import { makeSource } from '../../builders.ts'

const FEED: FoundFeed = {
  url: 'https://helm.example/feed.xml',
  title: 'Helm & Tiller',
  link: 'https://helm.example/',
  language: 'en-GB',
  entries: 3,
  newest: '2026-08-18T07:30:00Z',
  pace: 2,
}

function plan(own: Partial<FoundFeed> = {}, wishes: SourceWishes = {}, page?: string): Source {
  const result = planNewSource({ ...FEED, ...own }, wishes, page, [makeSource({ id: 'taken' })])
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

describe('a new source', () => {
  test('is what the feed says of itself', () => {
    assert.deepEqual(plan(), {
      id: 'helm-tiller',
      title: 'Helm & Tiller',
      url: 'https://helm.example/feed.xml',
      site: 'https://helm.example/',
      kind: 'blog',
      weight: 3,
      language: 'en',
      interval: 1,
      include: [],
      aliases: [],
    })
  })

  test('is what a person wishes, above what the feed says', () => {
    const wishes: SourceWishes = {
      ...{ id: 'helm', title: 'Helm', kind: 'security', weight: 5, org: 'The Helm Authors' },
      include: ['chart', 'helm 4'],
    }
    const source = plan({}, wishes)
    assert.deepEqual({ ...source, ...wishes }, source)
  })

  test('reads back from its file', () => {
    for (const source of [plan(), plan({ language: 'pt-BR', link: undefined }, { include: ['a'], weight: 1 })]) {
      assert.deepEqual(parseSource(formatSource(source), source.id, 'x.yml'), { ok: true, value: source })
    }
  })

  test('is called by its title as short text, by its host where there is none', () => {
    assert.equal(plan({ title: '' }).title, 'helm.example')
    assert.equal(plan({ title: '' }).id, 'helm-example')
    assert.ok(plan({ title: 'Long '.repeat(60) }).title.length <= 120)
    assert.equal(plan({ title: 'Taken' }).id, 'taken-2')
    assert.equal(plan({ title: '日本語' }).id, 'source')
  })

  test('has the page that the feed names; else the one it was found on; never the feed itself', () => {
    const page = 'https://helm.example/news/'
    assert.equal(plan({}, {}, page).site, 'https://helm.example/')
    assert.equal(plan({ link: undefined }, {}, page).site, page)
    assert.equal(plan({ link: FEED.url }, {}, page).site, page)
    assert.equal(plan({ link: '/relative' }, {}, page).site, page)
    assert.ok(!('site' in plan({ link: undefined })))
  })

  test('is of the kind that its addresses tell, in the language that the feed names', () => {
    assert.equal(plan({ url: 'https://github.com/helm/helm/releases.atom' }).kind, 'release')
    assert.equal(plan({ url: 'https://www.youtube.com/feeds/videos.xml?channel_id=UCx' }).kind, 'video')
    assert.equal(plan({ link: 'https://discuss.helm.example/' }).kind, 'community')
    for (const [tag, language] of [
      ['de', 'de'],
      ['zh-Hans-CN', 'zh'],
      ['PT_br', 'pt'],
      ['', 'en'],
      ['klingon or so', 'en'],
    ] as const) {
      assert.equal(plan({ language: tag }).language, language, tag)
    }
  })

  for (const [id, what] of [
    ['taken', /there is a source "taken" already/],
    ['added', /what links are from that no feed brought/],
    ['suggested', /what links are from that no feed brought/],
    ['Not An Id', /cannot be an id/],
    ['../up', /cannot be an id/],
    ['', /cannot be an id/],
  ] as const) {
    test(`is not called ${id || 'nothing'}`, () => {
      const existing = [makeSource({ id: 'taken' })]
      const result = planNewSource(FEED, { id }, undefined, existing)
      assert.ok(!result.ok)
      assert.match(result.problems[0]?.what ?? '', what)
      assert.match(checkNewId(id, existing)?.what ?? '', what)
    })
  }

  test('whose address or words no file takes is a problem that names the field', () => {
    for (const [own, wishes, field] of [
      [{ url: 'ftp://helm.example/feed' }, {}, 'url'],
      [{}, { title: ' ' }, 'title'],
      [{}, { include: ['a', ''] }, 'include.1'],
    ] as const) {
      const result = planNewSource({ ...FEED, ...own }, wishes, undefined, [])
      assert.ok(!result.ok)
      assert.equal(result.problems[0]?.field, field)
    }
  })
})
