import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { before, describe, test } from 'node:test'
import { formatTopic } from '../../src/core/tag/topic.ts'
import { writeSource } from '../../src/io/source-files.ts'
import type { Source } from '../../src/core/source/source.ts'
import { makeSource, makeTopic } from '../builders.ts'
import {
  answerFeed,
  answerReset,
  answerStatus,
  type LoopbackServer,
  type SeenRequest,
  startLoopbackServer,
} from '../io/loopback-server.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'
import { type Ended, runScript, startScript } from './run-script.ts'

const FIXTURES = path.join(import.meta.dirname, '../fixtures/feeds')
const NOW = '2026-08-20T06:00:00Z'
const fixture = (name: string) => fs.readFileSync(path.join(FIXTURES, name))

/** A content folder and a state folder of their own, whose sources are on a loopback server. */
async function makeHarbour(routes: LoopbackServer['routes'] extends Map<string, infer A> ? Record<string, A> : never) {
  const server = await startLoopbackServer(routes)
  const folder = makeTemporaryFolder()
  const content = path.join(folder.path, 'content')
  const state = path.join(folder.path, 'state')
  const args = (...own: string[]) => ['--content', content, '--state', state, '--now', NOW, ...own]
  return {
    server,
    content,
    state,
    args,
    items: () => readTree(path.join(content, 'items')),
    follow: (route: string, own: Partial<Source> = {}) =>
      writeSource(content, makeSource({ id: route.slice(1), url: server.url(route), ...own })),
    ingest: (...own: string[]) => runHere('scripts/ingest.ts', args('--allow-network', '127.0.0.1/32', ...own)),
    ingestAlone: (...own: string[]) => runScript('ingest', args('--allow-network', '127.0.0.1/32', ...own)),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      folder[Symbol.dispose]()
    },
  }
}

interface Report {
  readonly items: {
    readonly new: number
    readonly updated: number
    readonly unchanged: number
    readonly filtered: number
  }
  readonly sources: readonly {
    readonly id: string
    readonly status: string
    readonly entries: number
    readonly error?: string
  }[]
}

type Said = Pick<Ended, 'stdout' | 'stderr'>

const report = ({ stdout }: Said) => JSON.parse(stdout) as Report

function assertNoTrace({ stdout, stderr }: Said): void {
  assert.doesNotMatch(`${stdout}${stderr}`, /\n\s+at |node:internal|should not have happened/)
  assert.ok(!`${stdout}${stderr}`.includes('\u001b'), 'no colour where there is no terminal')
}

const conditional = (requests: readonly SeenRequest[]) =>
  requests.map(({ path: name, headers }) => [name, headers['if-none-match'], headers['if-modified-since']])

