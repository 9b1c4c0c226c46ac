import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { itemPath } from '../../src/core/item/item-file.ts'
import { formatWeekFile } from '../../src/core/item/week-file.ts'
import type { Item } from '../../src/core/item/item.ts'
import { type Packed, unpack } from '../../src/core/text/packed.ts'
import { ExpectedError, formatProblem } from '../../src/core/text/problem.ts'
import { createContentLoaders } from '../../src/io/content-loader.ts'
import { writeItem } from '../../src/io/item-files.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeItem, makeSource } from '../builders.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

type LoaderContext = Parameters<ReturnType<typeof createContentLoaders>['items']['load']>[0]

/** A store that tells when it was filled anew, and a watcher that says what a test makes it say. */
function makeContext() {
  const entries = new Map<string, unknown>()
  const watcher = Object.assign(new EventEmitter(), { add: () => undefined })
  const errors = new EventEmitter()
  const store = {
    clear: () => {
      entries.clear()
    },
    set: ({ id, data }: { id: string; data: Packed<unknown> }) => entries.set(id, unpack(data)),
  }
  const logger = { error: (message: string) => errors.emit('error-said', message) }
  return { entries, watcher, errors, context: { store, watcher, logger } as unknown as LoaderContext }
}

const OWN = makeItem({ url: 'https://harbour.example/own' })
const FOLDED = makeItem({ url: 'https://harbour.example/folded', published: '2026-08-12T00:00:00Z' })

function writeContent(content: string, folded: readonly Item[] = [FOLDED]): string {
  writeSource(content, makeSource())
  writeItem(content, { path: itemPath(OWN), item: OWN })
  const file = path.join(content, 'items/2026-W33.jsonl')
  fs.writeFileSync(file, formatWeekFile(folded))
  return file
}

/** What a build says of a content folder. */
async function problemsOf(content: string): Promise<readonly string[]> {
  const error: unknown = await Promise.resolve()
    .then(() => createContentLoaders(content).items.load(makeContext().context))
    .then(() => undefined)
    .catch((thrown: unknown) => thrown)
  assert.ok(error instanceof ExpectedError, String(error))
  return error.problems.map(formatProblem)
}

describe('the items of the site', () => {
  test('are those in files of their own and those in files of weeks', async () => {
    using content = makeTemporaryFolder()
    writeContent(content.path)
    const { context, entries } = makeContext()
    await createContentLoaders(content.path).items.load(context)
    assert.deepEqual(Object.fromEntries(entries), { [OWN.id]: OWN, [FOLDED.id]: FOLDED })
  })

  test('are read again when the file of a week changes while somebody watches, and stay when it is broken', async () => {
    using content = makeTemporaryFolder()
    const file = writeContent(content.path)
    const { context, entries, watcher, errors } = makeContext()
    await createContentLoaders(content.path).items.load(context)
    const said = new Promise((resolve) => errors.once('error-said', resolve))
    fs.appendFileSync(file, '=======\n')
    watcher.emit('all', 'change', file)
    assert.match(String(await said), /2026-W33\.jsonl:2: this line is not JSON/)
    assert.equal(entries.size, 2)
    const filled = new Promise<void>((resolve) => {
      Object.assign(context.store, {
        set: ({ id, data }: { id: string; data: Packed<unknown> }) => (entries.set(id, unpack(data)), resolve()),
      })
    })
    fs.writeFileSync(file, formatWeekFile([{ ...FOLDED, title: 'Mended' }]))
    watcher.emit('all', 'change', file)
    await filled
    assert.equal((entries.get(FOLDED.id) as Item).title, 'Mended')
  })

  test('may not name a source that is not there: the file is named, and in the file of a week the item', async () => {
    using content = makeTemporaryFolder()
    writeContent(content.path, [{ ...FOLDED, sources: [{ id: 'nobody', url: FOLDED.url }] }])
    const problems = await problemsOf(content.path)
    assert.equal(problems.length, 1)
    assert.match(
      problems[0] ?? '',
      /2026-W33\.jsonl, sources\[0\]\.id: there is no source "nobody", which item \w+ names/,
    )
    assert.match(problems[0] ?? '', /Bring back .*nobody\.yml.*retire the source to follow it no more/)
    assert.match(problems[0] ?? '', new RegExp(FOLDED.id))
  })

  test('may not stand in two weeks', async () => {
    using content = makeTemporaryFolder()
    writeContent(content.path, [FOLDED, OWN])
    const problems = await problemsOf(content.path)
    assert.equal(problems.length, 1)
    assert.match(problems[0] ?? '', /items\/2026-W34\/.*\.md, id: .*2026-W33\.jsonl has the same id/)
  })
})

test('a source may not retire on a day that is still to come, by the clock of the build', async () => {
  using content = makeTemporaryFolder()
  writeSource(content.path, makeSource({ retired: { since: '2026-08-21' } }))
  const load = async (now: string) => {
    const { context, entries } = makeContext()
    await createContentLoaders(content.path, () => new Date(now)).sources.load(context)
    return [...entries.keys()]
  }
  await assert.rejects(async () => load('2026-08-20T09:00:00Z'), /retired\.since: this day is still to come/)
  assert.deepEqual(await load('2026-08-21T00:00:00Z'), ['harbour-blog'])
})

