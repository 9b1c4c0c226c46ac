import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import type { Browser } from 'playwright'
import Parser from 'rss-parser'
import { readIssues } from '../../src/io/issue-files.ts'
import { listWeekFolders, readWeek, writeFoldedWeek } from '../../src/io/item-files.ts'
import { foldOldWeeks } from '../../src/jobs/fold-old-weeks.ts'
import { headFeeds } from '../../src/site/head-feeds.ts'
import { assertSound } from './assert-sound.ts'
import { launchBrowser } from './browser.ts'
import { buildSharedSite, buildSite } from './build-site.ts'
import { lendTabs } from './lend-tabs.ts'
import { NOW } from './sample-content.ts'
import { serveMeasured } from './serve-measured.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const PAGES = [
  '/',
  '/issues/',
  '/issues/2026-W34/',
  '/issues/2018-W05/',
  '/issues/2026-W34/candidates/',
  '/river/',
  '/sources/',
  '/sources/source-security/',
  '/sources/source-media/',
  '/sources/index/',
  '/sources/old-light/',
  '/about/',
  '/editorial-policy/',
  '/privacy/',
  '/subscribe/',
  '/suggest/',
  '/takedown/',
  '/flags/',
  '/feeds/',
  '/archive/',
  '/2026/',
  '/2026/08/',
  '/2026/08/17/',
  '/latest/',
  '/issues/2026-W34/mail/',
  '/catch-up/',
  '/catch-up/4/',
  '/corrections/',
  '/topics/',
  '/topics/lamps/',
  '/topics/fog/',
  '/sigs/',
  '/sigs/sig-node/',
  '/sigs/sig-on-premise/',
  '/keps/',
  '/keps/1287/',
  '/projects/',
  '/projects/cilium/',
  '/kinds/',
  '/kinds/blog/',
  '/releases/',
  '/releases/1.34/',
  '/releases/1.0/',
  '/security/',
  '/security/CVE-2026-40007/',
  '/security/CVE-2026-40009/',
  '/v/',
  '/v/1.34/',
  '/v/1.37/',
  '/events/',
  '/posts/',
  '/posts/first-night/',
  '/posts/second-night/',
  '/series/',
  '/series/two-nights/',
  '/case-studies/',
  '/case-studies/pier/',
  '/authors/',
  '/authors/maren/',
  '/404.html',
]
/** Lists of hundreds are data, not reading; the gate for any page is 50 KB. */
const LISTS = new Set(['/issues/2026-W34/candidates/', '/river/', '/sources/'])
const READING_BYTES = 15_000
const LIST_BYTES = 50_000

let folder: string
let content: string
let dist: string
let browser: Browser
let site: Awaited<ReturnType<typeof serveMeasured>>

/** Folds the weeks of the sample as if a year had gone by. */
function foldAll(content: string): void {
  const picks = readIssues(content).entries.flatMap(({ issue }) => issue.picks)
  const { weeks, items } = foldOldWeeks(
    { picks, now: new Date(Date.parse(NOW) + 365 * 86_400_000), dryRun: false },
    {
      listWeeks: () => listWeekFolders(content),
      readWeek: (week) => readWeek(content, week),
      writeWeek: (week) => {
        writeFoldedWeek(content, week)
      },
    },
  )
  assert.deepEqual([weeks.length > 1, items > 100], [true, true])
}

function filesOf(root: string): string[] {
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()
}

const PAGE_SCRIPT = fs.readFileSync(path.join(ROOT, 'src/site/page-script.mjs'), 'utf8')

/** Without the one script of every page, what it says of itself as data, and the search on its own page. */
const withoutKnownScripts = (html: string) =>
  html
    .replace(`<script>${PAGE_SCRIPT}</script>`, '')
    .replace(/<script type="application\/ld\+json">[^<]*<\/script>/g, '')
    .replace(/(?<=<title>Search [^]*)<script type="module" src="\/assets\/[\w.-]+\.js"><\/script>/, '')

const read = (file: string) => fs.readFileSync(path.join(dist, file), 'utf8')

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-site-'))
  ;[{ content, dist }, browser] = await Promise.all([buildSharedSite(), launchBrowser()])
  site = await serveMeasured(dist, path.join(ROOT, 'netlify.toml'))
})

