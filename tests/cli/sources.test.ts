import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { formatSource, parseSource } from '../../src/core/source/source-file.ts'
import { formatTopic } from '../../src/core/tag/topic.ts'
import { writeSource } from '../../src/io/source-files.ts'
import type { Inspection } from '../../src/jobs/inspect-feed.ts'
import { makeSource, makeTopic } from '../builders.ts'
import { answerFeed, answerRedirect, answerStatus, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder, readTree } from '../io/temporary-folder.ts'
import { runHere } from './run-here.ts'
import { type Ended, runScript } from './run-script.ts'

const FIXTURES = path.join(import.meta.dirname, '../fixtures/feeds')
const OPML = path.join(FIXTURES, 'reading-list.opml')
const RSS = fs.readFileSync(path.join(FIXTURES, 'rss2-content-encoded.xml'))
const PAGE = `<!doctype html><title>Harbour</title>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<LINK HREF=/feed.xml TYPE=application/rss+xml REL=alternate>`
const OPEN = ['--allow-network', '127.0.0.1/32']

const sources = (content: string, ...args: string[]) => runHere('scripts/sources.ts', [...args, '--content', content])
const sourcesAlone = (content: string, ...args: string[]) => runScript('sources', [...args, '--content', content])

function assertNoTrace({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): void {
  assert.doesNotMatch(`${stdout}${stderr}`, /\n\s+at |node:internal|should not have happened/)
}

describe('npm run sources', { concurrency: 2 }, () => {
  test('import adds the feeds of an OPML file, names what it cannot use, and adds nothing twice', async () => {
    using content = makeTemporaryFolder()
    const dry = await sources(content.path, 'import', OPML, '--dry-run')
    assert.equal(dry.code, 0, dry.stderr)
    assert.match(dry.stderr, /6 sources would be added/)
    assert.deepEqual(readTree(content.path), {})
    const first = await sourcesAlone(content.path, 'import', OPML, '--json')
    assert.equal(first.code, 0, first.stderr)
    const { added, known } = JSON.parse(first.stdout) as { added: { id: string; url: string }[]; known: string[] }
    assert.deepEqual(added[0], { id: 'harbour-helm', url: 'https://harbour.example/feed.xml' })
    assert.deepEqual([added.length, known], [6, ['https://harbour.example/feed.xml']])
    assert.match(first.stderr, /reading-list\.opml, Not on the web: "gopher:\/\/old\.example\/feed" is no web address/)
    const files = readTree(content.path)
    assert.equal(Object.keys(files).length, 6)
    const again = await sources(content.path, 'import', OPML)
    assertNoTrace(again)
    assert.ok(again.code === 1 || again.code === 4, `${again.code}: nothing was added`)
    assert.deepEqual(readTree(content.path), files)
  })

  test('import says what is wrong with a file that is not there, or is not OPML', async () => {
    using content = makeTemporaryFolder()
    const absent = await sources(content.path, 'import', path.join(content.path, 'nowhere.opml'))
    assert.equal(absent.code, 2)
    assert.match(absent.stderr, /nowhere\.opml: there is no such file/)
    const feed = await sources(content.path, 'import', path.join(FIXTURES, 'future-date.xml'))
    assert.equal(feed.code, 1)
    assert.match(feed.stderr, /future-date\.xml: this is not OPML/)
    const folder = await sources(content.path, 'import', content.path)
    assert.equal(folder.code, 2)
    assert.match(folder.stderr, /this is a folder/)
    for (const ended of [absent, feed, folder]) assertNoTrace(ended)
  })

  test('list and check say of a folder without sources that it has none', async () => {
    using content = makeTemporaryFolder()
    for (const verb of ['list', 'check']) {
      const { stdout, stderr } = await sources(content.path, verb)
      assert.equal(stdout, '')
      assert.match(stderr, /there are no sources.*npm run sources -- import.*--content/)
    }
  })

  test('each verb explains itself with examples that can be typed', async () => {
    using content = makeTemporaryFolder()
    for (const verb of ['list', 'check', 'inspect', 'add', 'import', 'export', 'retire', 'resume']) {
      const { code, stdout } = await sources(content.path, verb, '--help')
      assert.equal(code, 0)
      assert.match(stdout, new RegExp(`^Usage: npm run sources -- ${verb} `))
      assert.match(stdout, new RegExp(`^ {2}npm run sources -- ${verb}\\b`, 'm'))
    }
  })

  test('list has every source, as lines and as data; one that is broken is named', async () => {
    using content = makeTemporaryFolder()
    const one = makeSource({ site: 'https://harbour.example/' })
    writeSource(content.path, one)
    writeSource(content.path, makeSource({ id: 'planet', kind: 'community' }))
    const data = await sources(content.path, 'list', '--json')
    assert.deepEqual((JSON.parse(data.stdout) as unknown[])[0], one)
    const lines = await sources(content.path, 'list')
    assert.deepEqual(
      lines.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/ {2,}/)[0]),
      ['harbour-blog', 'planet'],
    )
    fs.writeFileSync(path.join(content.path, 'sources/broken.yml'), 'title: [\n')
    const broken = await sources(content.path, 'list')
    assert.equal(broken.code, 1)
    assert.match(broken.stderr, /broken\.yml:\d+: this is not YAML/)
    assertNoTrace(broken)
  })

  test('inspect prints one object a line for each address, in their order, failures among them', async () => {
    await using server = await startLoopbackServer({
      '/feed': answerFeed(RSS),
      '/moved': answerRedirect(301, '/feed'),
      '/gone': answerStatus(404),
    })
    using content = makeTemporaryFolder()
    const urls = ['/feed', '/gone', '/moved'].map((name) => server.url(name))
    const ended = await sourcesAlone(content.path, 'inspect', '--json', ...OPEN, ...urls)
    assert.equal(ended.code, 0, ended.stderr)
    const found = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Inspection)
    assert.deepEqual(
      found.map(({ url, ok }) => [url, ok]),
      [
        [urls[0], true],
        [urls[1], false],
        [urls[2], true],
      ],
    )
    const [feed, gone, moved] = found
    assert.ok(feed?.ok && moved?.ok && gone && !gone.ok)
    assert.deepEqual(Object.keys(feed).slice(0, 4), ['url', 'ok', 'feed', 'entries'])
    assert.equal(feed.entries.length, 3)
    assert.equal(moved.movedTo, urls[0])
    assert.match(gone.error, /answered 404/)
    assert.deepEqual(readTree(content.path), {}, 'it leaves nothing behind')
    const failed = await sources(content.path, 'inspect', ...OPEN, server.url('/gone'))
    assert.equal(failed.code, 1)
    assert.match(failed.stdout, /^failed +http.*answered 404/)
  })

  test('inspect says what each entry is about, with the words that made it so', async () => {
    await using server = await startLoopbackServer({
      '/feed': answerFeed(RSS.toString().replace('without waking the crew', 'in Kubernetes 1.20')),
    })
    using content = makeTemporaryFolder()
    fs.mkdirSync(path.join(content.path, 'topics'))
    const topic = makeTopic({ id: 'operations', words: ['draining'] })
    fs.writeFileSync(path.join(content.path, 'topics/operations.yml'), formatTopic(topic))
    const data = await sources(content.path, 'inspect', '--json', ...OPEN, server.url('/feed'))
    const inspection = JSON.parse(data.stdout) as Inspection
    assert.deepEqual(inspection.ok && inspection.entries[0]?.tags, [
      { field: 'topics', tag: 'operations', words: ['Draining'] },
      { field: 'versions', tag: '1.20', words: ['Kubernetes 1.20'] },
    ])
    const { stdout } = await sources(content.path, 'inspect', ...OPEN, server.url('/feed'))
    assert.match(stdout, /^ +operations \(Draining\) · 1\.20 \(Kubernetes 1\.20\)$/m)
  })

  test('check says how each source is, and ends with 3 where one has failed', async () => {
    await using server = await startLoopbackServer({ '/feed': answerFeed(RSS), '/moved': answerRedirect(308, '/feed') })
    using content = makeTemporaryFolder()
    for (const id of ['feed', 'moved', 'gone']) writeSource(content.path, makeSource({ id, url: server.url(`/${id}`) }))
    const good = await sources(content.path, 'check', 'feed', 'moved', '--json', ...OPEN)
    assert.equal(good.code, 0, good.stderr)
    assert.deepEqual(JSON.parse(good.stdout), [
      { id: 'feed', status: 'ok', entries: 3, newest: '2026-08-18T07:30:00Z' },
      { id: 'moved', status: 'ok', entries: 3, newest: '2026-08-18T07:30:00Z', movedTo: server.url('/feed') },
    ])
    const all = await sourcesAlone(content.path, 'check', ...OPEN)
    assert.equal(all.code, 3)
    assert.match(all.stdout, /failed +gone .*answered 404/)
    assert.match(all.stdout, /ok +feed +3 entries, newest 2026-08-18/)
    assert.match(all.stderr, /sources\/moved\.yml: the feed has moved for good; write "url: http.*\/feed"/)
  })

  test('check of a feed that is gone says how to look for it', async () => {
    await using server = await startLoopbackServer()
    using content = makeTemporaryFolder()
    const site = server.url('/blog/')
    writeSource(content.path, makeSource({ url: server.url('/gone'), site }))
    const { code, stderr } = await sources(content.path, 'check', ...OPEN)
    assert.equal(code, 3)
    assert.ok(stderr.includes(`npm run sources -- add ${site} --dry-run`), stderr)
    assert.match(stderr, /if it has ended, npm run sources -- retire harbour-blog/)
  })

  test('add follows the feed of a page, and the same feed never again', async () => {
    await using server = await startLoopbackServer({
      '/blog/': answerFeed(PAGE, { type: 'text/html' }),
      '/feed.xml': answerFeed(RSS),
    })
    using content = makeTemporaryFolder()
    const file = 'sources/harbour-helm.yml'
    const dry = await sources(content.path, 'add', server.url('/blog/'), '--dry-run', ...OPEN)
    assert.equal(dry.code, 0, dry.stderr)
    assert.deepEqual(readTree(content.path), {})
    assert.match(dry.stderr, /harbour-helm\.yml would be written/)
    const wishes = ['--org', 'Harbour Authority', '--weight', '5', '--kind', 'media', '--include', 'pods', 'node pool']
    const first = await sources(content.path, 'add', server.url('/blog/'), ...OPEN, ...wishes)
    assert.equal(first.code, 0, first.stderr)
    assert.match(first.stdout, /^harbour-helm +http.*\/feed\.xml +Harbour & Helm, 3 entries, newest 2026-08-18$/m)
    assert.match(first.stderr, /the page names another: Comments +http.*\/comments\/feed/)
    assert.match(first.stderr, /npm run ingest -- --source harbour-helm/)
    const files = readTree(content.path)
    assert.deepEqual(Object.keys(files), [file])
    assert.deepEqual(parseSource(String(files[file]), 'harbour-helm', file), {
      ok: true,
      value: makeSource({
        ...{ id: 'harbour-helm', title: 'Harbour & Helm', url: server.url('/feed.xml') },
        ...{ site: 'https://harbour.example/', org: 'Harbour Authority', weight: 5, kind: 'media' },
        include: ['pods', 'node pool'],
      }),
    })
    for (const path of ['/blog/', '/feed.xml']) {
      const again = await sources(content.path, 'add', server.url(path), ...OPEN)
      assert.equal(again.code, 4)
      assert.equal(again.stdout, '')
      assert.match(again.stderr, /followed already, as harbour-helm \(.*harbour-helm\.yml\)/)
    }
    const data = await sources(content.path, 'add', server.url('/blog/'), '--json', ...OPEN)
    assert.equal(data.code, 4)
    assert.deepEqual(JSON.parse(data.stdout), { added: false, known: 'harbour-helm', url: server.url('/feed.xml') })
    assert.deepEqual(readTree(content.path), files)
  })

  test('add gives what it found as data', async () => {
    await using server = await startLoopbackServer({ '/feed.xml': answerFeed(RSS) })
    using content = makeTemporaryFolder()
    const ended = await sources(content.path, 'add', server.url('/feed.xml'), '--id', 'helm', '--json', ...OPEN)
    assert.equal(ended.code, 0, ended.stderr)
    const { added, source, feed, others } = JSON.parse(ended.stdout) as Record<string, Record<string, unknown>>
    assert.equal(added, true)
    assert.deepEqual(source, {
      ...makeSource({ id: 'helm', title: 'Harbour & Helm', url: server.url('/feed.xml') }),
      site: 'https://harbour.example/',
    })
    assert.deepEqual([feed?.entries, feed?.newest, others], [3, '2026-08-18T07:30:00Z', []])
  })

  test('add names the feeds among which it cannot choose, and ends with 2', async () => {
    const other = RSS.toString().replaceAll('/posts/', '/notes/')
    await using server = await startLoopbackServer({
      '/': answerFeed('<a href="/a.rss">RSS</a><a href="/b.rss">RSS</a>', { type: 'text/html' }),
      '/a.rss': answerFeed(RSS),
      '/b.rss': answerFeed(other),
    })
    using content = makeTemporaryFolder()
    const ended = await sources(content.path, 'add', server.url('/'), ...OPEN)
    assert.equal(ended.code, 2)
    assert.deepEqual(
      ended.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/ {2,}/)[0]),
      [server.url('/a.rss'), server.url('/b.rss')],
    )
    assert.match(ended.stderr, /names 2 feeds, and none is clearly the one\. Run add with the address of one of these/)
    assert.deepEqual(readTree(content.path), {})
    assertNoTrace(ended)
  })

  test('add says why there is no feed, and never asks a private network', async () => {
    await using server = await startLoopbackServer({ '/': answerFeed('<html>', { type: 'text/html' }) })
    using content = makeTemporaryFolder()
    const none = await sources(content.path, 'add', server.url('/'), ...OPEN)
    assert.equal(none.code, 1)
    assert.match(
      none.stderr,
      /no feed was found: .*; tried \/feed\.xml .*\(answered 404 Not Found\)\. Look on the page/,
    )
    assert.equal(server.requests.length, 11)
    const closed = await sources(content.path, 'add', server.url('/'))
    assert.equal(closed.code, 1)
    assert.match(
      closed.stderr,
      /it leads to 127\.0\.0\.1, an address of a private network; --allow-network opens a range/,
    )
    assert.equal(server.requests.length, 11)
    assert.deepEqual(readTree(content.path), {})
    for (const ended of [none, closed]) assertNoTrace(ended)
  })

  test('export gives the same addresses and titles back to an import elsewhere', async () => {
    using content = makeTemporaryFolder()
    using elsewhere = makeTemporaryFolder()
    for (const [id, title] of [
      ['one', 'Harbour & <Helm>, "quoted"'],
      ['two', 'AT&amp;T'],
      ['three', '日本語'],
    ] as const) {
      const kind = id === 'two' ? 'video' : 'blog'
      writeSource(content.path, makeSource({ id, title, kind, url: `https://${id}.example/?a=1&b=2` }))
    }
    const opml = path.join(elsewhere.path, 'out.opml')
    const dry = await sources(content.path, 'export', '--out', opml, '--dry-run')
    assert.match(dry.stderr, /3 sources would be written/)
    assert.deepEqual(readTree(elsewhere.path), {})
    const toFile = await sources(content.path, 'export', '--out', opml)
    assert.deepEqual([toFile.code, toFile.stdout], [0, ''], toFile.stderr)
    const toStdout = await sources(content.path, 'export')
    assert.equal(toStdout.stdout, fs.readFileSync(opml, 'utf8'))
    assert.equal((await sources(elsewhere.path, 'import', opml)).code, 0)
    const describe = async (folder: string) => {
      const { stdout } = await sources(folder, 'list', '--json')
      return (JSON.parse(stdout) as { url: string; title: string }[]).map(({ url, title }) => `${url} ${title}`).sort()
    }
    assert.deepEqual(await describe(elsewhere.path), await describe(content.path))
    const data = await sources(content.path, 'export', '--json')
    assert.equal((JSON.parse(data.stdout) as unknown[]).length, 3)
  })

  test('retire writes into the file of a source, and resume takes that back, to the byte', async () => {
    using content = makeTemporaryFolder()
    const file = path.join(content.path, 'sources/harbour-blog.yml')
    const text = `# Ours.\n${formatSource(makeSource())}language: en # as it says\n`
    fs.mkdirSync(path.dirname(file))
    fs.writeFileSync(file, text)
    const clock = ['--now', '2026-08-20T06:00:00Z']
    const dry = await sources(content.path, 'retire', 'harbour-blog', '--dry-run', ...clock)
    assert.equal(dry.code, 0, dry.stderr)
    assert.equal(dry.stdout, `${text}retired:\n  since: 2026-08-20\n`)
    assert.match(dry.stderr, /harbour-blog\.yml would be written/)
    assert.equal(fs.readFileSync(file, 'utf8'), text)
    const why = ['--since', '2026-03-01', '--reason', 'Its last post: "the end"']
    const done = await sources(content.path, 'retire', 'harbour-blog', ...why, ...clock)
    assert.deepEqual([done.code, done.stdout], [0, ''], done.stderr)
    assert.match(done.stderr, /harbour-blog\.yml written/)
    const retired = { since: '2026-03-01', reason: 'Its last post: "the end"' }
    assert.deepEqual(parseSource(fs.readFileSync(file, 'utf8'), 'harbour-blog', file), {
      ok: true,
      value: makeSource({ retired }),
    })
    const again = await sources(content.path, 'retire', 'harbour-blog', ...clock)
    assert.equal(again.code, 4)
    assert.match(again.stderr, /harbour-blog: it is retired since 2026-03-01: Its last post: "the end"/)
    const back = await sources(content.path, 'resume', 'harbour-blog', '--json', ...clock)
    assert.deepEqual(JSON.parse(back.stdout), {
      ...{ id: 'harbour-blog', changed: true, retired: null },
      file: path.relative(process.cwd(), file).startsWith('..') ? file : path.relative(process.cwd(), file),
    })
    assert.equal(fs.readFileSync(file, 'utf8'), text)
    const twice = await sources(content.path, 'resume', 'harbour-blog', ...clock)
    assert.equal(twice.code, 4)
    assert.match(twice.stderr, /harbour-blog: it is followed, and not retired/)
    for (const ended of [again, twice]) assertNoTrace(ended)
  })

  test('a source that is retired is listed as such, not asked by check, and left out of export', async () => {
    await using server = await startLoopbackServer({ '/feed': answerFeed(RSS) })
    using content = makeTemporaryFolder()
    const retired = { since: '2026-03-01', reason: 'it has ended' }
    writeSource(content.path, makeSource({ id: 'feed', url: server.url('/feed') }))
    writeSource(content.path, makeSource({ id: 'old', url: server.url('/old'), retired }))
    const list = await sources(content.path, 'list')
    assert.match(list.stdout, /^old .*\/old {2}retired since 2026-03-01: it has ended$/m)
    const check = await sources(content.path, 'check', ...OPEN)
    assert.equal(check.code, 0, check.stderr)
    assert.match(check.stdout, /^retired {2}old {3}not asked: retired since 2026-03-01: it has ended$/m)
    const named = await sources(content.path, 'check', 'old', '--json', ...OPEN)
    assert.equal(named.code, 0, named.stderr)
    assert.deepEqual(JSON.parse(named.stdout), [{ id: 'old', status: 'retired', entries: 0, newest: null, retired }])
    assert.deepEqual(
      server.requests.map(({ path: name }) => name),
      ['/feed'],
    )
    const opml = await sources(content.path, 'export')
    assert.ok(opml.stdout.includes('/feed"') && !opml.stdout.includes('/old"'), opml.stdout)
    const data = await sources(content.path, 'export', '--json')
    assert.deepEqual(
      (JSON.parse(data.stdout) as { id: string }[]).map(({ id }) => id),
      ['feed'],
    )
  })

  test('add and import follow no source again that is retired: they say so, and how an editor does', async () => {
    await using server = await startLoopbackServer({ '/feed.xml': answerFeed(RSS) })
    using content = makeTemporaryFolder()
    const url = server.url('/feed.xml')
    writeSource(content.path, makeSource({ url, retired: { since: '2026-03-01' } }))
    const files = readTree(content.path)
    const told = /which is retired since 2026-03-01\. To follow it again, npm run sources -- resume harbour-blog/
    const added = await sources(content.path, 'add', url, ...OPEN)
    assert.equal(added.code, 4)
    assert.match(added.stderr, told)
    const data = await sources(content.path, 'add', url, '--json', ...OPEN)
    assert.deepEqual(JSON.parse(data.stdout), {
      ...{ added: false, known: 'harbour-blog', url },
      retired: { since: '2026-03-01' },
    })
    const opml = path.join(content.path, 'list.opml')
    fs.writeFileSync(opml, `<opml version="2.0"><body><outline text="a" xmlUrl="${url}"/></body></opml>`)
    const imported = await sources(content.path, 'import', opml)
    assert.equal(imported.code, 4)
    assert.match(imported.stderr, told)
    fs.rmSync(opml)
    assert.deepEqual(readTree(content.path), files)
    for (const ended of [added, imported]) assertNoTrace(ended)
  })

  test('a verb stops at a source that is to retire on a day to come, and says where that stands', async () => {
    using content = makeTemporaryFolder()
    writeSource(content.path, makeSource({ retired: { since: '2026-08-22' } }))
    const ended = await sources(content.path, 'list', '--now', '2026-08-20T06:00:00Z')
    assert.equal(ended.code, 1)
    assert.match(ended.stderr, /harbour-blog\.yml:\d+, retired\.since: this day is still to come/)
    assertNoTrace(ended)
  })

  for (const [args, message] of [
    [['retire'], /missing required argument 'id'/],
    [['retire', 'nobody'], /nobody: there is no such source\. See `npm run sources -- list`/],
    [['resume', 'nobody'], /nobody: there is no such source/],
    [['retire', 'harbour-blog', '--since', '2026-08-21'], /--since: 2026-08-21 is still to come/],
    [['retire', 'harbour-blog', '--since', 'May'], /--since: expected a day, like 2026-11-20; found "May"/],
    [['retire', 'harbour-blog', '--reason', ' '], /--reason.*expected some text/s],
    [['check', 'nobody'], /nobody: there is no such source/],
    [['sail'], /unknown command 'sail'/],
    [['inspect'], /missing required argument 'url'/],
    [['add'], /missing required argument 'url'/],
    [['add', 'two words'], /expected a web address, like kubernetes\.io\/blog/],
    [['add', 'ftp://a.example/'], /expected a web address/],
    [['add', 'a.example', '--id', 'Not An Id'], /"Not An Id" cannot be an id/],
    [['add', 'a.example', '--kind', 'song'], /Allowed choices are blog, release/],
    [['add', 'a.example', '--weight', '6'], /expected a whole number from 1 to 5/],
    [['add', 'a.example', '--title', ' '], /expected some text/],
  ] as const) {
    test(`${args.join(' ')} is used wrongly, and says why`, async () => {
      using content = makeTemporaryFolder()
      writeSource(content.path, makeSource())
      const ended = await sources(content.path, ...args, '--now', '2026-08-20T06:00:00Z')
      assert.equal(ended.code, 2, ended.stderr)
      assert.match(ended.stderr, message)
      assertNoTrace(ended)
    })
  }
})
