import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { openCuration } from '../../src/core/issue/curation.ts'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import { type LogEntry, makeLogEntry } from '../../src/core/issue/decision-log.ts'
import { formatWeekFile } from '../../src/core/item/week-file.ts'
import { take } from '../../src/core/text/problem.ts'
import { withCurateLock } from '../../src/io/curate-lock.ts'
import { readCurationFiles, writeCommit } from '../../src/io/curation-files.ts'
import { appendLogEntry, decisionFile, readDecisionLog, readDecisionLogs } from '../../src/io/decision-files.ts'
import { editorName } from '../../src/io/editor-name.ts'
import { issueFile } from '../../src/io/issue-files.ts'
import { writeItem } from '../../src/io/item-files.ts'
import { idOf, makeIssue, makeItem, makePick, makeStored } from '../builders.ts'
import { makeTemporaryFolder } from './temporary-folder.ts'

const NOW = new Date('2026-08-21T12:00:00Z')
const url = (name: string) => `https://harbour.example/${name}`
const old = { published: '2026-03-03T00:00:00Z', firstSeen: '2026-03-03T00:00:00Z' }

function entry(log: readonly LogEntry[], ids: readonly string[]): LogEntry {
  return makeLogEntry(log, { at: '2026-08-20T12:00:00Z', did: [{ verb: 'shortlist', ids: [...ids] }], back: [] })
}

test('settings that cannot be read stop the work: without them, picks would go into sections of another publication', () => {
  using folder = makeTemporaryFolder()
  fs.writeFileSync(path.join(folder.path, 'site.yml'), 'name: The Ferry Post\n')
  const { broken } = readCurationFiles(folder.path, NOW)
  assert.ok(broken.some(({ field }) => field === 'mail'))
})

describe('what the work on an issue needs of the items', () => {
  /** An old item in a file of its own, two in a week file, a new one, and one that is old and was first seen now. */
  function makeContent(content: string): void {
    writeItem(content, makeStored({ url: url('old'), title: 'Old', ...old }))
    const folded = ['folded', 'shortlisted'].map((name) => makeItem({ url: url(name), title: name, ...old }))
    fs.writeFileSync(path.join(content, 'items/2026-W10.jsonl'), formatWeekFile(folded))
    writeItem(content, makeStored({ url: url('new'), title: 'New' }))
    writeItem(content, makeStored({ url: url('found'), title: 'Found', published: old.published }))
    const covers = { from: '2026-08-07T12:00:00Z', to: '2026-08-14T12:00:00Z' }
    const issue = makeIssue({ covers, picks: [makePick({ url: url('old') })] })
    fs.mkdirSync(path.join(content, 'issues'))
    fs.writeFileSync(issueFile(content, issue.key), formatIssue(issue))
    appendLogEntry(content, '2026-W33', 'ada', entry([], [idOf(url('shortlisted'))]))
  }

  test('is the same pool as of all of them, without the rest', () => {
    using folder = makeTemporaryFolder()
    makeContent(folder.path)
    const poolOf = (poolAlone: boolean) => {
      const { content, problems } = readCurationFiles(folder.path, NOW, { poolAlone })
      assert.deepEqual(problems, [])
      return take(openCuration(content)).pool
    }
    assert.deepEqual(poolOf(true), poolOf(false))
    assert.deepEqual(new Set(poolOf(true).map(({ title }) => title)), new Set(['New', 'Found', 'shortlisted']))
    const { content } = readCurationFiles(folder.path, NOW, { poolAlone: true })
    assert.equal(content.items.length, 3)
  })

  test('has every advisory on file where the program writes sections, for an old one may say what a new patch mends', () => {
    using folder = makeTemporaryFolder()
    makeContent(folder.path)
    const advisory = { cves: ['CVE-2026-1001'], affected: [], fixed: [{ version: '1.36.1' }] }
    const inFile = { ...makeItem({ url: url('advisory'), title: 'Advisory', ...old }), advisory }
    const inWeek = { ...makeItem({ url: url('folded-advisory'), title: 'Folded advisory', ...old }), advisory }
    writeItem(folder.path, { path: '2026-W10/advisory.md', item: inFile })
    fs.appendFileSync(path.join(folder.path, 'items/2026-W10.jsonl'), formatWeekFile([inWeek]))
    const read = (almanac: boolean) => readCurationFiles(folder.path, NOW, { poolAlone: true, almanac }).content
    const advised = read(true)
    assert.deepEqual(new Set(advised.items.flatMap((item) => (item.advisory ? [item] : []))), new Set([inFile, inWeek]))
    assert.equal(advised.items.length, 5)
    assert.equal(read(false).items.length, 3)
    assert.deepEqual(take(openCuration(advised)).pool, take(openCuration(read(false))).pool)
  })

  test('holds what is broken, for nobody can say whether it is needed', () => {
    using folder = makeTemporaryFolder()
    makeContent(folder.path)
    fs.writeFileSync(path.join(folder.path, 'items/2026-W34/broken.md'), '---\nid: nonsense\n---\n')
    fs.appendFileSync(path.join(folder.path, 'items/2026-W10.jsonl'), '{"id":\n')
    const { problems } = readCurationFiles(folder.path, NOW, { poolAlone: true })
    assert.ok(problems.some(({ where }) => where.endsWith('broken.md')))
    assert.ok(problems.some(({ where }) => where.endsWith('2026-W10.jsonl')))
  })
})