describe('npm run ingest', { concurrency: 2 }, () => {
  test('writes items, says what it did as data, and names what failed; a second run changes no file', async () => {
    await using harbour = await makeHarbour({
      '/rss': answerFeed(fixture('rss2-content-encoded.xml'), { etag: 'W/"é 1"', encoding: 'gzip' }),
      '/atom': answerFeed(fixture('atom-xml-base-xhtml.xml'), { lastModified: 'a day of its own', encoding: 'br' }),
      '/page': answerFeed(fixture('web-page.html')),
      '/gone': answerStatus(410),
      '/reset': answerReset,
    })
    for (const route of ['/rss', '/atom', '/page', '/gone', '/reset']) harbour.follow(route)
    const first = await harbour.ingestAlone('--json')
    assert.equal(first.code, 0, first.stderr)
    assertNoTrace(first)
    const { items, sources } = report(first)
    assert.deepEqual(Object.keys(report(first)), ['items', 'sources'])
    assert.deepEqual(items, { new: 4, updated: 0, unchanged: 0, filtered: 0 })
    assert.deepEqual(
      sources.map(({ id, status, entries }) => [id, status, entries]),
      [
        ['atom', 'ok', 1],
        ['gone', 'failed', 0],
        ['page', 'failed', 0],
        ['reset', 'failed', 0],
        ['rss', 'ok', 3],
      ],
    )
    const errors = Object.fromEntries(sources.map(({ id, error }) => [id, error ?? '']))
    assert.match(errors.gone ?? '', /\/gone answered 410 Gone: it said that it is gone for good/)
    assert.match(errors.page ?? '', /this is a web page, not a feed/)
    assert.match(errors.reset ?? '', /cut the connection/)

    const written = harbour.items()
    assert.equal(Object.keys(written).length, 4)
    assert.match(Object.values(written).join(''), /title: Draining a node without waking the crew/)
    const asked = harbour.server.requests.length
    const second = await harbour.ingest('--json', '--force')
    assert.deepEqual(report(second).items, { new: 0, updated: 0, unchanged: 0, filtered: 0 })
    assert.deepEqual(
      report(second)
        .sources.filter(({ status }) => status === 'unchanged')
        .map(({ id }) => id),
      ['atom', 'rss'],
    )
    assert.deepEqual(harbour.items(), written)
    assert.deepEqual(
      conditional(harbour.server.requests.slice(asked))
        .filter(([name]) => name === '/rss' || name === '/atom')
        .sort(),
      [
        ['/atom', undefined, 'a day of its own'],
        ['/rss', 'W/"é 1"', undefined],
      ],
    )
  })

  test('makes one item of what three sources carry under variants of one link', async () => {
    await using harbour = await makeHarbour({
      '/original': answerFeed(fixture('carriers-original.xml')),
      '/planet': answerFeed(fixture('carriers-url-variants.xml')),
      '/mirror': answerFeed(fixture('carriers-declared-canonical.xml')),
    })
    harbour.follow('/original', { site: 'https://original.example/' })
    harbour.follow('/planet', { weight: 5 })
    harbour.follow('/mirror')
    const ended = await harbour.ingest()
    assert.equal(ended.code, 0, ended.stderr)
    assert.match(ended.stdout, /^3 sources: 3 read, 0 unchanged, 0 not due, 0 failed\nitems: 2 new, 0 updated/)
    const story = Object.entries(harbour.items()).find(([name]) => name.includes('/one-story-three-hulls-'))
    assert.ok(story, Object.keys(harbour.items()).join())
    assert.match(story[1], /\nurl: https:\/\/original\.example\/story\/\n/)
    assert.match(story[1], /- id: original\n[^]*- id: planet\n[^]*- id: mirror\n/)
    assert.match(story[1], /The words of the one who wrote it/)
  })

  test('with --dry-run says what it would write, and writes nothing', async () => {
    await using harbour = await makeHarbour({ '/rss': answerFeed(fixture('rss2-content-encoded.xml')) })
    harbour.follow('/rss')
    const before = readTree(path.dirname(harbour.content))
    const ended = await harbour.ingest('--dry-run')
    assert.equal(ended.code, 0, ended.stderr)
    assert.match(ended.stdout, /Nothing was written[^]*new +2026-W34\/draining-a-node-without-waking-the-crew-/)
    assert.deepEqual(readTree(path.dirname(harbour.content)), before)
  })

  test('with --source asks that one alone, and not again before an hour is over', async () => {
    await using harbour = await makeHarbour({ '/one': answerFeed(fixture('carriers-original.xml')) })
    harbour.follow('/one')
    harbour.follow('/two')
    assert.equal((await harbour.ingest('--source', 'one')).code, 0)
    const again = await harbour.ingest('--source', 'one', '--json')
    assert.deepEqual(report(again).sources, [{ id: 'one', status: 'not-due', entries: 0, unwanted: 0, filtered: 0 }])
    assert.deepEqual(
      harbour.server.requests.map(({ path: name }) => name),
      ['/one'],
    )
  })

  test('reaches nothing on this host or beside it unless it is opened, and fails where every source fails', async () => {
    await using harbour = await makeHarbour({ '/rss': answerFeed(fixture('rss2-content-encoded.xml')) })
    harbour.follow('/rss')
    const ended = await runHere('scripts/ingest.ts', harbour.args())
    assert.equal(ended.code, 1)
    assert.match(
      ended.stdout,
      /failed +rss: .*leads to 127\.0\.0\.1, an address of a private network; --allow-network opens/,
    )
    assertNoTrace(ended)
    assert.equal(harbour.server.requests.length, 0)
    assert.deepEqual(harbour.items(), {})
  })

  test('leaves a host alone that asks for rest, also when it is run again, until the moment has come', async () => {
    await using harbour = await makeHarbour({ '/busy': answerStatus(429, { 'retry-after': '7200' }) })
    harbour.follow('/busy')
    harbour.follow('/calm', { url: harbour.server.url('/calm') })
    const at = (now: string) =>
      runHere('scripts/ingest.ts', harbour.args('--allow-network', '127.0.0.1/32', '--json', '--now', now))
    const statuses = (ended: Said) => report(ended).sources.map(({ id, status }) => `${id} ${status}`)
    assert.deepEqual(statuses(await at(NOW)), ['busy failed', 'calm not-due'])
    harbour.server.routes.set('/busy', answerFeed(fixture('carriers-original.xml')))
    harbour.server.routes.set('/calm', answerFeed(fixture('carriers-original.xml')))
    assert.deepEqual(statuses(await at('2026-08-20T07:59:59Z')), ['busy not-due', 'calm not-due'])
    assert.equal(harbour.server.requests.length, 1)
    assert.deepEqual(statuses(await at('2026-08-20T08:00:00Z')), ['busy ok', 'calm ok'])
  })

  test('says in content/health how each source is, and takes away what it said of one that is followed no more', async () => {
    await using harbour = await makeHarbour({
      '/one': answerFeed(fixture('carriers-original.xml')),
      '/gone': answerStatus(410),
    })
    for (const route of ['/one', '/gone', '/left']) harbour.follow(route)
    await harbour.ingest()
    const health = () => readTree(path.join(harbour.content, 'health'))
    assert.equal(health()['one.yml'], `status: ok\nsince: ${NOW}\nlastSuccess: ${NOW}\n`)
    assert.equal(health()['gone.yml'], `status: parked\nsince: ${NOW}\nreason: answered 410 Gone\n`)
    assert.equal(health()['left.yml'], `status: failing\nsince: ${NOW}\nreason: answered 404 Not Found\n`)
    fs.rmSync(path.join(harbour.content, 'sources/left.yml'))
    await harbour.ingest('--source', 'one', '--force')
    assert.deepEqual(Object.keys(health()).sort(), ['gone.yml', 'left.yml', 'one.yml'])
    await harbour.ingest('--force')
    assert.deepEqual(Object.keys(health()).sort(), ['gone.yml', 'one.yml'])
  })

  test('takes away the health of a source that is retired, and asks it not even by its name', async () => {
    await using harbour = await makeHarbour({ '/one': answerFeed(fixture('carriers-original.xml')) })
    for (const route of ['/one', '/left']) harbour.follow(route)
    await harbour.ingest()
    harbour.follow('/left', { retired: { since: '2026-08-19', reason: 'it has ended' } })
    const asked = harbour.server.requests.length
    const named = await harbour.ingest('--source', 'left', '--force')
    assert.equal(named.code, 2)
    assert.match(
      named.stderr,
      /--source left: it is retired since 2026-08-19: it has ended\. To follow it again, npm run sources -- resume left/,
    )
    const all = await harbour.ingest('--force', '--json')
    assert.equal(all.code, 0, all.stderr)
    assert.deepEqual(
      report(all).sources.map(({ id }) => id),
      ['one'],
    )
    assert.deepEqual(Object.keys(readTree(path.join(harbour.content, 'health'))), ['one.yml'])
    assert.deepEqual(
      harbour.server.requests.slice(asked).map(({ path: name }) => name),
      ['/one'],
    )
    for (const ended of [named, all]) assertNoTrace(ended)
  })

  test('names a source that is to retire on a day to come, and one that has but retired sources has none to ask', async () => {
    await using harbour = await makeHarbour({})
    harbour.follow('/one', { retired: { since: '2026-08-21' } })
    const early = await harbour.ingest()
    assert.equal(early.code, 1)
    assert.match(early.stderr, /sources\/one\.yml:\d+, retired\.since: this day is still to come.*found "2026-08-21"/)
    harbour.follow('/one', { retired: { since: '2026-08-20' } })
    const none = await harbour.ingest()
    assert.equal(none.code, 1)
    assert.match(none.stderr, /there are none but retired sources\. Add one/)
    assert.equal(harbour.server.requests.length, 0)
    for (const ended of [early, none]) assertNoTrace(ended)
  })

  test('reads, for a publication about something else, by its own topics alone, and not while its settings are broken', async () => {
    const entry =
      '<item><title>A lamp for Kubernetes 1.36, by SIG Node</title><link>https://harbour.example/lamp/</link></item>'
    const feed = `<rss version="2.0"><channel><title>Harbour</title>${entry}</channel></rss>`
    await using harbour = await makeHarbour({ '/rss': answerFeed(Buffer.from(feed)) })
    harbour.follow('/rss')
    fs.mkdirSync(path.join(harbour.content, 'topics'))
    const lamps = makeTopic({ id: 'lamps', words: ['lamp'] })
    fs.writeFileSync(path.join(harbour.content, 'topics/lamps.yml'), formatTopic(lamps))
    fs.writeFileSync(path.join(harbour.content, 'site.yml'), 'name: [')
    const broken = await harbour.ingest()
    assert.equal(broken.code, 1)
    assert.match(broken.stderr, /site\.yml/)
    assert.deepEqual(harbour.items(), {})
    fs.copyFileSync(
      path.join(import.meta.dirname, '../fixtures/fork/content/site.yml'),
      path.join(harbour.content, 'site.yml'),
    )
    const ended = await harbour.ingest()
    assert.equal(ended.code, 0, ended.stderr)
    const [item = ''] = Object.values(harbour.items())
    assert.match(item, /^topics:\n {2}- lamps\n/m)
    assert.match(item, /Kubernetes 1\.36, by SIG Node/)
    assert.doesNotMatch(item, /^(?:sigs|versions|keps|projects|cves):/m)
  })

  test('with --retag finds the tags of all that feeds still carry, also in feeds that are not due and have not changed', async () => {
    await using harbour = await makeHarbour({
      '/one': answerFeed(fixture('carriers-original.xml'), { etag: '"1"' }),
    })
    harbour.follow('/one')
    await harbour.ingest()
    const own = () => Object.entries(harbour.items()).find(([name]) => name.includes('a-story-of-its-own'))?.[1] ?? ''
    assert.doesNotMatch(own(), /topics:/)
    fs.mkdirSync(path.join(harbour.content, 'topics'))
    const topic = formatTopic(makeTopic({ id: 'stories', words: ['story of its own'] }))
    fs.writeFileSync(path.join(harbour.content, 'topics/stories.yml'), topic)
    await harbour.ingest('--force')
    assert.doesNotMatch(own(), /topics:/, 'the feed has not changed')
    const ended = await harbour.ingest('--retag', '--json')
    assert.equal(report(ended).items.updated, 1, ended.stdout)
    assert.match(own(), /topics:\n {2}- stories\n/)
    assert.equal(report(await harbour.ingest('--retag', '--json')).items.updated, 0)
  })

  test('folds at its end what is old and was not picked, and says so', async () => {
    await using harbour = await makeHarbour({ '/one': answerFeed(fixture('carriers-original.xml')) })
    harbour.follow('/one')
    await harbour.ingest()
    const before = Object.keys(harbour.items())
    assert.deepEqual(
      before.map((name) => name.split('/')[0]),
      ['2026-W33', '2026-W34'],
    )
    const later = await runHere('scripts/ingest.ts', harbour.args('--now', '2026-11-20T06:00:00Z'))
    assert.match(later.stdout, /old weeks: 2 items folded into 2 weeks, 2026-W33 to 2026-W34\n$/)
    assert.deepEqual(Object.keys(harbour.items()), ['2026-W33.jsonl', '2026-W34.jsonl'])
    const again = await harbour.ingest('--force', '--json')
    assert.deepEqual(report(again).items, { new: 0, updated: 0, unchanged: 2, filtered: 0 })
  })

  test('writes nothing where an item is broken: it names file, line and field, and leaves all as it is', async () => {
    await using harbour = await makeHarbour({ '/rss': answerFeed(fixture('rss2-content-encoded.xml')) })
    harbour.follow('/rss')
    assert.equal((await harbour.ingest()).code, 0)
    const [name = ''] = Object.keys(harbour.items())
    const file = path.join(harbour.content, 'items', name)
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('kind: blog', 'kind: blgo'))
    const before = readTree(path.dirname(harbour.content))
    const ended = await harbour.ingest('--force')
    assert.equal(ended.code, 1)
    assert.ok(ended.stderr.includes(name), ended.stderr)
    assert.match(ended.stderr, /:\d+, kind: expected one of blog, release, /)
    assertNoTrace(ended)
    assert.deepEqual(readTree(path.dirname(harbour.content)), before)
  })

  test('goes on with the others where a source’s file is broken, and names it', async () => {
    await using harbour = await makeHarbour({ '/rss': answerFeed(fixture('rss2-content-encoded.xml')) })
    harbour.follow('/rss')
    fs.writeFileSync(path.join(harbour.content, 'sources/broken.yml'), 'title: Broken\nurl: nowhere\nkind: blog\n')
    const ended = await harbour.ingest('--json')
    assert.equal(ended.code, 0, ended.stderr)
    assert.equal(report(ended).items.new, 3)
    assert.match(ended.stderr, /warning: .*broken\.yml:2, url: expected a web address/)
    assertNoTrace(ended)
  })

  test('takes its folders and its clock from the environment too', async () => {
    await using harbour = await makeHarbour({ '/future': answerFeed(fixture('future-date.xml')) })
    harbour.follow('/future')
    const env = { CROWSNEST_CONTENT: harbour.content, CROWSNEST_STATE: harbour.state, CROWSNEST_NOW: NOW }
    const ended = await runScript('ingest', ['--allow-network', '127.0.0.1/32'], env)
    assert.equal(ended.code, 0, ended.stderr)
    const [[name, text] = ['', '']] = Object.entries(harbour.items())
    assert.match(name, /^2026-W34\/from-the-year-2099-/)
    assert.match(text, /published: 2026-08-20T06:00:00Z\nfirstSeen: 2026-08-20T06:00:00Z/)
  })

  test('without any source says how to get one', async () => {
    await using harbour = await makeHarbour({})
    const ended = await harbour.ingest()
    assert.equal(ended.code, 1)
    assert.match(ended.stderr, /there are no sources\. Add one with `npm run sources -- import FILE\.opml`/)
    assertNoTrace(ended)
  })

  for (const [args, message] of [
    [['--forse'], /unknown option '--forse'/],
    [['--source', 'nobody'], /--source nobody: there is no such source\. See `npm run sources -- list`/],
    [['--now', 'tomorrow'], /--now.*tomorrow.*expected a day or a moment in UTC/s],
    [['--allow-network', 'localhost'], /--allow-network.*expected a range of addresses, like 127\.0\.0\.0\/8/s],
    [['--concurrency', '0'], /--concurrency.*expected a whole number from 1 to 100/s],
  ] as const) {
    test(`with ${args.join(' ')} is used wrongly: it says why, and asks nobody`, async () => {
      await using harbour = await makeHarbour({ '/rss': answerFeed(fixture('rss2-content-encoded.xml')) })
      harbour.follow('/rss')
      const ended = await harbour.ingest(...args)
      assert.equal(ended.code, 2, ended.stderr)
      assert.match(ended.stderr, message)
      assert.equal(ended.stdout, '')
      assertNoTrace(ended)
      assert.equal(harbour.server.requests.length, 0)
    })
  }

  test('--help shows what it takes, with examples', async () => {
    const ended = await runHere('scripts/ingest.ts', ['--help'])
    assert.equal(ended.code, 0)
    for (const flag of ['--source', '--since', '--force', '--dry-run', '--json', '--allow-network', 'Examples:']) {
      assert.ok(ended.stdout.includes(flag), flag)
    }
  })
})

