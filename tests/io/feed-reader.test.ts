import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { createFeedReader } from '../../src/io/feed-reader.ts'
import { makeSource, makeTopic } from '../builders.ts'
import { until } from '../until.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const documentOf = (text: string, url = 'https://harbour.example/feed.xml') => ({
  url,
  body: new TextEncoder().encode(text),
})
const RSS = `<rss version="2.0"><channel><title>Harbour</title><item><title>A lamp</title>
  <link>https://harbour.example/lamp/</link><pubDate>Tue, 18 Aug 2026 07:30:00 GMT</pubDate></item></channel></rss>`

describe('a reader in a process of its own', () => {
  const reader = createFeedReader()
  after(reader.close)

  test('reads a feed as the core does, dates included', async () => {
    const reading = await reader.readFeed(documentOf(RSS), makeSource())
    assert.ok(reading.ok)
    assert.equal(reading.value.entries, 1)
    assert.equal(reading.value.items[0]?.title, 'A lamp')
    assert.equal(reading.value.items[0]?.published?.toISOString(), '2026-08-18T07:30:00.000Z')
  })

  test('says what is no feed', async () => {
    const reading = await reader.parseFeed(documentOf('<!doctype html><title>Wait</title>'))
    assert.ok(!reading.ok)
    assert.match(reading.problems[0]?.what ?? '', /web page/)
  })

  test('reads many at once, each answer to its own question', async () => {
    const urls = Array.from({ length: 12 }, (_, n) => `https://harbour.example/${n}.xml`)
    const feeds = await Promise.all(urls.map((url) => reader.parseFeed(documentOf(RSS.replace('Harbour', url), url))))
    assert.deepEqual(
      feeds.map((feed) => feed.ok && feed.value.title),
      urls,
    )
  })
})

test('a reader for a publication about something else finds no tags of Kubernetes', async () => {
  const reader = createFeedReader({ kubernetes: false })
  const feed = await reader.readFeed(documentOf(RSS.replace('A lamp', 'Kubernetes 1.20')), makeSource())
  reader.close()
  assert.deepEqual(feed.ok && feed.value.items.map(({ tags }) => tags.versions), [[]])
})

describe('a reader that has enough to do', () => {
  const reader = createFeedReader({ workers: 1 })
  after(reader.close)

  test('has room again when it has read some of it, for all that wait', async () => {
    await reader.untilRoom()
    let done = 0
    const readings = Array.from({ length: 6 }, () => reader.parseFeed(documentOf(RSS)).finally(() => (done += 1)))
    const waiting = Array.from({ length: 9 }, () => reader.untilRoom().then(() => done))
    for (const when of await Promise.all(waiting))
      assert.ok(when >= 2, `${when} of six are answered, and the third is about to be`)
    await Promise.all(readings)
    await reader.untilRoom()
  })

  test('has room again after documents that took it down', async () => {
    const readings = Array.from({ length: 5 }, () => reader.parseFeed(documentOf(RSS)))
    const room = reader.untilRoom()
    reader.close()
    await room
    await Promise.all(readings)
  })
})

describe('a reader that was told the topics', () => {
  const reader = createFeedReader({ topics: [makeTopic({ id: 'lights', words: ['lamp'] })], patience: 0 })
  after(reader.close)

  test('tags what it reads by them, in each of its processes, and by what it knows itself', async () => {
    const feed = RSS.replace('A lamp', 'A lamp for Kubernetes 1.20')
    const readings = await Promise.all([1, 2, 3, 4].map(() => reader.readFeed(documentOf(feed), makeSource())))
    for (const reading of readings) {
      const tags = reading.ok ? reading.value.items[0]?.tags : undefined
      assert.deepEqual([tags?.topics, tags?.versions], [['lights'], ['1.20']])
    }
  })

  test('says of an entry why it has its tags', async () => {
    const feed = await reader.explainFeed(documentOf(RSS))
    assert.deepEqual(feed.ok && feed.value.tags, [[{ field: 'topics', tag: 'lights', words: ['lamp'] }]])
  })
})