describe('a log of decisions', () => {
  test('grows by a line at a time, also after one that was cut off', () => {
    using folder = makeTemporaryFolder()
    const id = idOf(url('lamp'))
    const first = entry([], [id])
    appendLogEntry(folder.path, '2026-W34', 'ada', first)
    fs.appendFileSync(decisionFile(folder.path, '2026-W34', 'ada'), '{"id":"0000')
    const second = entry([first], [id])
    appendLogEntry(folder.path, '2026-W34', 'ada', second)
    const { entries, problems } = readDecisionLog(folder.path, '2026-W34', 'ada')
    assert.deepEqual(entries, [first, second])
    assert.equal(problems[0]?.line, 2)
  })

  test('that stands where none belongs is named, and passed over', () => {
    using folder = makeTemporaryFolder()
    const file = path.join(folder.path, 'decisions/ada.jsonl')
    fs.mkdirSync(path.dirname(file))
    fs.writeFileSync(file, '')
    const { entries, problems } = readDecisionLogs(folder.path)
    assert.deepEqual(entries, [])
    assert.match(problems[0]?.remedy ?? '', /2026-W34\/ada-quay\.jsonl/)
  })

  test('is written after the file of the issue, which goes when there is to be none', () => {
    using folder = makeTemporaryFolder()
    const key = '2026-W34'
    const line = entry([], [idOf(url('lamp'))])
    writeCommit(folder.path, { key, editor: 'ada', commit: { text: 'words', entry: line } })
    assert.equal(fs.readFileSync(issueFile(folder.path, key), 'utf8'), 'words')
    writeCommit(folder.path, { key, editor: 'ada', commit: { text: undefined, entry: entry([line], [line.id]) } })
    assert.equal(fs.existsSync(issueFile(folder.path, key)), false)
    assert.equal(fs.readFileSync(decisionFile(folder.path, key, 'ada'), 'utf8').split('\n').length, 3)
  })
})

describe('a change whose log cannot be written', () => {
  test('leaves the issue as it was', () => {
    using folder = makeTemporaryFolder()
    const key = '2026-W34'
    fs.mkdirSync(decisionFile(folder.path, key, 'ada'), { recursive: true })
    fs.mkdirSync(path.join(folder.path, 'issues'))
    for (const before of ['words', undefined]) {
      if (before === undefined) fs.rmSync(issueFile(folder.path, key))
      else fs.writeFileSync(issueFile(folder.path, key), before)
      const commit = { text: 'other words', entry: entry([], [idOf(url('lamp'))]) }
      assert.throws(() => {
        writeCommit(folder.path, { key, editor: 'ada', commit })
      }, /EISDIR/)
      assert.equal(fs.existsSync(issueFile(folder.path, key)), before !== undefined)
      if (before !== undefined) assert.equal(fs.readFileSync(issueFile(folder.path, key), 'utf8'), before)
    }
  })
})

describe('the lock of an issue', () => {
  test('lets one command after the other at it, and is free again when its holder is killed', async () => {
    using folder = makeTemporaryFolder()
    const module = path.resolve(import.meta.dirname, '../../src/io/curate-lock.ts')
    const script = `import { withCurateLock } from ${JSON.stringify(module)}
      withCurateLock(${JSON.stringify(folder.path)}, () => {
        process.stdout.write('held')
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      })`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    const ended = new Promise((resolve) => holder.once('close', resolve))
    holder.kill('SIGKILL')
    assert.equal(
      withCurateLock(folder.path, () => 'mine'),
      'mine',
    )
    await ended
    assert.throws(
      () =>
        withCurateLock(folder.path, () => {
          throw new Error('of the action')
        }),
      /of the action/,
    )
    assert.equal(
      withCurateLock(folder.path, () => 'again'),
      'again',
    )
  })
})

describe('the name of an editor', () => {
  test('is what they say, where it can be that of a file', () => {
    assert.equal(editorName('ada-quay'), 'ada-quay')
    assert.throws(() => editorName('Ada Quay/../x'), /no name for a log.*Say ada-quay-x/)
  })

  test('is always one that can be that of a file', () => {
    assert.match(editorName(undefined), /^[a-z0-9]+(-[a-z0-9]+)*$/)
  })
})