describe('an ingest that is killed is made up for by the next', { concurrency: 2 }, () => {
  const COUNT = 300
  const routes = Object.fromEntries(
    ['/a', '/b', '/c', '/d'].map((route) => {
      const items = Array.from({ length: COUNT / 4 }, (_, n) => {
        const link = `https://harbour.example${route}/${n}/`
        return `<item><title>Entry ${route.slice(1)} ${n}</title><link>${link}</link><pubDate>2026-08-19</pubDate><description>Words of entry ${n}.</description></item>`
      })
      const body = `<rss version="2.0"><channel><title>${route}</title>${items.join('')}</channel></rss>`
      return [route, answerFeed(body, { etag: `"${route}"` })] as const
    }),
  )

  async function makeFleet() {
    const harbour = await makeHarbour(routes)
    for (const route of Object.keys(routes)) harbour.follow(route)
    return harbour
  }

  let undisturbed: Record<string, string>
  before(async () => {
    await using harbour = await makeFleet()
    assert.equal((await harbour.ingest()).code, 0)
    undisturbed = harbour.items()
    assert.equal(Object.keys(undisturbed).length, COUNT)
  })

  async function assertMadeUpFor(harbour: Awaited<ReturnType<typeof makeFleet>>): Promise<void> {
    const next = await harbour.ingest()
    assert.equal(next.code, 0, next.stderr)
    assert.deepEqual(harbour.items(), undisturbed)
  }

  test('while it still reads', async () => {
    await using harbour = await makeFleet()
    const { child, ended } = startScript('ingest', harbour.args('--allow-network', '127.0.0.1/32'))
    harbour.server.routes.set('/c', () => child.kill('SIGKILL'))
    assert.equal((await ended).signal, 'SIGKILL')
    harbour.server.routes.set('/c', routes['/c']!)
    assert.deepEqual(harbour.items(), {})
    await assertMadeUpFor(harbour)
    const after = await harbour.ingest('--force', '--json')
    assert.deepEqual(
      report(after).sources.map(({ status }) => status),
      ['unchanged', 'unchanged', 'unchanged', 'unchanged'],
    )
    assert.deepEqual(harbour.items(), undisturbed)
  })

  for (const nth of [1, 150]) {
    test(`when it has just written ${nth} of ${COUNT} items`, async () => {
      await using harbour = await makeFleet()
      const week = path.join(harbour.content, 'items/2026-W34')
      const killed = await startScript('ingest', harbour.args('--allow-network', '127.0.0.1/32'), {
        NODE_OPTIONS: `--import=${new URL('kill-at-rename.mjs', import.meta.url).href}`,
        KILL_AT_RENAME: `${nth}`,
      }).ended
      assert.equal(killed.signal, 'SIGKILL', killed.stderr)
      assert.equal(Object.keys(harbour.items()).filter((name) => name.endsWith('.md')).length, nth)
      for (const [name, text] of Object.entries(harbour.items())) {
        if (name.endsWith('.md'))
          assert.match(text, /^---\nid: [^]*\n---\n\nWords of entry \d+\.\n$/, `${name} is whole`)
      }
      fs.writeFileSync(path.join(week, '.entry-x.md.0123abcd.tmp'), '---\nid: ha')
      await assertMadeUpFor(harbour)
    })
  }

  test('when all that was left to write was health, a week file, or what is remembered', async () => {
    await using harbour = await makeHarbour({ '/one': answerFeed(fixture('carriers-original.xml')) })
    harbour.follow('/one')
    await harbour.ingest()
    const leftovers = ['content/health/.one.yml', 'content/items/.2026-W20.jsonl', 'state/.feeds.json']
    const files = leftovers.map((name) => path.join(path.dirname(harbour.content), `${name}.0123abcd.tmp`))
    for (const file of files) fs.writeFileSync(file, 'half')
    assert.equal((await harbour.ingest()).code, 0)
    assert.deepEqual(
      files.filter((file) => fs.existsSync(file)),
      [],
    )
  })
})
