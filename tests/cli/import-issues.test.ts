import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { checkDigest } from '../../src/core/digest/check-digest.ts'
import { checkIssue } from '../../src/core/issue/check-issue.ts'
import { openCuration } from '../../src/core/issue/curation.ts'
import { serveSite } from '../../src/io/serve-site.ts'
import { readIssues } from '../../src/io/issue-files.ts'
import { readSections } from '../../src/io/site-settings-file.ts'
import * as paths from '../../src/site/paths.ts'
import { isOwnAddress } from '../../src/core/import/plan-redirects.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'
import { runScript } from './run-script.ts'

const ARCHIVES = path.join(import.meta.dirname, '../fixtures/old-issues')
const FORK = path.join(import.meta.dirname, '../fixtures/fork/content')

interface Report {
  readonly files: readonly {
    readonly path: string
    readonly outcome: string
    readonly key?: string
    readonly picks: number
    readonly leftovers: readonly { readonly line: number; readonly text: string }[]
    readonly problems: readonly { readonly what: string }[]
  }[]
  readonly redirects: readonly { readonly from: string; readonly to: string }[]
}

/** A place to import into: the content folder, and the file of redirects. */
function makePlace() {
  const folder = makeTemporaryFolder()
  const content = path.join(folder.path, 'content')
  const redirects = path.join(folder.path, '_redirects')
  const args = ['--content', content, '--state', path.join(folder.path, 'state'), '--now', '2026-08-24T06:00:00Z']
  return {
    ...{ folder: folder.path, content, redirects, args },
    run: (archive: string, ...more: string[]) =>
      runHere('scripts/import-issues.ts', [archive, '--redirects', redirects, ...args, ...more]),
    alone: (archive: string, ...more: string[]) =>
      runScript('import-issues', [archive, '--redirects', redirects, ...args, ...more]),
    issues: () => readIssues(content),
    [Symbol.dispose]() {
      folder[Symbol.dispose]()
    },
  }
}

const outcomes = (stdout: string) =>
  Object.fromEntries((JSON.parse(stdout) as Report).files.map(({ path: file, outcome }) => [file, outcome]))