after(async () => {
  await browser.close()
  await site.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

const inQuietTab = lendTabs(() => browser, { reducedMotion: 'reduce' })
const inScriptlessTab = lendTabs(() => browser, { javaScriptEnabled: false })

describe('every page', { concurrency: 2 }, () => {
  for (const address of PAGES) {
    test(`${address} has no accessibility violation, light and dark, at 320 and 1280 pixels, and never scrolls sideways`, async () => {
      await inQuietTab(async (page) => {
        await assertSound(page, site.origin + address)
      })
    })

    test(`${address} runs no script but its own, asks no other host, breaks no policy, and is small`, async () => {
      await inScriptlessTab(async (page) => {
        const complaints: string[] = []
        const asked: string[] = []
        page.on('console', (message) => complaints.push(message.text()))
        page.on('request', (request) => asked.push(request.url()))
        const response = await page.goto(site.origin + address)
        assert.ok(response)
        assert.deepEqual(complaints, [])
        assert.deepEqual(
          asked.filter((url) => !url.startsWith(`${site.origin}/`)),
          [],
        )
        assert.ok(await page.getByRole('heading', { level: 1 }).isVisible())
        const html = await response.text()
        assert.doesNotMatch(withoutKnownScripts(html), /<script|\son[a-z]+=|\sstyle=|<style/i)
        const bytes = asked.reduce((sum, url) => sum + site.bytesOf(new URL(url).pathname), 0)
        const most = LISTS.has(address) ? LIST_BYTES : READING_BYTES
        assert.ok(bytes > 1000 && bytes <= most, `${bytes} bytes, at most ${most}`)
      })
    })
  }

  test('is valid HTML', async () => {
    const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard', 'html-validate:a11y'] })
    const pages = filesOf(dist).filter((file) => file.endsWith('.html'))
    assert.ok(pages.length > PAGES.length)
    for (const file of pages) {
      const { results } = await validator.validateString(read(file), file)
      assert.deepEqual(
        results.flatMap(({ messages }) =>
          messages.map(({ ruleId, line, message }) => `${file}:${line} ${ruleId} ${message}`),
        ),
        [],
      )
    }
  })

  test('links only to pages and anchors that exist, save where the app fills a link in', () => {
    const pages = filesOf(dist).filter((file) => file.endsWith('.html'))
    const broken: string[] = []
    let checked = 0
    for (const file of pages) {
      const base = new URL(file.replace(/index\.html$/, ''), 'http://site/')
      for (const [, href = ''] of read(file).matchAll(/\s(?:href|src)="([^"]+)"/g)) {
        if (file.startsWith('app/') && href === '{{me}}') continue
        const url = new URL(href.replaceAll('&amp;', '&'), base)
        if (url.host !== 'site') continue
        checked += 1
        const target = url.pathname.slice(1) + (url.pathname.endsWith('/') ? 'index.html' : '')
        if (!fs.existsSync(path.join(dist, target))) broken.push(`${file}: ${href}`)
        else if (url.hash !== '' && !read(target).includes(` id="${url.hash.slice(1)}"`))
          broken.push(`${file}: ${href}`)
      }
    }
    assert.deepEqual(broken, [])
    assert.ok(checked > 200)
  })

  test('parts its links from the words before and after them', () => {
    for (const file of filesOf(dist).filter((name) => name.endsWith('.html'))) {
      const joined = read(file).match(/(?<=[\p{L}\p{N}.,;:])<a\b[^>]*>[\p{L}\p{N}][^<]*|<\/a>[\p{L}\p{N}][^<]*/gu) ?? []
      assert.deepEqual(joined, [], file)
    }
  })

  test('draws exactly the flags that it flies', () => {
    for (const file of filesOf(dist).filter((name) => name.endsWith('.html'))) {
      const drawn = [...read(file).matchAll(/<symbol id="(flag-\w)"/g)].map((match) => match[1])
      const flown = new Set([...read(file).matchAll(/<use href="#(flag-\w)"/g)].map((match) => match[1]))
      assert.deepEqual(drawn, [...flown].sort(), file)
    }
  })
})

describe('a reader with a keyboard', () => {
  test('reaches the text by the first link, and sees where the focus is', async () => {
    const page = await browser.newPage()
    await page.goto(`${site.origin}/issues/2026-W34/`)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the text' })
    assert.ok(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left >= 0))
    assert.notEqual(await skip.evaluate((link) => getComputedStyle(link).outlineStyle), 'none')
    await page.keyboard.press('Enter')
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')
    await page.close()
  })
})

