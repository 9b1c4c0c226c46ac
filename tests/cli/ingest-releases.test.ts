import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { writeSource } from '../../src/io/source-files.ts'
import { makeSource } from '../builders.ts'
import { answerFeed, answerStatus, type LoopbackServer, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'
import { runScript, startScript } from './run-script.ts'

const NOW = '2026-08-20T06:00:00Z'

const SCHEDULE = `schedules:
- release: 1.36
  releaseDate: 2026-04-22
  maintenanceModeStartDate: 2027-04-28
  endOfLifeDate: 2027-06-28
  next: { release: 1.36.5, targetDate: 2026-09-15 }
  previousPatches:
  - { release: 1.36.4, targetDate: 2026-08-11 }
- release: 1.30
  releaseDate: 2024-04-17
  endOfLifeDate: 2025-06-31
upcoming_releases:
- { cherryPickDeadline: 2026-09-11, targetDate: 2026-09-15 }
`
const ENDED = 'branches:\n- { release: 1.30, endOfLifeDate: 2025-07-15, finalPatchRelease: 1.30.14 }\n'
const LIVES = JSON.stringify([{ cycle: '1.36', releaseDate: '2026-04-22', eol: '2027-07-01', latest: '1.36.4' }])
const FEED = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Releases</title>
<entry><id>1</id><title>v1.36.4</title><updated>2026-08-12T09:00:00Z</updated>
<link href="https://github.com/kubernetes/kubernetes/releases/tag/v1.36.4"/></entry></feed>`

interface Report {
  readonly releases: {
    readonly sources: readonly { readonly id: string; readonly status: string; readonly error?: string }[]
    readonly files: readonly string[]
    readonly changes: readonly string[]
    readonly problems: readonly string[]
  }
}

const told = ({ stdout }: { readonly stdout: string }) => (JSON.parse(stdout) as Report).releases
const text = (words: string) => answerFeed(Buffer.from(words), { etag: `"${words.length}"` })

type Harbour = Awaited<ReturnType<typeof makeHarbour>>

async function makeHarbour() {
  const server: LoopbackServer = await startLoopbackServer({
    '/schedule': text(SCHEDULE),
    '/eol': text(ENDED),
    '/lives': text(LIVES),
    '/feed': text(FEED),
  })
  const folder = makeTemporaryFolder()
  const content = path.join(folder.path, 'content')
  writeSource(content, makeSource({ id: 'releases', url: server.url('/feed'), kind: 'release' }))
  fs.mkdirSync(path.join(content, 'releases'))
  fs.writeFileSync(
    path.join(content, 'releases/sources.yml'),
    `kubernetes-schedule: ${server.url('/schedule')}\nkubernetes-eol: ${server.url('/eol')}\nendoflife-date: ${server.url('/lives')}\nkubernetes-feed: https://github.com/kubernetes/kubernetes/releases\n`,
  )
  const args = (...own: string[]) => [
    ...['--content', content, '--state', path.join(folder.path, 'state'), '--now', NOW],
    ...['--allow-network', '127.0.0.1/32', ...own],
  ]
  return {
    server,
    content,
    args,
    all: () => readTree(content),
    releases: () => readTree(path.join(content, 'releases')),
    ingest: (...own: string[]) => runHere('scripts/ingest.ts', args(...own)),
    ingestAlone: (...own: string[]) => runScript('ingest', args(...own)),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

describe('npm run ingest, of facts of releases', { concurrency: 2 }, () => {
  test('writes what each source says beside the others, names what it cannot read, and a second run changes no file', async () => {
    await using harbour = await makeHarbour()
    const first = await harbour.ingestAlone('--json')
    assert.equal(first.code, 0, first.stderr)
    const { sources, problems, changes, files } = told(first)
    assert.deepEqual(
      sources.map(({ id, status }) => `${id} ${status}`),
      ['kubernetes-schedule ok', 'kubernetes-eol ok', 'endoflife-date ok'],
    )
    assert.deepEqual(files, ['1.36.yml', '1.30.yml', 'schedule.yml'])
    assert.equal(problems.length, 1)
    assert.match(problems[0] ?? '', /\/schedule:\d+, schedules\[1\]\.endOfLifeDate: expected a day, .*2025-06-31/)
    assert.ok(
      changes.some((change) => /^1\.36: the end of life differs/.test(change)),
      changes.join('\n'),
    )
    const written = harbour.releases()
    assert.match(
      written['1.36.yml'] ?? '',
      /endOfLife:\n {2}kubernetes-schedule: 2027-06-28\n {2}endoflife-date: 2027-07-01\n/,
    )
    assert.match(
      written['1.36.yml'] ?? '',
      /version: 1\.36\.4\n {4}days:\n {6}kubernetes-schedule: 2026-08-11\n {6}kubernetes-feed: 2026-08-12\n/,
    )
    assert.match(written['1.36.yml'] ?? '', /version: 1\.36\.5\n {4}planned:\n {6}kubernetes-schedule: 2026-09-15\n/)
    assert.match(written['1.30.yml'] ?? '', /endOfLife:\n {2}kubernetes-eol: 2025-07-15\n/)
    assert.match(written['schedule.yml'] ?? '', /kubernetes-feed: 2026-08-20[^]*cherryPicks: 2026-09-11/)
    const all = harbour.all()
    const second = await harbour.ingest('--force', '--json')
    assert.deepEqual(
      told(second).sources.map(({ status }) => status),
      ['unchanged', 'unchanged', 'unchanged'],
    )
    assert.deepEqual(told(second).changes, [])
    const third = await harbour.ingest('--json')
    assert.deepEqual(
      told(third).sources.map(({ status }) => status),
      ['not-due', 'not-due', 'not-due'],
    )
    assert.deepEqual(harbour.all(), all)
  })

  test('changes nothing for a source that fails, answers with a page, or is cut short; says which, and in its health', async () => {
    await using harbour = await makeHarbour()
    await harbour.ingest()
    const before = harbour.releases()
    harbour.server.routes.set('/schedule', text(SCHEDULE.replace(/- release: 1\.36\n(?: .*\n| {2}-.*\n)*/, '')))
    harbour.server.routes.set('/eol', answerStatus(500))
    harbour.server.routes.set('/lives', text('<!DOCTYPE html><title>Away</title>'))
    const ended = await harbour.ingest('--force')
    assert.equal(ended.code, 0, 'the feed answered')
    assert.match(
      ended.stdout,
      /failed +kubernetes-schedule: http\S+: this does not name 1\.36, which it must, and so was cut short\. What was known before stays as it is; if they are to go/,
    )
    assert.match(ended.stdout, /failed +kubernetes-eol: .*answered 500/)
    assert.match(ended.stdout, /failed +endoflife-date: .*web page/)
    assert.doesNotMatch(`${ended.stdout}${ended.stderr}`, /\n\s+at |should not have happened/)
    assert.deepEqual(harbour.releases(), before)
    assert.match(harbour.all()['health/kubernetes-eol.yml'] ?? '', /^status: failing\n[^]*reason: answered 500/)
    harbour.server.routes.set('/feed', answerStatus(500))
    assert.equal((await harbour.ingest('--force')).code, 1, 'everything failed')
  })

  test('with --dry-run says what would change, and with --source asks one alone', async () => {
    await using harbour = await makeHarbour()
    const dry = await harbour.ingest('--dry-run')
    assert.match(dry.stdout, /1\.36 gained 1\.36\.4 \(12 August 2026\)[^]*updated releases\/1\.36\.yml/)
    assert.deepEqual(Object.keys(harbour.releases()), ['sources.yml'])
    assert.deepEqual(
      Object.keys(harbour.all()).filter((name) => /^(health|items)/.test(name)),
      [],
    )
    harbour.server.routes.clear()
    harbour.server.routes.set('/eol', text(ENDED))
    const one = await harbour.ingest('--source', 'kubernetes-eol', '--json')
    assert.equal(one.code, 0, one.stdout)
    assert.deepEqual(
      told(one).sources.map(({ id, status }) => [id, status]),
      [['kubernetes-eol', 'ok']],
    )
  })

  test('leaves everything alone while a file of releases cannot be read, and names the file', async () => {
    await using harbour = await makeHarbour()
    fs.writeFileSync(path.join(harbour.content, 'releases/1.36.yml'), 'released: soon\n')
    const ended = await harbour.ingest()
    assert.match(ended.stderr, /1\.36\.yml/)
    assert.deepEqual(Object.keys(harbour.releases()).sort(), ['1.36.yml', 'sources.yml'])
    assert.equal(harbour.releases()['1.36.yml'], 'released: soon\n')
  })

  const moments: [string, (harbour: Harbour, kill: () => void) => () => void][] = [
    [
      'while a source is being asked',
      ({ server }, kill) => {
        const answer = server.routes.get('/lives')
        server.routes.set('/lives', kill)
        return () => answer && server.routes.set('/lives', answer)
      },
    ],
    [
      'when it has just written a file of releases',
      ({ content }, kill) => {
        const watcher = fs.watch(path.join(content, 'releases'), (_, name) => {
          if (name === '1.36.yml') kill()
        })
        return () => {
          watcher.close()
        }
      },
    ],
  ]
  for (const [moment, watch] of moments) {
    test(`that is killed ${moment} is made up for by the next run`, async () => {
      await using whole = await makeHarbour()
      await whole.ingest()
      await using harbour = await makeHarbour()
      const { child, ended } = startScript('ingest', harbour.args())
      const stop = watch(harbour, () => child.kill('SIGKILL'))
      assert.equal((await ended).signal, 'SIGKILL')
      stop()
      const cut = await harbour.ingest('--force')
      assert.equal(cut.code, 0, cut.stderr)
      const { 'sources.yml': _, ...releases } = harbour.releases()
      const { 'sources.yml': __, ...expected } = whole.releases()
      assert.deepEqual(releases, expected)
    })
  }
})
