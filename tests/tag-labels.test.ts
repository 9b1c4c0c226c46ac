import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parseFeed } from '../src/core/feed/parse-feed.ts'
import { readEntry } from '../src/core/feed/read-entry.ts'
import { NO_TAGS, type TaggedWords, type Tags } from '../src/core/item/tags.ts'
import { createTagger } from '../src/core/tag/tagger.ts'
import { makeSource } from './builders.ts'

/** Real feeds, too large to ship with the project; and what two readers found in 200 of their items, each text read whole. */
const CORPUS = path.resolve(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../shared/data'))
const KEY = path.join(CORPUS, 'answer_key.json')
const LABELS = path.join(import.meta.dirname, 'fixtures/tag-labels')
const FIELDS = ['versions', 'sigs', 'keps', 'cves'] as const

interface Label extends Pick<Tags, (typeof FIELDS)[number]> {
  readonly id: string
  readonly url: string
  readonly title: string
  readonly feed: string
}

const labels = ['a.jsonl', 'b.jsonl']
  .flatMap((file) => fs.readFileSync(path.join(LABELS, file), 'utf8').trim().split('\n'))
  .map((line) => JSON.parse(line) as Label)

describe('tags of 200 real items, beside what reading them found', () => {
  test('are measured by labels of which there are enough in each field', () => {
    assert.equal(labels.length, 200)
    for (const field of FIELDS) {
      const count = labels.reduce((sum, label) => sum + label[field].length, 0)
      assert.ok(count >= 20, `${count} ${field}`)
    }
  })

  if (fs.existsSync(KEY)) {
    for (const field of FIELDS) {
      test(`${field} are right in 95 of 100, and found in 80 of 100`, async (t) => {
        const { precision, recall, wrong, missed } = await score(field)
        const figures = `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`
        t.diagnostic(figures)
        const lines = [...wrong.map((line) => `wrong ${line}`), ...missed.map((line) => `missed ${line}`)].join('\n')
        assert.ok(precision >= 0.95 && recall >= 0.8, `${figures}\n${lines}`)
      })
    }
  } else {
    test('are right in 95 of 100, and found in 80 of 100', (t) => {
      t.skip(`there is no ${KEY}; set CROWSNEST_CORPUS to a folder that has one`)
    })
  }
})

/** Over all items: of the tags that were given, how many are right; of the labels, how many were found. */
async function score(field: (typeof FIELDS)[number]) {
  const { tag } = createTagger([])
  const wrong: string[] = []
  const missed: string[] = []
  let right = 0
  for (const label of labels) {
    const words = (await readWords(label.feed)).get(label.id)
    assert.ok(words, `${label.feed} has no ${label.id}`)
    const found = new Set(tag(words)[field])
    const expected = new Set(label[field])
    right += found.intersection(expected).size
    wrong.push(
      ...found
        .difference(expected)
        .values()
        .map((each) => `${each}: ${label.url}`),
    )
    missed.push(
      ...expected
        .difference(found)
        .values()
        .map((each) => `${each}: ${label.url}`),
    )
  }
  return { precision: right / (right + wrong.length), recall: right / (right + missed.length), wrong, missed }
}

const read = new Map<string, Promise<Map<string, TaggedWords>>>()

/** The words of the items of a feed by their ids; of one that is there several times, those with the longest text. */
function readWords(file: string): Promise<Map<string, TaggedWords>> {
  const reading = read.get(file) ?? readFile(file)
  read.set(file, reading)
  return reading
}

async function readFile(file: string): Promise<Map<string, TaggedWords>> {
  const origin = 'http://127.0.0.1'
  const body = fs.readFileSync(path.join(CORPUS, 'feeds', file), 'utf8').replaceAll('__BASE__', origin)
  const feed = await parseFeed({ body: new TextEncoder().encode(body), url: `${origin}/feeds/${file}` })
  assert.ok(feed.ok, file)
  const items = new Map<string, TaggedWords>()
  for (const entry of feed.value.entries) {
    const seen: TaggedWords[] = []
    const item = readEntry(entry, makeSource(), feed.value.language, (words) => {
      seen.push(words)
      return NO_TAGS
    })
    const [words] = seen
    if (item && words && words.text.length >= (items.get(item.id)?.text.length ?? 0)) items.set(item.id, words)
  }
  return items
}