describe('a reader who asked for less motion', () => {
  test('sees none, on any page, while others see pages glide', async () => {
    const movesOn = async (reducedMotion: 'reduce' | 'no-preference', address: string) => {
      const page = await browser.newPage({ reducedMotion, viewport: { width: 1280, height: 800 } })
      await page.goto(site.origin + address)
      const moves = await page.evaluate(() => {
        const isActive = (rule: CSSRule): boolean => {
          if (rule instanceof CSSMediaRule) return matchMedia(rule.conditionText).matches && holds(rule.cssRules)
          return rule.cssText.startsWith('@view-transition')
        }
        const holds = (rules: CSSRuleList): boolean => [...rules].some(isActive)
        const animated = [...document.querySelectorAll('*')].filter((element) => {
          const { animationName, transitionDuration } = getComputedStyle(element)
          return animationName !== 'none' || transitionDuration !== '0s'
        })
        return {
          glides: [...document.styleSheets].some(({ cssRules }) => holds(cssRules)),
          scrolls: getComputedStyle(document.documentElement).scrollBehavior,
          animated: animated.length,
        }
      })
      await page.close()
      return moves
    }
    assert.deepEqual(await movesOn('no-preference', '/'), { glides: true, scrolls: 'smooth', animated: 0 })
    for (const address of ['/', '/issues/2026-W34/', '/search/', '/releases/']) {
      assert.deepEqual(await movesOn('reduce', address), { glides: false, scrolls: 'auto', animated: 0 }, address)
    }
  })
})

describe('a printed issue', () => {
  test('is black on white also where the screen is dark, and has no navigation', async () => {
    const page = await browser.newPage({ colorScheme: 'dark' })
    await page.goto(`${site.origin}/issues/2026-W34/`)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    const looks = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.documentElement)
      return { backgroundColor, color }
    })
    assert.deepEqual(looks, { backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(0, 0, 0)' })
    for (const part of await page.locator('.screen').all()) assert.equal(await part.isVisible(), false)
    assert.ok(await page.getByRole('heading', { level: 1 }).isVisible())
    await page.close()
  })
})

describe('an issue', () => {
  test('shows its sections in order, each with an anchor, and each pick under its own', () => {
    const html = read('issues/2026-W34/index.html')
    const sections = [...html.matchAll(/<section id="([\w-]+)"/g)].map((match) => match[1])
    assert.deepEqual(sections, [
      ...[
        'headlines',
        'release-watch',
        'security',
        'developer-news',
        'technical',
        'tooling',
        'editorial',
        'case-studies',
      ],
      ...['watch-and-listen', 'subproject-releases', 'events-and-calls', 'shoutouts', 'more-1', 'corrections'],
    ])
    assert.equal([...html.matchAll(/<article id="[0-9a-f]{10}"/g)].length, 24)
  })

  test('says how many it was picked from, how long it takes, and what is unusual about a link', async () => {
    const page = await browser.newPage()
    await page.goto(`${site.origin}/issues/2026-W34/`)
    const text = await page.locator('main').innerText()
    for (const part of [
      'No. 3',
      'Thursday 20 August 2026',
      '24 picks from',
      'behind a paywall',
      'in German',
      '6 min',
      'Also covered by Planet Harbour',
      'Corrected on 21 August 2026: There are two keepers',
      'To no. 2, “Calm”: It was not calm at all.',
      'A word before the links.',
      'To the night watch.',
      'High at noon.',
    ]) {
      assert.ok(text.includes(part), part)
    }
    await page.close()
  })

  test('shows a pick whose address is lost without a link', () => {
    const html = read('issues/2018-W05/index.html')
    assert.match(html, /<h3[^>]*>\s*A page whose address is lost\s*<\/h3>/)
    assert.match(html, /link not preserved/)
  })

  test('tells its other candidates as stories, with reasons, and a flood of them in one row that opens', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(`${site.origin}/issues/2026-W34/candidates/`)
    const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
    const [, all, told, others] =
      /(\d+) candidates came in .* and tell (\d+) stories\..* the other (\d+) are/.exec(text) ?? []
    assert.deepEqual([Number(all) - Number(told), Number(told) - Number(others)], [1, 24])
    assert.match(text, /The other (\d+)/)
    for (const part of ['seen <b>before</b>, and better', 'put by for another issue', 'also: The']) {
      assert.ok(text.includes(part), part)
    }
    const talk = page.getByRole('link', { name: 'Talk 7 of the regatta' })
    assert.equal(await talk.isVisible(), false)
    const flood = page.locator('summary')
    const row = /^(\d+) of 17 Aug, from The video of the harbour$/.exec((await flood.innerText()).trim())
    assert.ok(Number(row?.[1]) >= 12, await flood.innerText())
    await flood.click()
    assert.equal(await talk.isVisible(), true)
    assert.equal(await page.locator('.candidates li > a').count(), Number(others))
    await page.close()
  })

  test('has no page of candidates where none are on file', () => {
    assert.ok(!fs.existsSync(path.join(dist, 'issues/2018-W05/candidates')))
    assert.doesNotMatch(read('issues/2018-W05/index.html'), /candidates/)
  })

  test('is nowhere while it is a draft', () => {
    for (const file of filesOf(dist)) assert.doesNotMatch(read(file), /2026-W35|Not yet for readers/, file)
  })
})

