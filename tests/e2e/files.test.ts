import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from 'feedsmith'
import Parser from 'rss-parser'
import { fingerprintIssue, readFingerprint } from '../../src/core/digest/issue-fingerprint.ts'
import { isFollowed } from '../../src/core/source/source.ts'
import { take } from '../../src/core/text/problem.ts'
import { readIssues, readToldIssue } from '../../src/io/issue-files.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { readSources } from '../../src/io/source-files.ts'
import { buildSharedSite } from './build-site.ts'
import { serveMeasured } from './serve-measured.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SITE = 'https://crowsnest.example'
let content: string
let dist: string
let site: Awaited<ReturnType<typeof serveMeasured>>
let files: string[]

const read = (file: string) => fs.readFileSync(path.join(dist, file), 'utf8')
const get = (address: string) => fetch(`${site.origin}/${address}`, { method: 'HEAD', redirect: 'manual' })

before(async () => {
  ;({ content, dist } = await buildSharedSite())
  site = await serveMeasured(dist, path.join(ROOT, 'netlify.toml'))
  files = fs
    .readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dist, path.join(entry.parentPath, entry.name)))
    .sort()
})

after(async () => {
  await site.close()
})

/** What a file is, by the end of its name; the first that fits. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/(^|\/)rss\.xml$|^headlines\.xml$/, 'application/rss+xml; charset=utf-8'],
  [/atom\.xml$/, 'application/atom+xml; charset=utf-8'],
  [/^(feed|headlines)\.json$/, 'application/feed+json; charset=utf-8'],
  [/^sitemap(\/\d+)?\.xml$/, 'application/xml; charset=utf-8'],
  [/\.html$/, 'text/html; charset=utf-8'],
  [/\.css$/, 'text/css; charset=utf-8'],
  [/\.js$/, 'text/javascript; charset=utf-8'],
  [/\.json$/, 'application/json; charset=utf-8'],
  [/\.txt$/, 'text/plain; charset=utf-8'],
  [/\.ics$/, 'text/calendar; charset=utf-8'],
  [/\.opml$/, 'text/x-opml; charset=utf-8'],
  [/\.svg$/, 'image/svg+xml'],
  [/\.png$/, 'image/png'],
  [/\.jpg$/, 'image/jpeg'],
  [/\.webp$/, 'image/webp'],
  [/^pagefind\/.*\.(pf_\w+|pagefind)$/, 'application/octet-stream'],
]

test('every file is served with its type, nosniff and the policy, but that which is for the host alone', async () => {
  assert.equal((await get('_redirects')).status, 404)
  const wrong: string[] = []
  const seen = new Set<string>()
  for (const file of files) {
    if (file === '_redirects') continue
    const kind = TYPES.findIndex(([pattern]) => pattern.test(file))
    // Of hundreds of pages one is enough.
    const sample = `${kind} ${file.split('/')[0]}`
    if (seen.has(sample)) continue
    seen.add(sample)
    const { headers } = await get(file.replace(/(^|\/)index\.html$/, '$1'))
    if (headers.get('content-type') !== TYPES[kind]?.[1]) wrong.push(`${file}: ${headers.get('content-type')}`)
    assert.equal(headers.get('x-content-type-options'), 'nosniff', file)
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/, file)
  }
  assert.deepEqual(wrong, [])
  assert.ok(seen.size > 15)
})

test('the page of each issue carries the fingerprint that a send asks for', () => {
  const settings = take(readSiteSettings(content))
  const published = readIssues(content).entries.filter(({ issue }) => issue.status === 'published')
  assert.ok(published.length > 2)
  for (const { issue } of published) {
    const told = take(readToldIssue(content, issue.key))
    assert.equal(readFingerprint(read(`issues/${issue.key}/index.html`)), fingerprintIssue(told, settings), issue.key)
  }
})

test('the calendar of all is at its address, and at the one by which it was followed before', () => {
  assert.match(read('calendar.ics'), /^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT/)
  assert.equal(read('kubernetes.ics'), read('calendar.ics'))
  assert.match(read('feeds/index.html'), /href="\/calendar\.ics"/)
})

test('feeds and lists may be read by pages of other sites, pages may not', async () => {
  for (const file of ['rss.xml', 'atom.xml', 'feed.json', 'sources/source-blog/rss.xml', 'sources.opml']) {
    assert.equal((await get(file)).headers.get('access-control-allow-origin'), '*', file)
  }
  assert.equal((await get('')).headers.get('access-control-allow-origin'), null)
})

test('no page has a script or a style that the policy does not let through', () => {
  const policy = fs.readFileSync(path.join(ROOT, 'netlify.toml'), 'utf8')
  const allowed = new Set([...policy.matchAll(/'(sha256-[^']+)'/g)].map((match) => match[1]))
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    const html = read(file)
    for (const [, attributes = '', script = ''] of html.matchAll(/<script\b([^>]*)>([^]*?)<\/script>/g)) {
      if (/type="application\/ld\+json"|\ssrc="\//.test(attributes)) continue
      const hash = `sha256-${createHash('sha256').update(script).digest('base64')}`
      assert.ok(allowed.has(hash), `${file}: ${script.slice(0, 60)}`)
    }
    assert.doesNotMatch(html, /<style\b|<[a-z][^<>]* style="|<[a-z][^<>]* on\w+="/, file)
  }
})

test('what a page says of itself in the words of schema.org is JSON, whatever stands in a title', () => {
  let count = 0
  for (const file of files.filter((name) => name.endsWith('.html'))) {
    for (const [, json = ''] of read(file).matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)) {
      const parsed: unknown = JSON.parse(json)
      for (const data of Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]) {
        assert.equal((data as Record<string, unknown>)['@context'], 'https://schema.org', file)
      }
      count++
    }
  }
  assert.ok(count > 0)
})

describe('the map of the site', () => {
  const listed = () => [...read('sitemap.xml').matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1] ?? '')

  test('has every page that search engines may keep, and no other', () => {
    const pages = files
      .filter((file) => file.endsWith('.html'))
      .flatMap((file) => {
        const address = `${SITE}/${file.replace(/(^|\/)index\.html$/, '$1')}`
        return read(file).includes(`<link rel="canonical" href="${address}">`) ? [address] : []
      })
    assert.ok(pages.length > 40)
    assert.deepEqual(listed().toSorted(), pages.toSorted())
  })

  test('is named by robots.txt', () => {
    assert.match(read('robots.txt'), new RegExp(`^Sitemap: ${SITE}/sitemap\\.xml$`, 'm'))
  })
})

describe('every feed of the site', () => {
  const feeds = (pattern: RegExp) => files.filter((file) => pattern.test(file))

  test('is read by two parsers, and names where it stands', async () => {
    const rss = feeds(/(^|\/)rss\.xml$|^headlines\.xml$/)
    assert.ok(rss.length > 10)
    for (const file of rss) {
      const one = await new Parser().parseString(read(file))
      const other = parseRssFeed(read(file))
      assert.equal(one.items.length, other.items?.length ?? 0, file)
      assert.equal(one.feedUrl, `${SITE}/${file}`)
      assert.ok(one.title, file)
      const ids = one.items.map(({ guid }) => guid)
      assert.deepEqual([...new Set(ids)], ids, `${file} has an id twice`)
      for (const { title, link, isoDate } of one.items) assert.ok(title && link && isoDate, file)
    }
    for (const file of feeds(/atom\.xml$/)) assert.ok((parseAtomFeed(read(file)).entries?.length ?? 0) > 0, file)
    for (const file of ['feed.json', 'headlines.json']) {
      assert.ok((parseJsonFeed(read(file)).items?.length ?? 0) > 0, file)
    }
  })

  test('that a head names is there', () => {
    const links = [...read('index.html').matchAll(/<link rel="alternate"[^>]* href="\/([^"]+)"/g)].map(
      ([, href]) => href,
    )
    assert.ok(links.length >= 4)
    for (const href of links) assert.ok(files.includes(href ?? ''), href)
  })

  test('that the page of feeds names is there, and all that are there are named or belong to a page that does', () => {
    const named = new Set([...read('feeds/index.html').matchAll(/href="\/([^"#]+)"/g)].map(([, href]) => href))
    const all = feeds(/\.xml$|^(feed|headlines)\.json$|\.opml$|\.ics$|^latest\.txt$/).filter(
      // The old address of a calendar that is named is of no use to who comes new.
      (file) => !/^sitemap/.test(file) && !(file === 'kubernetes.ics' && named.has('calendar.ics')),
    )
    for (const file of all) {
      if (!file.startsWith('sources/')) assert.ok(named.has(file), `${file} is not on the page of feeds`)
    }
  })

  test('of sources is one list, which names each that we follow, and no other', () => {
    const outlines = parseOpml(read('sources.opml')).body?.outlines ?? []
    const titles = outlines.flatMap(({ outlines: own = [] }) => own.map(({ title }) => title))
    const { entries } = readSources(content)
    assert.deepEqual(
      titles.sort(),
      entries
        .filter(isFollowed)
        .map(({ title }) => title)
        .sort(),
    )
    assert.equal(titles.length, fs.readdirSync(path.join(content, 'sources')).length - 1)
  })
})

describe('a build for a preview', () => {
  test('is open to robots, and tells them to keep nothing, in header and page', async () => {
    const built = await buildSharedSite('preview')
    const preview = await serveMeasured(built.dist, path.join(ROOT, 'netlify.toml'))
    try {
      const response = await fetch(`${preview.origin}/`)
      assert.equal(response.headers.get('x-robots-tag'), 'noindex')
      assert.match(await response.text(), /<meta name="robots" content="noindex">/)
      assert.doesNotMatch(await (await fetch(`${preview.origin}/robots.txt`)).text(), /Disallow: \/|Sitemap/)
      assert.equal((await get('')).headers.get('x-robots-tag'), null)
    } finally {
      await preview.close()
    }
  })
})