test('a reader that was told no topics finds the other tags all the same', async () => {
  const reader = createFeedReader({ workers: 1 })
  const reading = await reader.readFeed(documentOf(RSS.replace('A lamp', 'A lamp for SIG Node')), makeSource())
  reader.close()
  assert.deepEqual(reading.ok && reading.value.items[0]?.tags.sigs, ['sig-node'])
})

describe('the processes of a reader', () => {
  const script = new URL('../fixtures/readers/tells-its-process.ts', import.meta.url)
  const processOf = async (reading: Promise<unknown>) => ((await reading) as { value: { title: number } }).value.title

  test('are one for documents that it reads in no time, however many come at once', async () => {
    const reader = createFeedReader({ script, workers: 2, patience: 60_000 })
    const found = await Promise.all([1, 2, 3, 4].map(() => processOf(reader.parseFeed(documentOf(RSS)))))
    reader.close()
    assert.equal(new Set(found).size, 1)
  })

  test('are two where the first does not let go of a document, or where none may wait', async () => {
    for (const patience of [10, 0]) {
      const reader = createFeedReader({ script, workers: 2, patience, timeout: 60_000 })
      const held = reader.parseFeed(documentOf('hold'))
      const found = await Promise.all([1, 2].map(() => processOf(reader.parseFeed(documentOf(RSS)))))
      assert.equal(new Set(found).size, 1)
      reader.close()
      assert.equal((await held).ok, false)
    }
  })
})

describe('a document that does not let go', () => {
  const script = new URL('../fixtures/readers/hangs.ts', import.meta.url)
  const hasty = createFeedReader({ script, timeout: 1_500, workers: 1 })
  const patient = createFeedReader({ script, timeout: 60_000, memory: 64, workers: 1 })
  after(() => {
    hasty.close()
    patient.close()
  })
  const read = (name: string, reader = name === 'hang' ? hasty : patient) =>
    reader.parseFeed(documentOf('', `https://harbour.example/${name}`))

  const cases: [string, string, RegExp][] = [
    ['is cut off when it takes too long', 'hang', /takes more than 1\.5 s to read, and was cut off/],
    ['is reported when it takes too much memory', 'hoard', /its reader ended/],
    ['is reported when it takes the reader down', 'crash', /its reader ended/],
  ]
  for (const [name, url, expected] of cases) {
    test(`${name}, and the next one is read all the same`, async () => {
      const [bad, good] = await Promise.all([read(url), read('good', url === 'hang' ? hasty : patient)])
      assert.ok(!bad.ok)
      assert.equal(bad.problems[0]?.where, `https://harbour.example/${url}`)
      assert.match(bad.problems[0]?.what ?? '', expected)
      assert.ok(good.ok)
    })
  }
})

test('a reader that hangs ends with whoever started it, though that was killed', async () => {
  using folder = makeTemporaryFolder()
  const pidFile = path.join(folder.path, 'pid')
  const code = `
    import { createFeedReader } from ${JSON.stringify(new URL('../../src/io/feed-reader.ts', import.meta.url).href)}
    const script = new URL(${JSON.stringify(new URL('../fixtures/readers/hangs.ts', import.meta.url).href)})
    const reader = createFeedReader({ script, timeout: 60_000 })
    await reader.parseFeed({ url: 'https://harbour.example/hang', body: new Uint8Array() })`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    env: { ...process.env, PID_FILE: pidFile },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await until('a reader hangs', () => fs.existsSync(pidFile) && fs.statSync(pidFile).size > 0)
  const reader = Number(fs.readFileSync(pidFile, 'utf8'))
  assert.ok(isAlive(reader))
  parent.kill('SIGKILL')
  await until('the reader has ended', () => !isAlive(reader))
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(
      fs.existsSync(`/proc/${pid}/status`) ? fs.readFileSync(`/proc/${pid}/status`, 'utf8') : '',
    )
  } catch {
    return false
  }
}
