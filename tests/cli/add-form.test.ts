import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { FORM_IDS, type FormId, type IssueForm } from '../../src/core/form/issue-form.ts'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import { FORM_FOLDER, readIssueForms } from '../../src/io/form-files.ts'
import { writeIssueText } from '../../src/io/issue-files.ts'
import { readItems, writeItem } from '../../src/io/item-files.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeIssue, makePick, makeSource, makeStored } from '../builders.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'

const SITE = `name: Harbour Log
url: https://log.example
tagline: What came in
description: What came in.
mail: { from: Harbour Log <log@log.example> }
`
const PICK = makePick()

const read = readIssueForms(FORM_FOLDER)
assert.ok(read.ok, JSON.stringify(read))
const FORMS: readonly IssueForm[] = read.value

/** What the host makes of a form of ours that somebody filled in. */
function fillIn(id: FormId, answers: Readonly<Record<string, string>>): string {
  const form = FORMS.find((one) => one.id === id)
  const part = (field: IssueForm['fields'][number]) =>
    `### ${field.attributes.label}\n\n${answers[field.id] ?? '_No response_'}`
  return (form?.fields ?? []).map(part).join('\n\n')
}

function open() {
  const folder = makeTemporaryFolder()
  fs.writeFileSync(path.join(folder.path, 'site.yml'), SITE)
  writeIssueText(folder.path, '2026-W34', formatIssue(makeIssue({ picks: [PICK] })))
  const env = {
    PATH: process.env.PATH ?? '',
    CROWSNEST_CONTENT: folder.path,
    CROWSNEST_STATE: path.join(folder.path, '.state'),
    CROWSNEST_NOW: '2026-08-24T12:00:00Z',
    CROWSNEST_EDITOR: 'ada',
    NO_COLOR: '1',
  }
  const addForm = async (text: string, ...args: readonly string[]) => {
    const file = path.join(folder.path, 'issue.md')
    fs.writeFileSync(file, text)
    return runHere('scripts/curate.mjs', ['add-form', file, ...args], { env })
  }
  const tree = () => fs.globSync('**/*', { cwd: folder.path }).filter((name) => name !== 'issue.md').length
  return { content: folder.path, env, addForm, tree, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

const HORNS = 'https://harbour.example/posts/fog-horns/'

describe('npm run curate -- add-form', () => {
  test('makes a candidate of a link, once, with who suggested it', async () => {
    using desk = open()
    const text = fillIn('suggest-a-link', { url: `${HORNS}?utm_source=x`, by: 'Bo', note: 'The best\non fog horns.' })
    const before = desk.tree()
    const dry = await desk.addForm(text, '--dry-run')
    assert.match(dry.stdout, /^would be: 1 suggestion: 1 new candidate\n/)
    assert.equal(desk.tree(), before)
    const first = await desk.addForm(text, '--json')
    assert.equal(first.code, 0, first.stderr)
    const said = JSON.parse(first.stdout) as { outcome: string; changed: boolean; files: string[] }
    assert.deepEqual([said.outcome, said.changed, said.files.length], ['added', true, 1])
    const [stored] = readItems(desk.content).entries
    assert.deepEqual([stored?.item.url, stored?.item.suggestion?.by], [HORNS, 'Bo'])
    assert.equal(stored?.item.suggestion?.note, 'The best on fog horns.')
    const again = await desk.addForm(fillIn('suggest-a-link', { url: HORNS, by: 'Cy', note: 'Mine!' }))
    assert.deepEqual([again.code, readItems(desk.content).entries], [4, [stored]])
  })

  test('puts the suggestion to what a feed has brought already', async () => {
    using desk = open()
    writeItem(desk.content, makeStored({ url: HORNS, title: 'On fog horns' }))
    const { code, stdout } = await desk.addForm(fillIn('suggest-a-link', { url: HORNS, by: 'Bo' }), '--json')
    assert.deepEqual([code, (JSON.parse(stdout) as { outcome: string }).outcome], [0, 'joined'])
    assert.deepEqual(
      readItems(desk.content).entries.map(({ item }) => [item.title, item.suggestion?.by]),
      [['On fog horns', 'Bo']],
    )
  })

  test('follows no source again that is retired, and says so', async () => {
    using desk = open()
    const url = 'https://harbour.example/feed.xml'
    writeSource(desk.content, makeSource({ url, retired: { since: '2026-03-01', reason: 'it has ended' } }))
    const before = desk.tree()
    const run = await desk.addForm(fillIn('add-a-source', { url, kind: 'blog' }))
    assert.deepEqual([run.code, desk.tree()], [4, before])
    assert.match(run.stdout, /^known already: harbour-blog /)
    assert.match(run.stderr, /It is retired since 2026-03-01: it has ended; npm run sources -- resume harbour-blog/)
  })

  test('writes a dated correction to the pick of a published issue, its words as text', async () => {
    using desk = open()
    const note = 'It is `3.5.24`, see [this](javascript:alert(1)).'
    const text = fillIn('correct-an-entry', { url: `https://log.example/issues/2026-W34/#${PICK.id}`, note })
    const file = path.join(desk.content, 'issues/2026-W34.md')
    const before = fs.readFileSync(file, 'utf8')
    const dry = await desk.addForm(text, '--dry-run')
    assert.deepEqual([dry.code, fs.readFileSync(file, 'utf8')], [0, before])
    assert.match(dry.stdout, /\+ +pick: /)
    const { code, stderr } = await desk.addForm(text)
    assert.equal(code, 0, stderr)
    const after = fs.readFileSync(file, 'utf8')
    assert.match(after, new RegExp(`date: 2026-08-24\\n +pick: ['"]?${PICK.id}`))
    assert.ok(after.includes(String.raw`\[this]\(javascript:alert(1))`), after)
    assert.equal((await desk.addForm(text)).code, 4)
  })

  test('names the file to mend where a mistake stands on another page, and writes nothing', async () => {
    using desk = open()
    const stored = makeStored({ url: HORNS })
    writeItem(desk.content, stored)
    const before = desk.tree()
    const url = `https://log.example/2026/08/18/#${stored.item.id}`
    const { code, stdout, stderr } = await desk.addForm(fillIn('correct-an-entry', { url, note: 'By Ada.' }))
    assert.deepEqual([code, desk.tree()], [4, before])
    assert.ok(stdout.includes(stored.path) && stdout.includes('By Ada.'), stdout)
    assert.match(stderr, /mended by hand/)
  })

  test('adds no source twice, and asks nobody for one that is followed', async () => {
    using desk = open()
    writeSource(desk.content, makeSource({ id: 'harbour-blog', url: 'https://harbour.example/feed.xml' }))
    const text = fillIn('add-a-source', { url: 'http://www.harbour.example/feed.xml', kind: 'blog', note: 'Good.' })
    const { code, stdout } = await desk.addForm(text, '--json')
    assert.deepEqual([code, (JSON.parse(stdout) as { outcome: string }).outcome], [4, 'known'])
  })

  const wrong: [what: string, text: string, code: number, message: RegExp][] = [
    ['no form', 'Please add my blog.', 1, /none of the forms "Suggest a link", "Add a source", "Correct an entry"/],
    ['a link that leads nobody', fillIn('suggest-a-link', { url: 'http://127.0.0.1/' }), 1, /, Address: /],
    ['a source in a network of ours', fillIn('add-a-source', { url: 'http://127.0.0.1:9/' }), 1, /, Address: /],
    ['a field that was left empty', fillIn('suggest-a-link', {}), 1, /, Address: this was left empty/],
    [
      'an issue that is not there',
      fillIn('correct-an-entry', { url: 'https://log.example/issues/2031-W01/', note: 'x' }),
      1,
      /, Address: there is no issue "2031-W01"/,
    ],
    [
      'a pick that is not there',
      fillIn('correct-an-entry', { url: 'https://log.example/issues/2026-W34/#0123456789', note: 'x' }),
      1,
      /, Address: 2026-W34 has no entry 0123456789/,
    ],
  ]
  for (const [what, text, code, message] of wrong) {
    test(`with ${what} writes nothing, and says why, by the name of the field`, async () => {
      using desk = open()
      const before = desk.tree()
      const run = await desk.addForm(text)
      assert.deepEqual([run.code, run.stdout, desk.tree()], [code, '', before])
      assert.match(run.stderr, message)
      assert.ok(!run.stderr.includes('    at '))
    })
  }

  test('reads standard input, and no more of it than an issue can have', () => {
    using desk = open()
    const run = (input: string | Buffer) => {
      const options = { input, env: desk.env, encoding: 'utf8' } as const
      return spawnSync(process.execPath, ['scripts/curate.mjs', 'add-form', '-', '--dry-run'], options)
    }
    assert.match(run(fillIn('suggest-a-link', { url: HORNS })).stdout, /1 new candidate/)
    assert.match(run(Buffer.from([0x23, 0xff, 0xfe, 0xc3])).stderr, /standard input: this is no text in UTF-8/)
    assert.match(run('x'.repeat(300_000)).stderr, /standard input: this is longer than any issue/)
  })
})

test('the forms of the project are those that the command knows, and no other stands beside them', () => {
  const files = fs.readdirSync(FORM_FOLDER).sort()
  assert.deepEqual(files, [...FORM_IDS.map((id) => `${id}.yml`), 'config.yml'].sort())
  const last = FORMS.map(({ fields }) => fields.at(-1)?.attributes.label)
  assert.equal(new Set(last).size, last.length, 'text areas, by which a form is known, are called differently')
})
