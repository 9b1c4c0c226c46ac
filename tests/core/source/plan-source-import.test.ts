import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { planSourceImport, type SourceImport } from '../../../src/core/source/plan-source-import.ts'
import { formatSource, parseSource } from '../../../src/core/source/source-file.ts'
import type { Source } from '../../../src/core/source/source.ts'
import { makeSource } from '../../builders.ts'
import { startProcessorTime } from '../../processor-time.ts'

const OPML = fs.readFileSync(path.join(import.meta.dirname, '../../fixtures/feeds/reading-list.opml'), 'utf8')

function plan(text: string, existing: readonly Source[] = []): SourceImport {
  const result = planSourceImport(text, existing, 'reading-list.opml')
  assert.ok(result.ok, JSON.stringify(result))
  return result.value
}

const opml = (outlines: string) => `<opml version="2.0"><head/><body>${outlines}</body></opml>`

describe('an import of OPML', () => {
  test('knows a discussion by its feed or its page', () => {
    const { added } = plan(
      opml(`<outline text="a" xmlUrl="https://www.reddit.com/r/kubernetes/.rss"/>
        <outline text="b" xmlUrl="https://feeds.example/hn" htmlUrl="https://news.ycombinator.com/"/>`),
    )
    assert.deepEqual(
      added.map(({ kind }) => kind),
      ['community', 'community'],
    )
  })

  test('adds one source for each address, from folders of any depth, with ids that are never taken twice', () => {
    const { added, known, problems } = plan(OPML)
    assert.deepEqual(
      added.map(({ id, url, kind }) => [id, url, kind]),
      [
        ['harbour-helm', 'https://harbour.example/feed.xml', 'blog'],
        ['harbour-helm-2', 'https://other-harbour.example/feed.xml', 'blog'],
        ['helm-releases', 'https://github.com/helm/helm/releases.atom', 'release'],
        ['a-talk-channel', 'https://www.youtube.com/feeds/videos.xml?channel_id=x', 'video'],
        ['source', 'https://nihon.example/feed', 'blog'],
        ['nameless-example', 'https://nameless.example/feed', 'blog'],
      ],
    )
    assert.equal(added[0]?.title, 'Harbour & Helm')
    assert.equal(added[0].site, 'https://harbour.example/')
    assert.ok(!('site' in (added[2] ?? {})), 'a page that is no address is left out')
    assert.deepEqual(known, ['https://harbour.example/feed.xml'])
    assert.deepEqual(
      problems.map(({ where, field, what }) => [where, field, what]),
      [['reading-list.opml', 'Not on the web', '"gopher://old.example/feed" is no web address']],
    )
  })

  test('writes files that read back', () => {
    for (const source of plan(OPML).added) {
      assert.deepEqual(parseSource(formatSource(source), source.id, 'x.yml'), { ok: true, value: source })
    }
  })

  test('adds nothing that there is, by its address however it is written, and takes no id that there is', () => {
    const same = makeSource({ id: 'mine', url: 'http://www.harbour.example/feed.xml' })
    const named = makeSource({ id: 'helm-releases', url: 'https://elsewhere.example/feed' })
    const { added, known } = plan(OPML, [same, named])
    assert.deepEqual(known, ['https://harbour.example/feed.xml', 'https://harbour.example/feed.xml'])
    assert.ok(added.some(({ id }) => id === 'helm-releases-2'))
    assert.ok(!added.some(({ id }) => id === 'helm-releases'))
    assert.deepEqual(plan(OPML, plan(OPML).added).added, [])
  })

  test('adds no feed of a source that is retired, and names it', () => {
    const old = makeSource({ id: 'old', url: 'http://www.harbour.example/feed.xml', retired: { since: '2026-08-03' } })
    const { added, known, retired } = plan(OPML, [old])
    assert.ok(!added.some(({ url }) => url === 'https://harbour.example/feed.xml'))
    assert.equal(known.length, 2)
    assert.deepEqual(retired, [old])
    assert.deepEqual(plan(OPML, plan(OPML).added).retired, [])
  })

  test('keeps titles text, and ids short', () => {
    const { added } = plan(
      opml(
        `<outline text="&lt;b&gt;Bold&lt;/b&gt; &amp;amp; more" xmlUrl="https://a.example/"/><outline text="${'Long '.repeat(40)}" xmlUrl="https://b.example/"/>`,
      ),
    )
    assert.equal(added[0]?.title, 'Bold & more')
    assert.ok((added[1]?.id.length ?? 0) <= 50)
    assert.ok((added[1]?.title.length ?? 0) <= 120)
  })

  test('calls no source what stands for links that an editor added', () => {
    const { added } = plan(opml('<outline text="Added" xmlUrl="https://a.example/"/>'))
    assert.deepEqual(
      added.map(({ id }) => id),
      ['added-2'],
    )
  })

  test('of 10,000 feeds with one name takes no time to speak of', () => {
    const outlines = Array.from({ length: 10_000 }, (_, n) => `<outline text="x" xmlUrl="https://a.example/${n}"/>`)
    const spent = startProcessorTime()
    assert.equal(plan(opml(outlines.join(''))).added.at(-1)?.id, 'x-10000')
    assert.ok(spent() < 3_000, `${spent()} ms`)
  })

  test('of a list without feeds adds none', () => {
    assert.deepEqual(plan(opml('<outline text="empty"/>')), { added: [], known: [], retired: [], problems: [] })
  })

  for (const [name, text] of [
    ['nothing', ''],
    ['words', 'just words'],
    ['a feed', '<rss version="2.0"><channel><title>x</title></channel></rss>'],
    ['JSON', '{"feeds": []}'],
  ] as const) {
    test(`of ${name} is refused`, () => {
      const result = planSourceImport(text, [], 'list.opml')
      assert.ok(!result.ok)
      assert.equal(result.problems[0]?.where, 'list.opml')
      assert.match(result.problems[0].what, /not OPML/)
      assert.ok(result.problems[0].remedy)
    })
  }
})
