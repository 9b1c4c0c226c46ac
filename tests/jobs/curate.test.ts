import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { ADDED_BY_HAND } from '../../src/core/source/source.ts'
import { readIssues } from '../../src/io/issue-files.ts'
import { findLongFormProblems } from '../../src/io/post-files.ts'
import { readItems, writeItem } from '../../src/io/item-files.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeSource, makeStored } from '../builders.ts'
import { runHereSync } from '../cli/run-here.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'

const SCRIPT = path.resolve(import.meta.dirname, '../../scripts/curate.ts')
const NOW = '2026-08-20T12:00:00Z'
const folders: string[] = []

/** A content folder with a dozen items of as many sources. */
function makeContent(): string {
  const content = makeTemporaryFolder().path
  folders.push(content)
  for (let n = 0; n < 12; n++) {
    const url = `https://port-${n}.example/log`
    writeSource(content, makeSource({ id: `port-${n}`, title: `Port ${n}`, url: `${url}.xml` }))
    writeItem(
      content,
      makeStored({ url, title: `The log of port ${'abcdefghijkl'.charAt(n)}`, sources: [{ id: `port-${n}`, url }] }),
    )
  }
  return content
}

after(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true })
})

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const environment = (content: string, env: Record<string, string>) => ({
  PATH: process.env.PATH ?? '',
  CROWSNEST_CONTENT: content,
  CROWSNEST_NOW: NOW,
  NO_COLOR: '1',
  CROWSNEST_EDITOR: 'ada',
  CROWSNEST_STATE: path.join(content, '.state'),
  ...env,
})

function curate(content: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const { code, stdout, stderr } = runHereSync('scripts/curate.mjs', args, { env: environment(content, env) })
  return { code, out: stdout, err: stderr }
}

