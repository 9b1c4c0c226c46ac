import assert from 'node:assert/strict'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, Page, Request } from 'playwright'
import { writeSearchIndex } from '../../src/io/search-index.ts'
import { PATIENCE as SEARCH_PATIENCE } from '../../src/site/search/start-search.ts'
import { until } from '../until.ts'
import { assertSound } from './assert-sound.ts'
import { launchBrowser } from './browser.ts'
import { buildSharedSite } from './build-site.ts'
import { serveMeasured } from './serve-measured.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

let folder: string
let dist: string
let browser: Browser | undefined
let site: Awaited<ReturnType<typeof serveMeasured>>

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-search-'))
  ;({ dist } = await buildSharedSite())
  browser = await launchBrowser()
  site = await serveMeasured(dist, path.join(ROOT, 'netlify.toml'))
})

after(async () => {
  // Without a browser, there is no server either.
  await browser?.close()
  if (browser) await site.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

async function open(query = ''): Promise<Page> {
  const page = await browser!.newPage({ reducedMotion: 'reduce' })
  await page.goto(`${site.origin}/search/${query}`)
  return page
}

const status = (page: Page) => page.getByRole('status')
const results = (page: Page) => page.locator('.hits > li')
const field = (page: Page) => page.getByRole('searchbox')

/** The status line, once it says what is expected; what it says instead, where it never does. */
async function told(page: Page, expected: RegExp): Promise<string> {
  await status(page)
    .filter({ hasText: expected })
    .waitFor()
    .catch(() => undefined)
  return status(page).innerText()
}

describe('the search page', () => {
  test('finds words as they are typed, marks them, says how much it found, and keeps the policy', async () => {
    const page = await open()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await field(page).pressSequentially('keeper')
    assert.match(await told(page, /“keeper”/), /^\d+ results for “keeper”\.$/)
    const first = results(page).first()
    assert.ok((await first.locator('mark').allInnerTexts()).every((text) => /keep/i.test(text)))
    assert.ok((await first.locator('mark').count()) > 0)
    assert.deepEqual(complaints, [])
    assert.equal(new URL(page.url()).search, '?q=keeper')
    assert.match(await page.title(), /^keeper: Search/)
    await page.close()
  })

  test('leads to the place on the page where the words stand', async () => {
    const page = await open('?q=number')
    await told(page, /result/)
    const link = page.locator('.hits ul a').first()
    const [title, href] = [await link.innerText(), await link.getAttribute('href')]
    assert.match(href ?? '', /^\/.+\/#.+/)
    await link.click()
    const target = page.locator(`[id="${new URL(page.url()).hash.slice(1)}"]`)
    assert.ok((await target.innerText()).includes(title))
    await page.close()
  })

  test('tells issues with their title and day, and days with theirs', async () => {
    const page = await open('?q=keeper&kind=issue')
    await told(page, /result/)
    const text = await results(page).first().innerText()
    assert.match(text, /The lamp is lit, and the fog is leaving\s+Issue · 20 August 2026/)
    await page.goto(`${site.origin}/search/?q=number&kind=podcast`)
    await told(page, /result/)
    assert.match(await results(page).first().getByRole('heading').innerText(), /^\w+day \d+ August 2026$/)
    await page.close()
  })

  test('narrows to kind and year, for the items of a day too, and says so where nothing is left', async () => {
    const page = await open('?q=light')
    await told(page, /result/)
    await page.getByLabel('Kind').selectOption('podcast')
    await page.waitForURL('**/?q=light&kind=podcast')
    const sectionOf = (href: string | null) => {
      const [address = '', id = ''] = (href ?? '').split('#')
      const html = fs.readFileSync(path.join(dist, address, 'index.html'), 'utf8')
      const before = html.slice(0, html.indexOf(`id="${id}"`))
      return [...before.matchAll(/<section id="([\w-]+)"/g)].at(-1)?.[1]
    }
    // What was found before stands there until the answer comes.
    await until('only podcasts are found', async () => {
      const hrefs = await page
        .locator('.hits ul a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
      return hrefs.length > 0 && hrefs.slice(0, 6).every((href) => sectionOf(href) === 'podcast')
    })
    await page.goto(`${site.origin}/search/?q=calm&kind=podcast`)
    assert.equal(await told(page, /No result/), 'No result for “calm” of that kind, topic and year.')
    assert.ok(
      await page.getByRole('link', { name: 'The archive' }).isVisible(),
      'there is another way to what is not found',
    )
    await page.close()
  })

  test('keeps what was asked in the address, so that going back shows what was found before', async () => {
    const page = await open('?q=light')
    await told(page, /light/)
    await page.getByLabel('Kind').selectOption('blog')
    await page.waitForURL('**kind=blog')
    // At once, as a key is slow on a busy machine, and a pause asks in place of what stands in the address.
    await field(page).evaluate((input: HTMLInputElement) => {
      input.value = 'calm'
      input.form?.requestSubmit()
    })
    assert.match(await told(page, /calm/), /calm/)
    await page.goBack()
    await told(page, /light/)
    assert.equal(await field(page).inputValue(), 'light')
    assert.equal(await page.getByLabel('Kind').inputValue(), 'blog')
    await page.close()
  })

  test('is used with the keyboard alone', async () => {
    const page = await open('?q=calm')
    await told(page, /result/)
    const focused = () => page.evaluate(() => document.activeElement?.outerHTML ?? '')
    await page.keyboard.press('/')
    assert.match(await focused(), /^<input/)
    assert.equal(await field(page).inputValue(), 'calm')
    await page.keyboard.press('ArrowDown')
    const first = await focused()
    assert.match(first, /^<a href="\//)
    await page.keyboard.press('ArrowDown')
    assert.notEqual(await focused(), first)
    await page.keyboard.press('ArrowUp')
    assert.equal(await focused(), first)
    await page.keyboard.press('ArrowUp')
    assert.match(await focused(), /^<input/)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Escape')
    assert.match(await focused(), /^<input/)
    await page.keyboard.press('Escape')
    assert.equal(await field(page).inputValue(), '')
    await results(page).first().waitFor({ state: 'detached' })
    assert.equal(new URL(page.url()).search, '')
    await page.close()
  })

  test('shows more when asked, and goes on at the first of them', async () => {
    const page = await open('?q=number')
    await told(page, /result/)
    const before = await results(page).count()
    await page.getByRole('button', { name: 'More results' }).click()
    await results(page).nth(before).waitFor()
    const place = await results(page)
      .nth(before)
      .evaluate((entry) => entry.contains(document.activeElement))
    assert.equal(place, true)
    await page.close()
  })

  test('shows the answer to what was asked last, however late an earlier one comes', async () => {
    // With an index at hand, the second is answered before the first says that it is still being looked for.
    const page = await open('?q=light')
    await told(page, /light/)
    const held = Promise.withResolvers<undefined>()
    let early: Request | undefined
    await page.route('**/*.pf_fragment', async (route) => {
      early ??= route.request()
      if (route.request() === early) await held.promise
      await route.continue()
    })
    const asked = page.waitForRequest('**/*.pf_fragment')
    await field(page).fill('calm')
    await asked
    await field(page).fill('regatta')
    assert.match(await told(page, /regatta/), /regatta/)
    await results(page).first().waitFor()
    const shown = await results(page).allInnerTexts()
    // When a timer of as long ends, that of the first has.
    await page.evaluate((patience) => new Promise((end) => setTimeout(end, patience)), SEARCH_PATIENCE)
    assert.match(await status(page).innerText(), /regatta/)
    held.resolve(undefined)
    assert.equal(await (await early?.response())?.finished(), null)
    await page.evaluate(() => new Promise((end) => setTimeout(end)))
    assert.deepEqual(await results(page).allInnerTexts(), shown)
    assert.match(await status(page).innerText(), /regatta/)
    await page.close()
  })

  test('says what is wrong when the index cannot be loaded, and answers once it can', async () => {
    const page = await browser!.newPage()
    await page.route('**/pagefind/**', (route) => route.abort())
    await page.goto(`${site.origin}/search/?q=calm`)
    assert.match(await told(page, /could not/), /The search index could not be loaded\./)
    assert.ok(await page.getByRole('main').getByRole('link', { name: 'The archive' }).isVisible())
    await page.unroute('**/pagefind/**')
    await field(page).press('Enter')
    assert.match(await told(page, /result/), /results? for “calm”/)
    await page.close()
  })

  test('without scripts says so, hides what needs them, and its form leads to the archive', async () => {
    const context = await browser!.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${site.origin}/search/?q=calm`)
    assert.ok(await page.getByText('needs JavaScript, which is off').isVisible())
    assert.equal(await page.getByLabel('Kind').isVisible(), false)
    assert.equal(
      new URL(await page.locator('form').evaluate((form: HTMLFormElement) => form.action)).pathname,
      '/archive/',
    )
    await field(page).fill('calm')
    await Promise.all([page.waitForURL('**/archive/**'), page.getByRole('button', { name: 'Search' }).click()])
    await context.close()
  })

  test('has no accessibility violation with results, light and dark, and never scrolls sideways', async () => {
    const page = await browser!.newPage({ reducedMotion: 'reduce' })
    await assertSound(page, `${site.origin}/search/?q=light`, () => told(page, /result/))
    await page.close()
  })
})

describe('the search index', () => {
  test('is the same at every build of the same pages', async () => {
    const copy = path.join(folder, 'copy')
    fs.cpSync(dist, copy, { recursive: true })
    fs.rmSync(path.join(copy, 'pagefind'), { recursive: true })
    assert.ok((await writeSearchIndex(copy)) > 5)
    const files = (root: string) => fs.globSync('pagefind/**/*.*', { cwd: root }).sort()
    assert.deepEqual(files(copy), files(dist))
    for (const file of files(dist)) {
      assert.ok(fs.readFileSync(path.join(copy, file)).equals(fs.readFileSync(path.join(dist, file))), file)
    }
  })

  test('carries no more than what our page asks for', () => {
    assert.deepEqual(
      fs.readdirSync(path.join(dist, 'pagefind')).filter((name) => /\.(js|css)$/.test(name)),
      ['pagefind.js'],
    )
  })
})
