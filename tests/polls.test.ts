import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { readFeed } from '../src/core/feed/read-feed.ts'
import type { StoredItem } from '../src/core/item/item-file.ts'
import { planIngest } from '../src/core/item/plan-ingest.ts'
import { NO_TAGS } from '../src/core/item/tags.ts'
import { makeSource } from './builders.ts'

/** Four feeds as they were published one after the other, with what was new each time. */
const POLLS = path.join(process.env.CROWSNEST_CORPUS ?? path.join(import.meta.dirname, '../../shared/data'), 'polls')
const KEY = path.join(POLLS, 'answer-key.json')

interface History {
  readonly name: string
  readonly url: string
  readonly cumulative_unique_guids: number
  readonly same_title_new_guid: Readonly<Record<string, readonly string[]>>
  readonly polls: readonly {
    readonly file: string
    readonly date: string
    readonly new: readonly { readonly guid: string; readonly title: string }[]
    readonly content_changed: number
  }[]
}

/** Here the XML alone was written otherwise (`>` and `&gt;`, spaces between the elements): no reader sees a change. */
const SAME_WORDS = new Set(['cloudnativepg/0031-2024-12-23.xml', 'ocm/0015-2025-10-23.xml'])

if (!fs.existsSync(KEY)) {
  test('feeds that are polled over years give each story once', (t) => {
    t.skip(`there is no ${KEY}; set CROWSNEST_CORPUS to a folder that has polls/`)
  })
} else {
  describe('a feed that is polled over years', () => {
    for (const history of JSON.parse(fs.readFileSync(KEY, 'utf8')) as History[]) {
      test(`${history.name} has at each of its ${history.polls.length} polls what was new and what had changed`, async () => {
        await replay(history)
      })
    }
  })
}

async function replay({ name, url, polls, same_title_new_guid, cumulative_unique_guids }: History): Promise<void> {
  const source = makeSource({ id: name, url })
  // A known post with a new id and a new address: an item that has changed.
  const reissued = new Set(Object.values(same_title_new_guid).flatMap((guids) => guids.slice(1)))
  let stored: readonly StoredItem[] = []
  for (const poll of polls) {
    const body = new Uint8Array(fs.readFileSync(path.join(POLLS, poll.file)))
    const reading = await readFeed({ body, url }, source, () => NO_TAGS)
    assert.ok(reading.ok, poll.file)
    const plan = planIngest(reading.value.items, stored, { now: new Date(poll.date), sourceOf: () => source })
    const again = poll.new.filter(({ guid }) => reissued.has(guid)).length
    const changed = SAME_WORDS.has(poll.file) ? 0 : poll.content_changed + again
    assert.deepEqual(
      { added: plan.added.length, changed: plan.changed.length },
      { added: poll.new.length - again, changed },
      poll.file,
    )
    const after = new Map(stored.map((entry) => [entry.path, entry]))
    for (const entry of [...plan.added, ...plan.changed]) after.set(entry.path, entry)
    stored = [...after.values()]
  }
  assert.equal(stored.length, cumulative_unique_guids - reissued.size)
}
