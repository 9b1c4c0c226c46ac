import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { openCuration } from '../../src/core/issue/curation.ts'
import type { Command } from '../../src/core/issue/command.ts'
import { take } from '../../src/core/text/problem.ts'
import { readCurationFiles, writeCommit } from '../../src/io/curation-files.ts'
import { decisionFile } from '../../src/io/decision-files.ts'
import { issueFile } from '../../src/io/issue-files.ts'
import { writeItem } from '../../src/io/item-files.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { planCommand } from '../../src/jobs/plan-command.ts'
import { planCommit } from '../../src/jobs/plan-commit.ts'
import { makeSource, makeStored } from '../builders.ts'
import { runHereSync } from '../cli/run-here.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'

const NOW = '2026-08-20T12:00:00Z'
const KEY = '2026-W34'
const NAMES = Array.from({ length: 24 }, (_, index) => `light-${'abcdefghijklmnopqrstuvwx'.charAt(index)}`)
const GIT = ['-c', 'user.name=Ada Quay', '-c', 'user.email=ada@harbour.example', '-c', 'init.defaultBranch=main']

/** A repository of a content folder, with a draft that nothing stands in yet. */
function makeRepository(root: string) {
  const content = path.join(root, 'content')
  const git = (...args: string[]) =>
    execFileSync('git', [...GIT, ...args], { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  for (const name of NAMES) {
    const url = `https://${name}.example/log`
    writeSource(content, makeSource({ id: name, title: `Keeper of ${name}`, url: `${url}.xml` }))
    writeItem(content, makeStored({ url, title: `What ${name} saw`, sources: [{ id: name, url }] }))
  }
  git('init', '-q')
  return { root, content, git }
}

/** What a command writes, in this process. */
function say(content: string, editor: string, minute: number, command: Command): void {
  const now = new Date(Date.parse(NOW) + minute * 60_000)
  const files = readCurationFiles(content, now)
  const curation = take(openCuration(files.content))
  const key = curation.issue.key
  const change = take(planCommand(curation, command))
  assert.equal(change.outcome, 'changed')
  if (change.outcome !== 'changed') return
  const log = files.content.logs?.find((each) => each.issue === key && each.editor === editor)?.entries ?? []
  const stored = { text: files.texts.get(key), log, where: 'issue' }
  writeCommit(content, {
    key,
    editor,
    commit: take(planCommit(curation, change.state, change.operations, stored, { now })),
  })
}

const idOf = (content: string, name: string) =>
  readCurationFiles(content, new Date(NOW)).content.items.find(({ title }) => title === `What ${name} saw`)!.id

function curate(content: string, ...args: string[]) {
  const env = { PATH: process.env.PATH ?? '', CROWSNEST_CONTENT: content, CROWSNEST_NOW: NOW, CROWSNEST_EDITOR: 'ada' }
  const run = runHereSync('scripts/curate.mjs', [...args, '--state', path.join(content, '../state')], { env })
  return { code: run.code, out: run.stdout, err: run.stderr }
}

describe('two editors on two branches, ten picks each', () => {
  for (const hasDraft of [true, false]) {
    test(`are twenty picks after a merge in conflict and \`resolve\`, ${hasDraft ? 'with a draft' : 'where each began the issue'}`, () => {
      using folder = makeTemporaryFolder()
      const { content, git } = makeRepository(folder.path)
      if (hasDraft) say(content, 'ada', 0, { verb: 'pick', id: idOf(content, NAMES[0]!) })
      git('add', '-A')
      git('commit', '-qm', 'candidates')
      const first = hasDraft ? 1 : 0
      for (const [editor, from] of [
        ['ada', first],
        ['bo', first + 10],
      ] as const) {
        git('checkout', '-q', '-b', editor, 'main')
        for (const [index, name] of NAMES.slice(from, from + 10).entries()) {
          say(content, editor, index, {
            verb: 'pick',
            id: idOf(content, name),
            section: index % 2 ? 'technical' : 'tooling',
          })
        }
        say(content, editor, 10, { verb: 'blurb', id: idOf(content, NAMES[from]!), text: `By ${editor}.` })
        git('add', '-A')
        git('commit', '-qm', `picks of ${editor}`)
      }
      git('checkout', '-q', 'ada')
      assert.equal(spawnSync('git', [...GIT, 'merge', 'bo'], { cwd: folder.path }).status, 1)
      assert.match(git('status', '--short'), /^(UU|AA) content\/issues\/2026-W34\.md$/m)

      const refused = curate(content, 'pick', idOf(content, NAMES[23]!))
      assert.equal(refused.code, 1)
      assert.match(refused.err, /2026-W34\.md:\d+: a merge left its conflict markers here.*npm run curate -- resolve/)

      const { code, out, err } = curate(content, 'resolve')
      assert.equal(code, 0, err)
      assert.match(out, new RegExp(`${KEY}: ${first + 20} picks`))
      const { issue } = take(openCuration(readCurationFiles(content, new Date(NOW)).content))
      const titles = issue.picks.map(({ originalTitle, title }) => originalTitle ?? title)
      assert.deepEqual(new Set(titles), new Set(NAMES.slice(0, first + 20).map((name) => `What ${name} saw`)))
      assert.equal(titles.length, first + 20)
      assert.deepEqual(issue.picks.filter(({ blurb }) => /^By (ada|bo)\.$/.test(blurb)).length, 2)
      assert.equal(curate(content, 'resolve').code, 4)
    })
  }

  test('are twenty picks also where somebody had thrown one side away', () => {
    using folder = makeTemporaryFolder()
    const { content } = makeRepository(folder.path)
    say(content, 'ada', 0, { verb: 'pick', id: idOf(content, NAMES[0]!) })
    const text = fs.readFileSync(issueFile(content, KEY))
    for (const [index, name] of NAMES.slice(1, 20).entries()) {
      say(content, index % 2 ? 'bo' : 'ada', index + 1, { verb: 'pick', id: idOf(content, name) })
    }
    fs.writeFileSync(issueFile(content, KEY), text)
    const { code, out } = curate(content, 'resolve')
    assert.equal(code, 0)
    assert.match(out, /19 picks brought back from the logs, 20 picks in all/)
  })
})

describe('resolve', () => {
  test('says where a conflict cannot be told apart, and writes nothing', () => {
    using folder = makeTemporaryFolder()
    const { content } = makeRepository(folder.path)
    say(content, 'ada', 0, { verb: 'pick', id: idOf(content, NAMES[0]!) })
    const text = `${fs.readFileSync(issueFile(content, KEY), 'utf8')}\n<<<<<<< HEAD\n`
    fs.writeFileSync(issueFile(content, KEY), text)
    const { code, err } = curate(content, 'resolve')
    assert.equal(code, 1)
    assert.match(err, /do not come in pairs.*git checkout --merge/)
    assert.doesNotMatch(err, /\n\s+at /)
    assert.equal(fs.readFileSync(issueFile(content, KEY), 'utf8'), text)
  })

  test('takes the markers of a merge out of a log, and loses no line', () => {
    using folder = makeTemporaryFolder()
    const { content } = makeRepository(folder.path)
    for (const [index, name] of NAMES.slice(0, 2).entries()) {
      say(content, 'ada', index, { verb: 'pick', id: idOf(content, name) })
    }
    const file = decisionFile(content, KEY, 'ada')
    const [first, second] = fs.readFileSync(file, 'utf8').trim().split('\n')
    fs.writeFileSync(file, `<<<<<<< HEAD\n${first}\n=======\n${second}\n>>>>>>> other\n`)
    assert.match(
      curate(content, 'status').err,
      /ada\.jsonl:1: a merge left its conflict markers here; both sides count/,
    )
    assert.equal(curate(content, 'resolve').code, 0)
    assert.equal(fs.readFileSync(file, 'utf8'), `${first}\n${second}\n`)
    assert.match(curate(content, 'undo', '2').out, /undone.*\nundone/)
  })
})
