import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { readFeed } from '../src/core/feed/read-feed.ts'
import type { IncomingItem } from '../src/core/item/incoming-item.ts'
import { NO_TAGS } from '../src/core/item/tags.ts'
import { listSubprojectReleases } from '../src/core/release/subproject-releases.ts'
import { renderMarkdown } from '../src/core/text/markdown.ts'
import { htmlToText } from '../src/core/text/plain-text.ts'
import { wordRuns } from '../src/core/text/word-runs.ts'
import { makeSource } from './builders.ts'

/** Feeds of releases of nine projects, ten entries each; too large to ship with the project. */
const CORPUS = path.resolve(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../shared/data'))
const FEEDS = path.join(CORPUS, 'feeds')
const skip = fs.existsSync(FEEDS) ? false : 'the corpus of real feeds is not here: set CROWSNEST_CORPUS to its folder'

async function readReleases(): Promise<{ item: IncomingItem; feed: string }[]> {
  const files = fs.readdirSync(FEEDS).filter((file) => file.startsWith('releases-'))
  const read = files.map(async (file) => {
    const feed = fs.readFileSync(path.join(FEEDS, file))
    const source = makeSource({ kind: 'release', title: 'Releases', url: 'https://feeds.example/' })
    const reading = await readFeed({ body: feed, url: source.url }, source, () => NO_TAGS)
    assert.ok(reading.ok, file)
    return reading.value.items.map((item) => ({ item, feed: feed.toString() }))
  })
  return (await Promise.all(read)).flat()
}

test('real notes come down to lines of our own words', { skip }, async () => {
  const releases = await readReleases()
  assert.equal(releases.length, 90)
  for (const { item, feed } of releases) {
    assert.ok(item.release, item.url)
    const line = item.release.changes
    if (line === undefined) continue
    assert.ok(line.length <= 160, line)
    assert.ok(wordRuns(line, 8).isDisjointFrom(wordRuns(htmlToText(htmlToText(feed)), 8)), line)
  }
  const told = releases.filter(({ item }) => item.release?.changes !== undefined)
  assert.ok(told.length >= 58, `${told.length} of ${releases.length} say what changed`)
  const silent = releases.filter(({ item }) => /\/(?:istio\/istio|kubernetes\/kubernetes)\//.test(item.url))
  assert.deepEqual(
    silent.filter(({ item }) => item.release?.changes !== undefined),
    [],
    'notes that only lead elsewhere',
  )
})

test('a real week becomes a section', { skip }, async () => {
  const inWeek = ({ item: { published } }: { item: IncomingItem }) =>
    published !== undefined && published >= new Date('2025-10-31') && published < new Date('2025-11-07')
  const items = (await readReleases()).filter(inWeek).map(({ item }) => item)
  const section = listSubprojectReleases(items, { isPicked: () => false })
  const text = htmlToText(renderMarkdown(section))
  for (const part of [
    'containerd v2.2.0: mount manager',
    'v1.7.29',
    'containerd API v1.10.0',
    'Istio 1.28.0',
    'Pre-releases: ',
  ]) {
    assert.ok(text.includes(part), part)
  }
  assert.doesNotMatch(text, /Kubernetes v1/)
  assert.equal(listSubprojectReleases(items.toReversed(), { isPicked: () => false }), section)
})