describe('the archive', () => {
  const hrefsOf = (file: string) => [...read(file).matchAll(/<a [^>]*href="([^"#]+)/g)].map(([, href = '']) => href)

  test('leads from year to month to day, where every item has its permalink', () => {
    assert.ok(hrefsOf('archive/index.html').includes('/2026/08/'))
    assert.ok(hrefsOf('2026/index.html').includes('/2026/08/'))
    const days = [...new Set(hrefsOf('2026/08/index.html').filter((href) => /^\/2026\/08\/\d\d\/$/.test(href)))]
    const anchors = days.flatMap((day) =>
      [...read(`${day.slice(1)}index.html`).matchAll(/ id="([0-9a-f]{10})"/g)].map(([, id]) => id),
    )
    const items = filesOf(path.join(content, 'items')).map(
      (file) => /^id: "?(\w+)/m.exec(fs.readFileSync(path.join(content, 'items', file), 'utf8'))?.[1],
    )
    assert.ok(items.length > 160)
    assert.deepEqual(anchors.toSorted(), items.toSorted())
  })

  test('leads to every issue, and from a day to the issue that picked of it', () => {
    for (const key of ['2026-W34', '2026-W33']) assert.ok(hrefsOf('2026/index.html').includes(`/issues/${key}/`))
    assert.ok(hrefsOf('2018/02/index.html').includes('/issues/2018-W05/'))
    assert.match(
      read('2026/08/20/index.html'),
      /<a href="\/issues\/2026-W34\/#[0-9a-f]{10}"[^>]*>picked in no\. 3<\/a>/,
    )
  })
})

describe('the versions of an issue', () => {
  test('are the newest at an address that stays, with its sections, named by its own address', () => {
    const sections = (html: string) => [...html.matchAll(/<section id="([\w-]+)"/g)].map(([, id]) => id)
    const [latest, own] = [read('latest/index.html'), read('issues/2026-W34/index.html')]
    assert.deepEqual(sections(latest), sections(own))
    assert.match(latest, /<link rel="canonical" href="https:\/\/crowsnest\.example\/issues\/2026-W34\/">/)
    assert.match(latest, /Today that is no\. 3/)
  })

  test('are its text, and its mail without an inline style, as many links as the page', async () => {
    const answer = await fetch(`${site.origin}/issues/2026-W34.txt`)
    assert.equal(answer.headers.get('content-type'), 'text/plain; charset=utf-8')
    const text = await answer.text()
    assert.equal(await (await fetch(`${site.origin}/latest.txt`)).text(), text)
    assert.equal([...text.matchAll(/^\* /gm)].length, 24)
    assert.equal([...read('issues/2026-W34/mail/index.html').matchAll(/<h3/g)].length, 24)
  })

  test('open their contents by title without a script, and lead to each pick', async () => {
    const page = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 375, height: 760 } })
    await page.goto(`${site.origin}/issues/2026-W34/`)
    const title = page.getByRole('navigation', { name: 'In this issue' }).getByRole('link', { name: 'Light number 66' })
    assert.equal(await title.isVisible(), false)
    await page.getByText('All 24 links by title').click()
    await title.click()
    const id = new URL(page.url()).hash.slice(1)
    assert.match(await page.locator(`article[id="${id}"] h3`).innerText(), /Light number 66/)
    await page.close()
  })
})