test('what editors decided is there, log by log, and a broken line takes no other with it', async () => {
  using content = makeTemporaryFolder()
  const entry = { id: '00000001', at: '2026-08-19T09:00:00Z', did: [{ verb: 'clear', ids: [OWN.id] }] }
  const file = path.join(content.path, 'decisions/2026-W34/ada-quay.jsonl')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, `{"id":\n${JSON.stringify(entry)}\n`)
  const { context, entries } = makeContext()
  await createContentLoaders(content.path).decisions.load(context)
  assert.deepEqual(Object.fromEntries(entries), {
    '2026-W34/ada-quay': { issue: '2026-W34', editor: 'ada-quay', entries: [{ ...entry, back: [] }] },
  })
})

describe('the long form of the site', () => {
  const write = (content: string, file: string, ...lines: string[]) => {
    const whole = path.join(content, file)
    fs.mkdirSync(path.dirname(whole), { recursive: true })
    fs.writeFileSync(whole, `${lines.join('\n')}\n`)
  }
  const HEAD = ['title: Light', 'description: x', 'status: published', 'date: 2026-11-20', 'authors: [{ id: ada }]']
  const post = (...fields: string[]) => ['---', ...HEAD, ...fields, '---', '', 'Light.']

  async function loadAll(content: string) {
    const loaders = createContentLoaders(content)
    const loaded = []
    for (const name of ['posts', 'caseStudies', 'series', 'issues'] as const) {
      const { context, entries } = makeContext()
      const problems = await Promise.resolve()
        .then(() => loaders[name].load(context))
        .then(() => [] as string[])
        .catch((error: unknown) => {
          assert.ok(error instanceof ExpectedError, String(error))
          return error.problems.map((problem) => formatProblem(problem).replaceAll(`${content}${path.sep}`, ''))
        })
      loaded.push({ name, problems, ids: [...entries.keys()] })
    }
    return loaded
  }

  test('is there by its names, from folders below too, with what it names', async () => {
    using content = makeTemporaryFolder()
    write(content.path, 'authors/ada.yml', 'name: Ada Quay')
    write(content.path, 'topics/releases.yml', 'title: Releases', 'description: What came out.', 'words: [release]')
    write(content.path, 'series/five-days.yml', 'title: Five days')
    const fields = [
      'series: { id: five-days, part: 1 }',
      'topics: [releases]',
      'pictures: [{ file: a.svg, credit: x }]',
    ]
    write(content.path, 'posts/2026/light.md', ...post(...fields), '', '![A mast](a.svg)')
    write(content.path, 'posts/light/a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>')
    write(content.path, 'case-studies/harbour.md', ...post('company: { name: Harbour Works }'))
    assert.deepEqual(await loadAll(content.path), [
      { name: 'posts', problems: [], ids: ['light'] },
      { name: 'caseStudies', problems: [], ids: ['harbour'] },
      { name: 'series', problems: [], ids: ['five-days'] },
      { name: 'issues', problems: [], ids: [] },
    ])
  })

  test('stops a build with all that is wrong with it, and fills nothing', async () => {
    using content = makeTemporaryFolder()
    write(content.path, 'posts/light.md', ...post('topics: [tides]', 'pictures: [{ file: a.svg, credit: x }]'))
    write(content.path, 'posts/part.md', ...post('series: { id: five-days, part: 2 }'))
    write(content.path, 'series/five-days.yml', 'title: Five days', 'parts: many')
    write(content.path, 'case-studies/harbour.md', ...post('company: { name: Harbour Works }'), '', '> It works.')
    write(content.path, 'authors/ada.yml', 'name: ""')
    const [posts, caseStudies, series] = await loadAll(content.path)
    const expected = [
      /^series\/five-days\.yml:2, parts: expected a number/,
      /^posts\/light\.md:7, topics\[0\]: there is no topic "tides"/,
      /^posts\/light\.md:8, pictures\[0\]\.file: the text does not show a\.svg/,
      /^case-studies\/harbour\.md:12: the quotation does not say who speaks/,
    ]
    assert.equal(posts?.problems.length, expected.length, posts?.problems.join('\n'))
    for (const [index, pattern] of expected.entries()) assert.match(posts?.problems[index] ?? '', pattern)
    assert.deepEqual(series?.problems, posts?.problems)
    assert.deepEqual(posts?.ids, [])
    assert.deepEqual(caseStudies?.problems, [])
  })

  test('and an issue name people who are there', async () => {
    using content = makeTemporaryFolder()
    const covers = 'covers: { from: 2026-08-14T12:00:00Z, to: 2026-08-21T12:00:00Z }'
    const head = ['number: 1', 'status: published', 'date: 2026-08-21', 'weeks: [2026-W34]', covers, 'postedBy: ada']
    write(content.path, 'issues/2026-W34.md', '---', ...head, '---')
    const issuesOf = async () => (await loadAll(content.path)).at(-1)?.problems ?? []
    assert.match((await issuesOf()).join('\n'), /^issues\/2026-W34\.md:7, postedBy: there is no person "ada"[^\n]*$/)
    write(content.path, 'authors/ada.yml', 'name: Ada Quay')
    assert.deepEqual(await issuesOf(), [])
  })
})