/** As a person starts it: in a process of its own. */
function curateAlone(script: string, content: string, args: readonly string[], env: Record<string, string> = {}): Run {
  const run = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', env: environment(content, env) })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

function json<T>(content: string, ...args: string[]): T {
  const { out, err } = curate(content, [...args, '--json'])
  assert.notEqual(out, '', err)
  return JSON.parse(out) as T
}

const issueText = (content: string, key = '2026-W34') =>
  fs.readFileSync(path.join(content, 'issues', `${key}.md`), 'utf8')

describe('an issue on the command line', () => {
  test('goes from an empty folder of issues to a published one', () => {
    const content = makeContent()
    assert.match(
      curate(content, []).out,
      /^2026-W34: 12 candidates → 12 stories, 0 folded, 0 already ran\. No draft yet\n$/,
    )
    assert.equal(fs.existsSync(path.join(content, 'issues')), false)

    assert.match(curate(content, ['draft', '--count', '2', '--dry-run']).out, /^\+ number: 1$/m)
    assert.equal(fs.existsSync(path.join(content, 'issues')), false)
    assert.equal(curate(content, ['draft', '--count', '2']).code, 0)
    assert.equal(curate(content, ['draft', '--count', '2']).code, 4)
    assert.deepEqual(json(content, 'status'), {
      week: '2026-W34',
      candidates: 12,
      stories: 12,
      folded: 0,
      alreadyRan: 0,
      picks: 2,
      blurbsEdited: 0,
      checks: { errors: 5, warnings: 0 },
    })

    const refused = curate(content, ['publish', '--offline'])
    assert.equal(refused.code, 3)
    assert.match(refused.err, /not published/)
    assert.match(issueText(content), /^status: draft$/m)

    const picked = json<{ id: string; verdict: string }[]>(content, 'list', '--verdict', 'picked')
    assert.deepEqual(
      picked.map(({ verdict }) => verdict),
      Array(2).fill('picked'),
    )
    for (const { id } of picked) assert.equal(curate(content, ['blurb', id, 'Our', 'own', 'words.']).code, 0)
    for (const field of ['title', 'subject', 'preheader'])
      assert.equal(curate(content, [field, 'Logs of four ports']).code, 0)
    assert.deepEqual(json(content, 'check', '--offline'), [])
    const later = { CROWSNEST_NOW: '2026-08-21T08:00:00Z' }
    assert.equal(curate(content, ['check', '--offline'], later).code, 3)

    assert.equal(curate(content, ['publish', '--offline'], later).code, 0)
    const { entries } = readIssues(content)
    const issue = entries[0]?.issue
    assert.deepEqual(
      { status: issue?.status, date: issue?.date, to: issue?.covers.to, candidates: issue?.candidates },
      { status: 'published', date: '2026-08-21', to: '2026-08-21T08:00:00Z', candidates: 12 },
    )
    const before = issueText(content)
    assert.equal(curate(content, ['publish', '--offline'], later).code, 4)
    assert.equal(curate(content, ['check', '--offline'], later).code, 4)
    assert.equal(issueText(content), before)
    assert.match(
      curate(content, [], later).out,
      /^2026-W35: 0 candidates → 0 stories, 0 folded, 0 already ran\. No draft yet/,
    )
  })

  test('lists what came in with its reasons, filtered', () => {
    const content = makeContent()
    const [first] = json<Record<string, unknown>[]>(content, 'list', '--source', 'port-3')
    assert.deepEqual(
      { ...first, id: '' },
      {
        id: '',
        title: 'The log of port d',
        url: 'https://port-3.example/log',
        source: 'Port 3',
        kind: 'blog',
        score: 46.2,
        reasons: ['2 days old'],
        also: [],
        verdict: null,
        section: null,
        ranIn: null,
        covered: [],
      },
    )
    assert.equal(json<unknown[]>(content, 'list', '--limit', '5').length, 5)
    assert.equal(json<unknown[]>(content, 'list', '--kind', 'video').length, 0)
    assert.equal(json<unknown[]>(content, 'list', '--topic', 'gateway').length, 0)
    assert.equal(json<unknown[]>(content, 'list', '--verdict', 'none').length, 12)
  })

  test('picks and drops several at one stroke, says where they are, and takes them back at one', () => {
    const content = makeContent()
    const ids = json<{ id: string }[]>(content, 'list', '--limit', '3').map(({ id }) => id)
    const picked = curate(content, ['pick', ...ids, '--section', 'technical', '--at', '1'])
    assert.equal(picked.code, 0)
    assert.equal(picked.out.trimEnd().split('\n').length, 3)
    const order = () => readIssues(content).entries[0]?.issue.picks.map(({ id, section }) => [id, section])
    assert.deepEqual(
      order(),
      ids.map((id) => [id, 'technical']),
    )
    const listed = json<{ section: string }[]>(content, 'list', '--verdict', 'picked')
    assert.deepEqual(new Set(listed.map(({ section }) => section)), new Set(['technical']))
    assert.match(curate(content, ['list', '--verdict', 'picked']).out, /\(in technical, /)
    assert.equal(curate(content, ['drop', ids[0]!, 'nowhere']).code, 2)
    assert.equal(order()?.length, 3, 'all or nothing')
    assert.equal(curate(content, ['drop', ids[0]!, ids[2]!]).code, 0)
    assert.deepEqual(order(), [[ids[1], 'technical']])
    assert.equal(curate(content, ['undo']).code, 0)
    assert.deepEqual(
      order(),
      ids.map((id) => [id, 'technical']),
    )
  })

  test('takes a link that no feed brought, once, and asks no network for it', () => {
    const content = makeContent()
    const added = curate(content, ['add', 'https://Harbour.example/2026/gateway-api-1.5.html?utm_source=x'])
    assert.equal(added.code, 0)
    assert.match(added.err, /read off the link/)
    const item = readItems(content).entries.find(({ item: { sources } }) => sources[0]?.id === ADDED_BY_HAND)?.item
    assert.equal(item?.title, 'Gateway api 1.5')
    assert.equal(item.url, 'https://harbour.example/2026/gateway-api-1.5.html')
    assert.equal(curate(content, ['add', 'http://www.harbour.example/2026/gateway-api-1.5.html']).code, 4)
    assert.equal(curate(content, ['add', 'ftp://harbour.example/']).code, 2)
    assert.equal(curate(content, ['pick', item.id.slice(0, 8), '--section', 'Headlines', '--at', '1']).code, 0)
    assert.match(issueText(content), /source: harbour\.example/)
  })

  test('stays as it is where its file is broken, and the error says where', () => {
    const content = makeContent()
    curate(content, ['draft', '--count', '2'])
    const broken = issueText(content).replace('section: headlines', 'section: headline')
    fs.writeFileSync(path.join(content, 'issues', '2026-W34.md'), broken)
    for (const args of [['draft'], ['note', 'Ahoy'], ['publish', '--offline'], ['status']]) {
      const { code, err, out } = curate(content, args)
      assert.equal(code, 1)
      assert.equal(out, '')
      assert.match(err, /issues\/2026-W34\.md:\d+, picks\[0\]\.section: expected one of headlines/)
    }
    assert.equal(issueText(content), broken)
  })

  test('is left alone by every verb under --dry-run', () => {
    const content = makeContent()
    curate(content, ['draft', '--count', '3'])
    const [{ id }] = json<[{ id: string }]>(content, 'list', '--verdict', 'picked')
    const [{ id: other }] = json<[{ id: string }]>(content, 'list', '--verdict', 'none')
    const before = issueText(content)
    const files = () => fs.readdirSync(content, { recursive: true }).length
    const count = files()
    const verbs = [
      ['draft', '--count', '5'],
      ['pick', other],
      ['move', id, '--section', 'tooling'],
      ['blurb', id, 'Words'],
      ['note', 'Words'],
      ['new', 'issue'],
      ['new', 'post', 'Words'],
      ['add', 'https://harbour.example/words'],
    ]
    for (const verb of verbs) {
      const { code, out } = curate(content, [...verb, '--dry-run'])
      assert.deepEqual([verb, code, out !== ''], [verb, 0, true])
    }
    assert.equal(issueText(content), before)
    assert.equal(files(), count)
  })

  test('says where a pick went, not where it was sent', () => {
    const content = makeContent()
    curate(content, ['draft', '--count', '3'])
    const [{ id }] = json<[{ id: string }]>(content, 'list', '--verdict', 'picked')
    assert.match(curate(content, ['move', id, '--section', 'tooling', '--at', '99']).out, /to Tooling, 1: /)
    assert.match(curate(content, ['move', id, '--section', 'technical']).out, /to Technical, 3: /)
    assert.match(curate(content, ['move', id, '--at', '2']).out, /to Technical, 2: /)
  })

  test('keeps its title where a pick was to have one, and the new title was forgotten', () => {
    const content = makeContent()
    curate(content, ['draft', '--count', '1'])
    curate(content, ['title', 'Low tide'])
    const [{ id }] = json<[{ id: string }]>(content, 'list', '--verdict', 'picked')
    const { code, err } = curate(content, ['title', id.slice(0, 6)])
    assert.equal(code, 2)
    assert.match(err, /this is a pick, "The log of port .*Say its new title/)
    assert.match(issueText(content), /^title: Low tide$/m)
    assert.equal(curate(content, ['title', 'facade']).code, 0)
  })

  test('loses its note only to a text that is empty, and says so', () => {
    const content = makeContent()
    curate(content, ['draft', '--count', '1'])
    assert.match(curate(content, ['note', 'Ahoy.']).out, /note of 2026-W34 written/)
    assert.match(curate(content, ['note', '']).out, /note of 2026-W34 taken out/)
  })

  test('prints JSON and nothing else on stdout, also under --dry-run', () => {
    const content = makeContent()
    for (const verb of [
      ['draft', '--count', '1'],
      ['new', 'post', 'Words'],
      ['new', 'issue'],
      ['add', 'https://harbour.example/words'],
    ]) {
      assert.equal(typeof json(content, ...verb, '--dry-run'), 'object')
    }
  })

  test('says on stderr why a list is empty', () => {
    const content = makeContent()
    const { out, err } = curate(content, ['list', '--kind', 'video'])
    assert.deepEqual([out, err], ['', 'None of 12 stories is like that.\n'])
    fs.rmSync(path.join(content, 'items'), { recursive: true })
    assert.match(curate(content, ['list']).err, /npm run ingest/)
  })

  test('opens the editor for a text that is not said, and asks for one where there is none', () => {
    const content = makeContent()
    curate(content, ['draft', '--count', '1'])
    assert.equal(curate(content, ['note'], { EDITOR: `printf 'Ahoy.' >` }).code, 0)
    assert.match(issueText(content), /\n---\n\nAhoy\.\n$/)
    assert.equal(curate(content, ['note'], { EDITOR: 'true' }).code, 4)
    assert.equal(curate(content, ['note'], { EDITOR: 'false' }).code, 1)
    assert.equal(curate(content, ['note']).code, 2)
  })

  test('may cover two weeks, or none', () => {
    const content = makeContent()
    assert.equal(curate(content, ['new', 'issue', '--weeks', '2026-W53,2026-W52']).code, 0)
    assert.equal(curate(content, ['new', 'issue', '--slug', 'kubecon']).code, 0)
    assert.equal(curate(content, ['new', 'issue', '--weeks', '2026-W53']).code, 1)
    assert.deepEqual(
      readIssues(content).entries.map(({ issue: { key, number, weeks } }) => [key, number, weeks]),
      [
        ['2026-W52', 1, ['2026-W52', '2026-W53']],
        ['kubecon', 2, []],
      ],
    )
    assert.equal(json<{ week: string }>(content, 'status').week, 'kubecon')
    assert.equal(json<{ week: string }>(content, 'status', '--issue', '2026-W52').week, '2026-W52')
  })

  test('may come with a post, whose file is never overwritten', () => {
    const content = makeContent()
    assert.equal(curate(content, ['new', 'case-study', 'A bank: on Kubernetes']).code, 0)
    const file = path.join(content, 'case-studies', 'a-bank-on-kubernetes.md')
    assert.match(fs.readFileSync(file, 'utf8'), /^---\ntitle: "A bank: on Kubernetes"\n[^]*status: draft\n/)
    fs.appendFileSync(file, 'Words.\n')
    assert.equal(curate(content, ['new', 'case-study', 'A bank, on Kubernetes']).code, 1)
    assert.match(fs.readFileSync(file, 'utf8'), /Words\.\n$/)
  })

  test('may come with a series and people, whose names and earlier names belong to one file each', () => {
    const content = makeContent()
    const start = (...args: string[]) => curate(content, ['new', ...args])
    assert.equal(start('series', 'Five days').out, `${path.join(content, 'series', 'five-days.yml')}\n`)
    assert.equal(start('person', 'ada-quay', 'Ada', 'Quay').code, 0)
    assert.equal(start('post', 'Low tide').code, 0)
    const file = path.join(content, 'posts', 'low-tide.md')
    const moved = path.join(content, 'posts', '2026', 'low-tide.md')
    fs.mkdirSync(path.dirname(moved))
    fs.writeFileSync(moved, fs.readFileSync(file, 'utf8').replace('# aliases: [the-old-name]', 'aliases: [ebb]'))
    fs.rmSync(file)
    for (const [args, owner] of [
      [['series', 'FIVE days'], 'five-days.yml'],
      [['author', 'Ada-Quay', 'Ada'], 'ada-quay.yml'],
      [['post', 'Low tide'], 'low-tide.md'],
      [['post', 'Ebb'], 'low-tide.md'],
    ] as const) {
      const { code, err } = start(...args)
      assert.deepEqual([args, code], [args, 1])
      assert.match(err, new RegExp(`${owner}: this file has the name that .* would have`))
    }
    assert.equal(start('case-study', 'Ebb').code, 0)
    assert.equal(start('person', 'Ada Quay', 'Ada').code, 2)
    assert.deepEqual(findLongFormProblems(content), [])
  })

  test('shows by an example how each file is started', () => {
    for (const kind of ['post', 'case-study', 'series', 'person'])
      assert.match(curate(makeContent(), ['new', kind, '--help']).out, new RegExp(`npm run curate -- new ${kind} `))
  })
})

describe('a process of its own', () => {
  const alone: [args: string[], code: number, env?: Record<string, string>][] = [
    [[], 0],
    [['draft', '--count', '1', '--json'], 0],
    [['draft', '--count', '1'], 4],
    [['note'], 0, { EDITOR: `printf 'Ahoy.' >` }],
    [['fly'], 2],
    [['publish', '--offline'], 3],
    [['status', '--content', 'no/such/folder'], 1],
  ]
  test('says, writes and ends with what the thread of these tests does, by either of its names', () => {
    const [one, other] = [makeContent(), makeContent()]
    for (const [index, [args, code, env]] of alone.entries()) {
      const script = index % 3 === 0 ? SCRIPT : SCRIPT.replace(/ts$/, 'mjs')
      const [here, there] = [curate(one, args, env), curateAlone(script, other, args, env)]
      assert.deepEqual([args, there.code], [args, code])
      assert.deepEqual(
        { ...there, out: there.out.replaceAll(other, ''), err: there.err.replaceAll(other, '') },
        { ...here, out: here.out.replaceAll(one, ''), err: here.err.replaceAll(one, '') },
      )
    }
    assert.equal(issueText(other), issueText(one))
    assert.match(issueText(other), /\nAhoy\.\n$/)
  })
})

describe('a wrong command', () => {
  const content = makeContent()
  curate(content, ['draft', '--count', '2'])
  const cases: [args: string[], code: number, err: RegExp][] = [
    [['fly'], 2, /fly: there is no such verb/],
    [['pick'], 2, /missing required argument/],
    [['pick', 'zzz'], 2, /zzz: no item has an id/],
    [['drop', 'ffffffffff'], 2, /no pick of 2026-W34/],
    [['move', 'ffffffffff'], 2, /--section, --at, or both/],
    [['pick', 'a', '--section', 'engine-room'], 2, /Sections are headlines/],
    [['pick', 'a', '--at', '0'], 2, /whole number from 1/],
    [['list', '--kind', 'rumour'], 2, /Allowed choices are blog/],
    [['list', '--source', 'nowhere'], 2, /--source nowhere: there is no such source.*npm run sources -- list/],
    [['status', '--content', 'no/such/folder'], 1, /no\/such\/folder: there is no such content folder.*--content/],
    [['add', 'https://a.example/b', '--content', SCRIPT], 1, /ENOTDIR.*--content/],
    [['status', '--issue', '2026-W01'], 2, /there is no such issue/],
    [['new', 'issue', '--weeks', '2025-W53'], 2, /ISO weeks that exist/],
    [['new', 'post', '???'], 2, /no letters or digits/],
  ]
  for (const [args, code, message] of cases) {
    test(`curate ${args.join(' ')} ends with ${code}, says why, and shows no stack`, () => {
      const run = curate(content, args)
      assert.equal(run.code, code)
      assert.match(run.err, message)
      assert.doesNotMatch(run.err, /\n\s+at /)
      assert.equal(run.out, '')
    })
  }
})