describe('the sources', () => {
  test('are told in one line, and by name where something is wrong', async () => {
    const page = await browser.newPage()
    await page.goto(`${site.origin}/sources/`)
    const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
    for (const part of [
      '11 sources',
      '6 of 11 were read in the last week.',
      'Failing: pressofallharbours',
      ', The security of the harbour.',
      'Gone for good: The video of the harbour.',
      'Not read yet: 2.',
      'Failing since 3 August: answered 404 Not Found',
      'Failing since 24 December 2025: "><svg/onload=alert(1)>broken',
      'Gone for good since 1 July: answered 410 Gone',
      'Its feed says that it moved to https://podcast.harbour.example/new.xml',
      'not yet',
      'never',
    ]) {
      assert.ok(text.includes(part), part)
    }
    await page.getByRole('link', { name: 'The security of the harbour' }).first().click()
    assert.equal(new URL(page.url()).hash, '#source-source-security')
    await page.getByRole('rowheader').getByRole('link', { name: 'The security of the harbour', exact: true }).click()
    assert.equal(new URL(page.url()).pathname, '/sources/source-security/')
    await page.close()
  })

  test('that are retired stand at the end, with when and why, in no trouble, and with what they brought', async () => {
    const page = await browser.newPage()
    await page.goto(`${site.origin}/sources/`)
    const textOf = async (selector: string) => (await page.locator(selector).innerText()).replaceAll(/\s+/g, ' ')
    const why = 'since 3 August: Its keeper has gone ashore, & writes <elsewhere> now.'
    assert.equal(
      await textOf('#retired'),
      `Retired 1 We followed them once. What they brought stays. The Old Light ${why} 2 items on file`,
    )
    await page.locator('#retired').getByRole('link', { name: 'The Old Light' }).click()
    const text = await textOf('main')
    assert.ok(text.includes(`Retired ${why} We follow it no more.`), text)
    assert.ok(text.includes('Newest items 2'), text)
    assert.doesNotMatch(text, /404|Last read|a month/)
    await page.getByRole('link', { name: 'Retired' }).click()
    assert.equal(new URL(page.url()).hash, '#retired')
    await page.close()
    assert.ok(!read('sources.opml').includes('The Old Light'))
  })

  test('have a page each, with what is known of them, their picks, and their items by year', async () => {
    const page = await browser.newPage()
    await page.goto(`${site.origin}/sources/source-security/`)
    const text = (await page.locator('main').innerText()).replaceAll(/\s+/g, ' ')
    for (const part of [
      'Harbour Watch',
      'https://security.harbour.example/feed.xml',
      'Last read Sunday 23 August 2026',
      'Failing since 3 August: answered 404 Not Found',
      'only what mentions lamp or fog bank',
      'Language German',
      'On file 16 items',
      'that issues could choose from',
      'no. 3',
    ]) {
      assert.ok(text.includes(part), part)
    }
    const [, picked] = /Picked (\d+) of \d+ that/.exec(text) ?? []
    assert.ok(Number(picked) > 0)
    assert.equal(await page.locator('section[aria-labelledby=picks] li').count(), Number(picked))
    assert.equal(await page.locator('section[aria-labelledby=items] li').count(), 16)
    await page.close()
  })

  test('have a feed each, which their page and nobody else announces first', async () => {
    const announced = (file: string) =>
      [...read(file).matchAll(/<link rel="alternate"[^>]*href="([^"]+)"/g)].map(([, href]) => href)
    const ofEveryPage = headFeeds({ posts: true }).map(({ path: address }) => address)
    assert.equal(ofEveryPage[0], '/rss.xml')
    const own = '/sources/source-security/rss.xml'
    assert.deepEqual(announced('sources/source-security/index.html'), [own, ...ofEveryPage])
    assert.deepEqual(announced('sources/index.html'), ofEveryPage)
    const answer = await fetch(`${site.origin}/sources/source-security/rss.xml`)
    assert.equal(answer.headers.get('content-type'), 'application/rss+xml; charset=utf-8')
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    const feed = await new Parser().parseString(await answer.text())
    assert.equal(feed.feedUrl, 'https://crowsnest.example/sources/source-security/rss.xml')
    assert.equal(feed.items.length, 16)
    assert.match(String(feed.items[0]?.link), /^https:\/\/harbour\.example\/posts\//)
  })

  test('are each found where their id says, whatever it is', () => {
    assert.match(read('sources/index/index.html'), /<h1[^>]*>Index<\/h1>/)
    assert.match(read('sources/index.html'), /<h1[^>]*>\s*11\s+sources\s*<\/h1>/)
  })
})

describe('the feed', () => {
  test('is served as RSS under its own address and the usual ones', async () => {
    const feed = await fetch(`${site.origin}/rss.xml`)
    assert.equal(feed.headers.get('content-type'), 'application/rss+xml; charset=utf-8')
    for (const address of ['/feed', '/rss', '/feed.xml']) {
      const answer = await fetch(site.origin + address, { redirect: 'manual' })
      assert.deepEqual([answer.status, answer.headers.get('location')], [301, '/rss.xml'])
    }
  })
})

describe('the build', () => {
  test('gives the same bytes again, also once old weeks are folded', async () => {
    const folded = path.join(folder, 'folded')
    fs.cpSync(content, folded, { recursive: true })
    foldAll(folded)
    const again = path.join(folder, 'again')
    const { code, stderr } = await buildSite(folded, again)
    assert.equal(code, 0, stderr)
    assert.deepEqual(filesOf(again), filesOf(dist))
    for (const file of filesOf(dist)) {
      assert.ok(fs.readFileSync(path.join(again, file)).equals(fs.readFileSync(path.join(dist, file))), file)
    }
  })

  test('shows drafts only when asked, and then keeps search engines out', async () => {
    const { dist: preview } = await buildSharedSite('preview')
    const draft = fs.readFileSync(path.join(preview, 'issues/2026-W35/index.html'), 'utf8')
    assert.match(draft, /Readers do not see this page/)
    assert.match(fs.readFileSync(path.join(preview, 'index.html'), 'utf8'), /<meta name="robots" content="noindex">/)
    assert.doesNotMatch(fs.readFileSync(path.join(preview, 'rss.xml'), 'utf8'), /Not yet for readers/)
  })

  test('names each broken file with line and field, without a stack trace, and leaves the last site as it was', async () => {
    const [broken, last] = [path.join(folder, 'broken'), path.join(folder, 'last')]
    fs.cpSync(content, broken, { recursive: true })
    fs.cpSync(dist, last, { recursive: true })
    const item = path.join(broken, 'items', filesOf(path.join(broken, 'items'))[0] ?? '')
    fs.writeFileSync(item, fs.readFileSync(item, 'utf8').replace(/id: source-[\w-]+/, 'id: nobody'))
    const unknown = await buildSite(broken, last)
    assert.equal(unknown.code, 1)
    assert.match(unknown.stderr, /items\/2026-W\d\d\/.*\.md, sources\[0\]\.id: there is no source "nobody"/)
    assert.doesNotMatch(unknown.stderr, /\n\s+at /)
    fs.writeFileSync(path.join(broken, 'issues/2026-W33.md'), '---\nnumber: two\nstatus: published\n---\n')
    fs.rmSync(item)
    const unread = await buildSite(broken, last)
    assert.equal(unread.code, 1)
    assert.match(unread.stderr, /issues\/2026-W33\.md:2, number: expected a number, found "two"/)
    assert.match(unread.stderr, /date: this field is missing/)
    assert.deepEqual(filesOf(last), filesOf(dist))
  })

  test('refuses to replace a folder that holds something else', async () => {
    const other = path.join(folder, 'other')
    fs.mkdirSync(other)
    fs.writeFileSync(path.join(other, 'thesis.txt'), 'ten years')
    const { code, stderr } = await buildSite(content, other)
    assert.equal(code, 1)
    assert.match(stderr, /something else than a built site/)
    assert.equal(fs.readFileSync(path.join(other, 'thesis.txt'), 'utf8'), 'ten years')
  })
})
