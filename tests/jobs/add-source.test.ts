import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parseFeed } from '../../src/core/feed/parse-feed.ts'
import type { FoundFeed, SourceWishes } from '../../src/core/source/plan-new-source.ts'
import type { Source } from '../../src/core/source/source.ts'
import { addSource, type AddSourcePorts, type SourceAddition } from '../../src/jobs/add-source.ts'
import type { Fetched, FetchFeed } from '../../src/jobs/ports.ts'
import { makeSource } from '../builders.ts'

const RSS = fs.readFileSync(path.join(import.meta.dirname, '../fixtures/feeds/rss2-content-encoded.xml'), 'utf8')
const SITE = 'https://harbour.example'

/** A small feed whose entries are its own. */
const feed = (title: string, ...entries: string[]) =>
  `<rss version="2.0"><channel><title>${title}</title>${entries
    .map((name) => `<item><title>${name}</title><link>https://harbour.example/${name}</link></item>`)
    .join('')}</channel></rss>`

const declare = (...addresses: string[]) =>
  addresses.map((href) => `<link rel="alternate" type="application/rss+xml" href="${href}">`).join('')

const link = (...addresses: string[]) => addresses.map((href) => `<a href="${href}">RSS</a>`).join('')

const failed = (reason: string, status?: number): Fetched => ({ outcome: 'failed', reason, status })
const moved = (to: string, body: string) => ({ body, to, isPermanent: true })
const elsewhere = (to: string, body: string) => ({ body, to, isPermanent: false })

type Answer = string | Fetched | { readonly body: string; readonly to: string; readonly isPermanent: boolean }

interface Run {
  readonly result: Awaited<ReturnType<typeof addSource>>
  /** What was fetched, in order; paths where it is the site's own. */
  readonly asked: readonly string[]
  readonly written: readonly Source[]
}

/** Adds an address of a web that has these pages and no others. */
async function add(
  address: string,
  web: Readonly<Record<string, Answer>>,
  own: { wishes?: SourceWishes; existing?: Source[]; chooseFeed?: AddSourcePorts['chooseFeed']; dryRun?: boolean } = {},
): Promise<Run> {
  const asked: string[] = []
  const written: Source[] = []
  const fetchFeed: FetchFeed = (url) => {
    const name = url.startsWith(`${SITE}/`) ? url.slice(SITE.length) : url
    asked.push(name)
    const answer = web[name] ?? failed('answered 404 Not Found', 404)
    if (typeof answer !== 'string' && 'outcome' in answer) return Promise.resolve(answer)
    const { body, to, isPermanent } =
      typeof answer === 'string' ? { body: answer, to: url, isPermanent: false } : answer
    return Promise.resolve({
      ...{ outcome: 'ok', body: new TextEncoder().encode(body), contentType: undefined, url: to },
      ...{ movedTo: isPermanent ? to : undefined, validators: {}, advice: {} },
    } as Fetched)
  }
  const result = await addSource(address, own.wishes ?? {}, own.existing ?? [], {
    ...{ fetchFeed, parseFeed },
    ...(own.chooseFeed && { chooseFeed: own.chooseFeed }),
    ...(!own.dryRun && { writeSource: (source) => written.push(source) }),
  })
  return { result, asked, written }
}

function added({ result }: Run): Extract<SourceAddition, { outcome: 'added' }> {
  assert.ok(result.ok && result.value.outcome === 'added', JSON.stringify(result))
  return result.value
}

function problem({ result, written }: Run): string {
  assert.ok(!result.ok, JSON.stringify(result))
  assert.deepEqual(written, [])
  return result.problems[0]?.what ?? ''
}

describe('adding a source', () => {
  test('by the address of its feed asks for that alone, and says what the feed has', async () => {
    const run = await add(`${SITE}/feed.xml`, { '/feed.xml': RSS })
    const { source, feed: found } = added(run)
    assert.deepEqual(run.asked, ['/feed.xml'])
    assert.deepEqual(run.written, [source])
    assert.deepEqual(source, {
      ...makeSource({ id: 'harbour-helm', title: 'Harbour & Helm', url: `${SITE}/feed.xml` }),
      site: 'https://harbour.example/',
    })
    assert.deepEqual([found.entries, found.newest, found.pace], [3, '2026-08-18T07:30:00Z', undefined])
  })

  test('in a dry run plans the same, and writes nothing', async () => {
    const run = await add(`${SITE}/feed.xml`, { '/feed.xml': RSS }, { dryRun: true })
    assert.equal(added(run).source.id, 'harbour-helm')
    assert.deepEqual(run.written, [])
  })

  test('takes the first feed that a page declares, and names the others without asking for them', async () => {
    const page = declare('/comments/feed/', '/feed.xml', '/atom.xml')
    const run = await add(`${SITE}/blog/`, { '/blog/': page, '/feed.xml': RSS, '/atom.xml': RSS })
    const { source, others } = added(run)
    assert.equal(source.url, `${SITE}/feed.xml`)
    assert.deepEqual(run.asked, ['/blog/', '/feed.xml'])
    assert.deepEqual(
      others.map(({ url }) => url),
      [`${SITE}/atom.xml`, `${SITE}/comments/feed/`],
    )
  })

  test('goes on to the next where the first that is declared is gone, or empty', async () => {
    const page = declare('/gone.xml', '/page.html', '/empty.xml', '/good.xml')
    const web = { '/': page, '/page.html': '<html>', '/empty.xml': feed('Empty'), '/good.xml': feed('Good', 'a') }
    assert.equal(added(await add(`${SITE}/`, web)).source.title, 'Good')
    const { '/good.xml': _, ...without } = web
    assert.equal(added(await add(`${SITE}/`, without)).source.title, 'Empty', 'an empty feed is better than none')
  })

  test('takes what a page links to where it declares nothing, one feed in two formats as one', async () => {
    const web = { '/': link('/a.rss', '/b.rss'), '/a.rss': feed('A', 'x', 'y'), '/b.rss': feed('B', 'y', 'x') }
    assert.equal(added(await add(`${SITE}/`, web)).source.title, 'A')
  })

  test('leaves the choice to a person where a page links to several feeds', async () => {
    const web = {
      '/': link('/a.rss', '/b.rss', '/comments/feed', '/about'),
      ...{ '/a.rss': feed('A', 'x'), '/b.rss': feed('B', 'y'), '/comments/feed': feed('C', 'z') },
    }
    const { result, written } = await add(`${SITE}/`, web)
    assert.ok(result.ok && result.value.outcome === 'several')
    assert.deepEqual(
      result.value.feeds.map(({ title }) => title),
      ['A', 'B'],
    )
    assert.deepEqual(written, [])
    const second = (feeds: readonly FoundFeed[]) => Promise.resolve(feeds[1])
    assert.equal(added(await add(`${SITE}/`, web, { chooseFeed: second })).source.url, `${SITE}/b.rss`)
    const none = await add(`${SITE}/`, web, { chooseFeed: () => Promise.resolve(undefined) })
    assert.ok(none.result.ok && none.result.value.outcome === 'several')
  })

  test('asks at customary places where a page names nothing, below its own section first', async () => {
    const run = await add(`${SITE}/news/2026/`, { '/news/2026/': '<html>', '/feed.xml': RSS })
    assert.equal(added(run).source.url, `${SITE}/feed.xml`)
    assert.deepEqual(run.asked.slice(0, 2), ['/news/2026/', '/news/feed.xml'])
    assert.equal(run.asked.at(-1), '/feed.xml')
  })

  test('asks there also where the page is not to be had', async () => {
    for (const status of [403, 404, 500]) {
      const run = await add(`${SITE}/`, { '/': failed('answered', status), '/atom.xml': RSS })
      assert.equal(added(run).source.url, `${SITE}/atom.xml`)
    }
  })

  test('takes comments only where there is nothing else', async () => {
    const page = declare('/comments/feed/')
    const web = { '/': page, '/comments/feed/': feed('Comments', 'a') }
    assert.equal(added(await add(`${SITE}/`, { ...web, '/rss.xml': feed('Posts', 'b') })).source.title, 'Posts')
    assert.equal(added(await add(`${SITE}/`, web)).source.title, 'Comments')
  })

  test('knows where some hosts have their feeds, without looking at the page', async () => {
    const releases = 'https://github.com/helm/helm/releases.atom'
    const run = await add('https://github.com/helm/helm', { [releases]: feed('Release notes from helm', 'a') })
    assert.deepEqual(run.asked, [releases])
    assert.equal(added(run).source.kind, 'release')
    assert.equal(added(run).source.site, 'https://github.com/helm/helm')
    const page = 'https://github.com/helm/charts'
    const commits = `${page}/commits/main.atom`
    const other = await add(page, { [page]: declare(commits), [commits]: feed('Commits', 'a') })
    assert.equal(added(other).source.url, commits, 'what the page declares is next')
  })

  test('follows a page that sends its readers on', async () => {
    const page = '<meta http-equiv="refresh" content="0; url=/en/">'
    const web = { '/': page, '/en/': declare('feed.xml'), '/en/feed.xml': RSS }
    assert.equal(added(await add(`${SITE}/`, web)).source.url, `${SITE}/en/feed.xml`)
    const circle = await add(`${SITE}/`, { '/': '<meta http-equiv="refresh" content="0; url=/">' })
    assert.match(problem(circle), /no feed was found/)
  })

  test('keeps the address to which a feed moved for good, and the one asked for where it may come back', async () => {
    const to = 'https://new.example/feed.xml'
    assert.equal(added(await add(`${SITE}/f`, { '/f': moved(to, RSS) })).source.url, to)
    assert.equal(added(await add(`${SITE}/f`, { '/f': elsewhere(to, RSS) })).source.url, `${SITE}/f`)
    const page = await add(`${SITE}/`, {
      '/': elsewhere('https://new.example/', declare('f')),
      'https://new.example/f': RSS,
    })
    assert.equal(added(page).source.url, 'https://new.example/f', 'a page’s links are relative to where it is')
  })

  test('adds nothing twice, whatever the address: the feed, the page, the place it moved to', async () => {
    const existing = [makeSource({ url: `${SITE}/feed.xml` })]
    const web = {
      ...{ '/': declare('/feed.xml'), '/feed.xml': RSS, '/old.xml': moved(`${SITE}/feed.xml`, RSS) },
      'http://www.harbour.example/feed.xml': RSS,
    }
    for (const [address, requests] of [
      [`${SITE}/feed.xml`, 0],
      ['http://www.harbour.example/feed.xml', 0],
      [`${SITE}/`, 2],
      [`${SITE}/old.xml`, 1],
    ] as const) {
      const { result, asked, written } = await add(address, web, { existing })
      assert.ok(result.ok && result.value.outcome === 'known', address)
      assert.equal(result.value.source.id, 'harbour-blog')
      assert.equal(asked.length, requests, address)
      assert.deepEqual(written, [])
    }
  })

  test('says of what is no feed what was tried, each reason once', async () => {
    const run = await add(`${SITE}/`, {
      '/': `<html>${declare('/gone.xml')}`,
      '/index.xml': '<html><title>Soft</title>',
    })
    const what = problem(run)
    assert.match(what, /^no feed was found: this is a web page, not a feed; tried \/gone\.xml \/feed\.xml/)
    assert.match(what, /\/index\.xml \(this is a web page, not a feed\)/)
    assert.equal(what.match(/answered 404 Not Found/g)?.length, 1)
    assert.match(problem(await add(`${SITE}/`, { '/': '<html>' })), /not a feed, and names none; tried/)
  })
})

describe('adding a source asks for little', () => {
  test('of a page with 1,000 feeds looks at ten at most, and names no more than it kept', async () => {
    const addresses = Array.from({ length: 1_000 }, (_, n) => `/${n}.xml`)
    for (const page of [declare(...addresses), link(...addresses)]) {
      const run = await add(`${SITE}/`, { '/': page })
      assert.match(problem(run), /no feed was found/)
      assert.equal(run.asked.length, 11)
    }
    const web = Object.fromEntries(addresses.map((name) => [name, feed(name, `post-${name}`)]))
    const run = await add(`${SITE}/`, { ...web, '/': link(...addresses) })
    assert.ok(run.result.ok && run.result.value.outcome === 'several')
    assert.equal(run.result.value.feeds.length, 10)
    assert.equal(run.asked.length, 11)
  })

  test('and nothing twice', async () => {
    const run = await add(`${SITE}/`, { '/': declare('/feed.xml', '/feed.xml#again', '/') + link('/feed.xml') })
    assert.equal(new Set(run.asked).size, run.asked.length)
  })

  for (const [name, page, message] of [
    ['is silent', failed('has a host that cannot be found'), /^it has a host that cannot be found$/],
    ['is closed', failed('leads to 10.0.0.1, an address of a private network'), /^it leads to 10\.0\.0\.1/],
    ['has had enough', failed('answered 429 Too Many Requests', 429), /^it answered 429/],
    ['is overloaded', failed('answered 503 Service Unavailable', 503), /^it answered 503/],
  ] as const) {
    test(`of a host that ${name}, nothing more`, async () => {
      const run = await add(`${SITE}/`, { '/': page })
      assert.match(problem(run), message)
      assert.deepEqual(run.asked, ['/'])
    })
  }

  test('of a host that turns silent while it is asked, nothing more', async () => {
    const web = { '/': declare('/a.xml', '/b.xml', 'https://b.example/f'), '/a.xml': failed('cut the connection') }
    const run = await add(`${SITE}/`, web)
    problem(run)
    assert.deepEqual(run.asked, ['/', '/a.xml', 'https://b.example/f'])
  })

  test('and of the whole web, once three hosts are silent', async () => {
    const hosts = Array.from({ length: 8 }, (_, n) => `https://h${n}.example/feed`)
    const web = Object.fromEntries(hosts.map((url) => [url, failed('did not answer in full within 20 s')]))
    const run = await add(`${SITE}/`, { ...web, '/': declare(...hosts) })
    problem(run)
    assert.deepEqual(run.asked, ['/', ...hosts.slice(0, 3)])
  })
})
