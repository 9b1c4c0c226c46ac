import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { listFiles } from '../../src/io/content-folder.ts'
import { createFeedStates } from '../../src/io/feed-state-files.ts'
import { readItems, removeLeftovers, writeItem } from '../../src/io/item-files.ts'
import { readSources, writeSource } from '../../src/io/source-files.ts'
import type { FeedState } from '../../src/jobs/ports.ts'
import { makeSource, makeStored } from '../builders.ts'
import { makeTemporaryFolder, readTree } from './temporary-folder.ts'

describe('the items of a content folder', () => {
  test('read back as they were written, in order of their paths, and a second write changes nothing', () => {
    using content = makeTemporaryFolder()
    const items = [
      makeStored(),
      makeStored({ url: 'https://harbour.example/2', title: 'A later one', published: '2026-09-01T00:00:00Z' }),
    ]
    assert.deepEqual(
      items.toReversed().map((item) => writeItem(content.path, item)),
      [true, true],
    )
    assert.deepEqual(readItems(content.path), { entries: items, problems: [] })
    const before = readTree(content.path)
    assert.deepEqual(
      items.map((item) => writeItem(content.path, item)),
      [false, false],
    )
    assert.deepEqual(readTree(content.path), before)
  })

  test('that are broken are named, each with its file, and the others are read', () => {
    using content = makeTemporaryFolder()
    const good = makeStored()
    writeItem(content.path, good)
    const broken = path.join(content.path, 'items/2026-W34/broken.md')
    fs.writeFileSync(broken, '---\nid: nonsense\n---\n')
    fs.writeFileSync(path.join(content.path, 'items/2026-W34/no-front-matter.md'), 'Hello')
    const { entries, problems } = readItems(content.path)
    assert.deepEqual(entries, [good])
    assert.ok(problems.some(({ where, field, line }) => where === broken && field === 'id' && line === 2))
    assert.ok(problems.some(({ where }) => where.endsWith('no-front-matter.md')))
  })

  test('are none where there is no folder', () => {
    using content = makeTemporaryFolder()
    assert.deepEqual(readItems(path.join(content.path, 'nowhere')), { entries: [], problems: [] })
  })

  test('that are not UTF-8, or are called nearly as the others, are named instead of being mangled or missed', () => {
    using content = makeTemporaryFolder()
    const good = makeStored()
    writeItem(content.path, good)
    const folder = path.join(content.path, 'items/2026-W34')
    fs.writeFileSync(path.join(folder, 'latin.md'), Buffer.from('---\ntitle: Caf\xe9\n---\n', 'latin1'))
    fs.writeFileSync(path.join(folder, 'sixteen.md'), Buffer.from('\ufeff---\ntitle: x\n---\n', 'utf16le'))
    for (const name of ['shouted.MD', 'long.markdown', 'other.mdx', 'notes.txt']) {
      fs.writeFileSync(path.join(folder, name), '---\ntitle: x\n---\n')
    }
    const { entries, problems } = readItems(content.path)
    assert.deepEqual(entries, [good])
    assert.deepEqual(
      problems.map(({ where, line, remedy }) => [path.basename(where), line, remedy]),
      [
        ['latin.md', 2, 'Save the file as UTF-8 in your editor'],
        ['long.markdown', undefined, 'Rename it to long.md'],
        ['other.mdx', undefined, 'Rename it to other.md'],
        ['shouted.MD', undefined, 'Rename it to shouted.md'],
        ['sixteen.md', 1, 'Save the file as UTF-8 in your editor'],
      ],
    )
  })

  test('are not what a write that was cut off left behind, which can be cleared away, and nothing else with it', () => {
    using content = makeTemporaryFolder()
    const good = makeStored()
    writeItem(content.path, good)
    const folder = path.join(content.path, 'items/2026-W34')
    fs.writeFileSync(path.join(folder, '.half.md.0123abcd.tmp'), '---\nid:')
    fs.writeFileSync(path.join(folder, '.gitkeep'), '')
    fs.writeFileSync(path.join(folder, '.hidden.md'), 'hidden')
    assert.deepEqual(readItems(content.path), { entries: [good], problems: [] })
    removeLeftovers(content.path)
    assert.deepEqual(fs.readdirSync(folder).sort(), ['.gitkeep', '.hidden.md', path.basename(good.path)].sort())
    removeLeftovers(path.join(content.path, 'nowhere'))
  })
})

describe('the sources of a content folder', () => {
  test('read back as they were written; a broken one is named, and the others are read', () => {
    using content = makeTemporaryFolder()
    const source = makeSource({ include: ['1.20'] })
    assert.equal(writeSource(content.path, source), path.join(content.path, 'sources/harbour-blog.yml'))
    fs.writeFileSync(path.join(content.path, 'sources/Broken.yml'), 'title: x\n')
    fs.writeFileSync(path.join(content.path, 'sources/notes.txt'), 'no source')
    const { entries, problems } = readSources(content.path)
    assert.deepEqual(entries, [source])
    assert.equal(problems.length, 1)
    assert.match(problems[0]?.where ?? '', /Broken\.yml$/)
  })

  test('are files in sorted order, however deep', () => {
    using content = makeTemporaryFolder()
    for (const name of ['b.yml', 'a/z.yml', 'a/.hidden.yml', 'c.md']) {
      fs.mkdirSync(path.dirname(path.join(content.path, name)), { recursive: true })
      fs.writeFileSync(path.join(content.path, name), '')
    }
    assert.deepEqual(listFiles(content.path, '.yml'), [path.join('a', 'z.yml'), 'b.yml'])
  })
})

describe('what is remembered of a feed', () => {
  const state: FeedState = {
    definition: 'title: Harbour\n',
    content: '/somewhere/content',
    since: '2026-07-01T00:00:00Z',
    validators: { etag: 'W/"é \\" x"', lastModified: 'Sat, 22 Aug 2026 12:00:00 +0000' },
    nextPoll: '2026-08-20T07:00:00Z',
  }

  test('is there for the next run, byte for byte', () => {
    using folder = makeTemporaryFolder()
    assert.deepEqual(createFeedStates(folder.path).read(), new Map())
    const states = new Map([
      ['harbour-blog', state],
      ['planet', { ...state, failures: 2, closed: { host: 'planet.example', until: '2026-08-20T07:00:00Z' } }],
    ])
    createFeedStates(folder.path).write(states)
    assert.deepEqual(createFeedStates(folder.path).read(), states)
  })

  for (const [name, spoil] of [
    ['was cut off', (text: string) => text.slice(0, 40)],
    ['is a list', () => '[null, 1, {}]'],
    ['says null', () => 'null'],
    ['says nothing of the feed', () => '{"harbour-blog":null}'],
  ] as const) {
    test(`is nothing where its file ${name}`, () => {
      using folder = makeTemporaryFolder()
      createFeedStates(folder.path).write(new Map([['harbour-blog', state]]))
      const file = path.join(folder.path, 'feeds.json')
      fs.writeFileSync(file, spoil(fs.readFileSync(file, 'utf8')))
      assert.deepEqual(createFeedStates(folder.path).read(), new Map())
    })
  }
})