describe('npm run import-issues', () => {
  test('makes issues of an archive of Jekyll once, and a second run changes nothing and ends with 4', async () => {
    using place = makePlace()
    const dry = await place.run(path.join(ARCHIVES, 'lantern'), '--dry-run')
    assert.equal(dry.code, 0, dry.stderr)
    assert.match(dry.stdout, /Nothing was written/)
    assert.deepEqual(readTree(place.folder), {})
    const first = await place.alone(path.join(ARCHIVES, 'lantern'))
    assert.equal(first.code, 0, first.stderr)
    assert.match(first.stdout, /5 files: 3 new, 2 not read/)
    assert.match(first.stdout, /2020-05-10-next\.md: it is a draft/)
    assert.match(first.stdout, /2020-05-17-js\.md:1: .*never run/)
    assert.match(first.stdout, /\| Notes from the Mess Room \| \*\*none\*\*/)
    const before = readTree(place.folder)
    const second = await place.run(path.join(ARCHIVES, 'lantern/_posts'), '--json')
    assert.equal(second.code, 4, second.stderr)
    assert.deepEqual(new Set(Object.values(outcomes(second.stdout))), new Set(['unchanged', 'unread']))
    assert.deepEqual(readTree(place.folder), before)
    assert.deepEqual(place.issues().problems, [])
  })

  test('reads Hugo and Pelican, with their own addresses', async () => {
    using place = makePlace()
    for (const [archive, from, to] of [
      ['tideline', '/tideline-061-serverless-harbours', '/issues/2018-W05/'],
      ['week-of-boats', '/blog/2015/04/13/this-week-of-boats-77/', '/issues/2015-W16/'],
    ] as const) {
      const { code, stdout, stderr } = await place.run(path.join(ARCHIVES, archive), '--json')
      assert.equal(code, 0, stderr)
      const report = JSON.parse(stdout) as Report
      assert.ok(report.files.every(({ outcome, picks }) => outcome === 'new' && picks > 0))
      assert.deepEqual(
        report.redirects.find((one) => one.from === from),
        { from, to },
      )
    }
    assert.equal(fs.readFileSync(place.redirects, 'utf8').match(/^\/\S+ {2}\/issues\/\S+\/ {2}301$/gm)?.length, 7)
  })

  test('never writes over an issue that was changed since, or that was not imported from the same file', async () => {
    using place = makePlace()
    const issues = path.join(place.content, 'issues')
    fs.mkdirSync(issues, { recursive: true })
    const own = `---\nnumber: 1\ntitle: Ours\nstatus: published\ndate: 2020-04-30\nweeks:\n  - 2020-W18\ncovers:\n  from: 2020-04-23T12:00:00Z\n  to: 2020-04-30T12:00:00Z\n---\n`
    fs.writeFileSync(path.join(issues, '2020-W18.md'), own)
    await place.run(path.join(ARCHIVES, 'lantern'))
    assert.equal(fs.readFileSync(path.join(issues, '2020-W18.md'), 'utf8'), own)
    assert.ok(fs.existsSync(path.join(issues, '2020-04-26-update.md')))
    const file = path.join(issues, '2020-W19.md')
    const changed = fs.readFileSync(file, 'utf8').replace('Nothing else', 'Nothing more')
    fs.writeFileSync(file, changed)
    const { stdout } = await place.run(path.join(ARCHIVES, 'lantern'), '--sections', writeMap(place.folder), '--json')
    assert.equal(outcomes(stdout)['2020-05-03-update.md'], 'kept')
    assert.equal(fs.readFileSync(file, 'utf8'), changed)
  })

  test('follows a map of sections, and writes over what nobody changed', async () => {
    using place = makePlace()
    await place.run(path.join(ARCHIVES, 'lantern'))
    const { code, stdout } = await place.run(
      path.join(ARCHIVES, 'lantern'),
      '--sections',
      writeMap(place.folder),
      '--json',
    )
    assert.equal(code, 0)
    assert.equal(outcomes(stdout)['2020-05-03-update.md'], 'updated')
    const issue = place.issues().entries.find(({ issue: { key } }) => key === '2020-W19')?.issue
    assert.deepEqual(
      issue?.picks.filter(({ section }) => section === 'shoutouts').map(({ title }) => title),
      ['Soup'],
    )
    const wrong = path.join(place.folder, 'wrong.yml')
    fs.writeFileSync(wrong, 'Soup: kitchen\n')
    const refused = await place.run(path.join(ARCHIVES, 'lantern'), '--sections', wrong)
    assert.equal(refused.code, 2)
    assert.match(refused.stderr, /expected one of headlines, .* or prose/)
  })

  test('puts picks into the sections of the publication, where those are its own', async () => {
    using place = makePlace()
    const archive = path.join(place.folder, 'archive')
    for (const folder of [archive, place.content]) fs.mkdirSync(folder)
    fs.cpSync(path.join(FORK, 'site.yml'), path.join(place.content, 'site.yml'))
    const [section] = readSections(place.content) ?? assert.fail('the fork has no sections of its own')
    const text = `---\ntitle: Old\n---\n## ${section?.title}\n\n- [One](https://harbour.example/one): a word.\n`
    fs.writeFileSync(path.join(archive, '2024-05-06-old.md'), text)
    const { code, stderr } = await place.run(archive)
    assert.equal(code, 0, stderr)
    assert.deepEqual(
      place.issues().entries.map(({ issue }) => issue.picks.map((pick) => pick.section)),
      [[section?.id]],
    )
    assert.equal((await place.run(archive)).code, 4)
  })

  test('says of each bad file what is wrong, and reads the others', async () => {
    using place = makePlace()
    const archive = path.join(place.folder, 'archive')
    fs.mkdirSync(archive)
    const put = (name: string, text: string | Buffer) => {
      fs.writeFileSync(path.join(archive, name), text)
    }
    put('2020-05-04-good.md', '\uFEFF---\r\ntitle: Good\r\n---\r\n\r\n## Tools\r\n\r\n* [Lamp](https://a.example/)\r\n')
    put('2020-05-11-latin.md', Buffer.from('---\ntitle: Gr\xfc\xdfe\n---\n', 'latin1'))
    put('2020-05-18-large.md', `---\ntitle: Large\n---\n${'x'.repeat(2_000_000)}`)
    put('2020-05-25-yaml.md', '---\ntitle: [a\n---\n')
    put('2020-06-01-controls.md', '---\ntitle: A\u001b[31m\n---\n\nRed \u202e words\n')
    put('2020-06-08-merge.md', '---\ntitle: Merge\n---\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n')
    put('about.md', '---\ntitle: About\n---\n')
    fs.writeFileSync(path.join(place.folder, 'secret.md'), '---\ntitle: Secret\ndate: 2020-01-01\n---\n')
    fs.writeFileSync(
      path.join(archive, '2020-06-15-deep.md'),
      `---\ntitle: Deep\ndate: 2020-06-15\n---\n${'>'.repeat(20_000)}\n`,
    )
    fs.symlinkSync('../secret.md', path.join(archive, '2020-01-01-link.md'))
    const { code, stdout, stderr } = await place.run(archive, '--json')
    assert.equal(code, 0, stderr)
    const problems = new Map(
      (JSON.parse(stdout) as Report).files.map((file) => [file.path, file.problems[0]?.what ?? file.outcome]),
    )
    for (const [name, what] of [
      ['2020-05-04-good.md', /^new$/],
      ['2020-06-01-controls.md', /^new$/],
      ['2020-05-11-latin.md', /no text in UTF-8/],
      ['2020-05-18-large.md', /2\.0 MB/],
      ['2020-05-25-yaml.md', /not YAML/],
      ['2020-06-08-merge.md', /^new$/],
      ['2020-06-15-deep.md', /40 deep within each other/],
      ['about.md', /no date/],
      ['2020-01-01-link.md', /a link out of the folder/],
    ] as const) {
      assert.match(problems.get(name) ?? '', what, name)
    }
    assert.deepEqual(place.issues().problems, [])
    assert.doesNotMatch(JSON.stringify(readTree(place.content)), /Secret/)
  })

  test('goes on where it was killed, and comes to what an import in one go comes to', async () => {
    using whole = makePlace()
    using place = makePlace()
    const archive = path.join(ARCHIVES, 'tideline')
    await whole.run(archive)
    const killed = await runScript('import-issues', [archive, '--redirects', place.redirects, ...place.args], {
      NODE_OPTIONS: `--import=${new URL('kill-at-rename.mjs', import.meta.url).href}`,
      KILL_AT_RENAME: '1',
    })
    assert.equal(killed.signal, 'SIGKILL', killed.stderr)
    assert.equal(place.issues().entries.length, 1)
    assert.ok(!fs.existsSync(place.redirects), 'no address leads to an issue that is not there')
    fs.writeFileSync(path.join(place.content, 'issues/.2018-W05.md.0123abcd.tmp'), '---\nnum')
    assert.equal((await place.run(archive)).code, 0)
    assert.deepEqual(readTree(place.content), readTree(whole.content))
    assert.equal(fs.readFileSync(place.redirects, 'utf8'), fs.readFileSync(whole.redirects, 'utf8'))
  })

  test('tells of a number that leaps, and of a name that cannot stand on a line', async () => {
    using place = makePlace()
    const archive = path.join(place.folder, 'archive')
    fs.mkdirSync(archive)
    const put = (name: string, number: number) => {
      fs.writeFileSync(path.join(archive, name), `---\ntitle: Lamps\nnumber: ${number}\n---\n\nWords.\n`)
    }
    put('2020-05-04-one.md', 1)
    put('2020-05-11-two.md', 99_999)
    put('2020-05-18-three\nfour.md', 3)
    const { code, stdout } = await place.run(archive)
    assert.equal(code, 0)
    assert.match(stdout, /^3 files: 2 new, 1 not read;/m)
    assert.match(stdout, /they leap by 99998 from 2020-W19 \(no\. 1\) to 2020-W20 \(no\. 99999\).*Mend `number`/)
    assert.match(stdout, /^- "2020-05-18-three\\nfour\.md": a name with a line end.*Rename it/m)
  })

  test('leaves no check standing against what was sent long ago, and lets nobody send it again', async () => {
    using place = makePlace()
    await place.run(path.join(ARCHIVES, 'week-of-boats'))
    const issues = place.issues().entries.map(({ issue }) => issue)
    const curation = openCuration(
      { sources: new Map(), items: [], issues, now: new Date('2026-08-24T06:00:00Z') },
      '2015-W16',
    )
    assert.ok(curation.ok)
    assert.deepEqual(checkIssue(curation.value), [])
    const [issue] = issues
    assert.ok(issue)
    assert.match(checkDigest(issue, '', 'a.md').errors[0]?.what ?? '', /another newsletter sent it already/)
  })

  test('leads old addresses to the new pages, on the site that is served', async () => {
    using place = makePlace()
    await place.run(path.join(ARCHIVES, 'tideline'))
    const dist = path.join(place.folder, 'dist')
    fs.mkdirSync(path.join(dist, 'issues/2018-W05'), { recursive: true })
    fs.copyFileSync(place.redirects, path.join(dist, '_redirects'))
    fs.writeFileSync(path.join(dist, '404.html'), 'lost')
    fs.writeFileSync(path.join(dist, 'issues/2018-W05/index.html'), 'found')
    const server = await serveSite(dist, 0)
    try {
      for (const address of ['/061/', '/061', '/tideline-061-serverless-harbours']) {
        const answer = await fetch(`${server.origin}${address}`, { redirect: 'manual' })
        assert.equal(answer.status, 301)
        assert.equal(answer.headers.get('location'), '/issues/2018-W05/')
      }
      assert.equal(await (await fetch(`${server.origin}/061/`)).text(), 'found')
      assert.equal((await fetch(`${server.origin}/_redirects`)).status, 404)
      assert.equal((await fetch(`${server.origin}/063/`)).status, 404)
    } finally {
      await server.close()
    }
  })

  test('refuses what it cannot do with what it is asked, and says what would do', async () => {
    using place = makePlace()
    for (const [args, said] of [
      [['/nowhere/at/all'], /there is no such folder/],
      [[path.join(ARCHIVES, 'lantern'), '--permalink', '/:yaer/'], /Jekyll has no token :yaer\. It has :year,/],
      [[path.join(ARCHIVES, 'lantern'), '--site', 'lantern'], /no web address/],
    ] as const) {
      const [archive, ...more] = args
      const { code, stderr } = await place.run(archive, ...more)
      assert.equal(code, 2)
      assert.match(stderr, said)
    }
  })

  test('knows every page of the site by its address, so that no redirect takes one away', () => {
    const fixed = Object.values(paths).filter((value) => typeof value === 'string')
    assert.deepEqual(
      fixed.filter((address) => !isOwnAddress(address, new Set()) && address.split('/').filter(Boolean).length === 1),
      [],
    )
  })
})

function writeMap(folder: string): string {
  const file = path.join(folder, 'sections.yml')
  fs.writeFileSync(file, 'Notes from the Mess Room: Shoutouts\n')
  return file
}
