import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright'
import { CONSENT_TEXT, CURRENT_CONSENT } from '../../src/core/subscription/consent-text.ts'
import { take } from '../../src/core/text/problem.ts'
import { readPageTemplates } from '../../src/server/page-templates.ts'
import { startScript } from '../cli/run-script.ts'
import { assertSound } from './assert-sound.ts'
import { fillAppPages, HOSTILE, LONG_ADDRESS } from './app-cases.ts'
import { launchBrowser } from './browser.ts'
import { buildSharedSite } from './build-site.ts'
import { lendTabs } from './lend-tabs.ts'
import { serveMeasured } from './serve-measured.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const NAMES = Object.keys(fillAppPages(() => ''))
const READING_BYTES = 15_000

let folder: string
let content: string
let dist: string
let pages: Readonly<Record<string, string>>
let browser: Browser
let site: Awaited<ReturnType<typeof serveMeasured>>

before(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-app-pages-'))
  ;[{ content, dist }, browser] = await Promise.all([buildSharedSite(), launchBrowser()])
  pages = fillAppPages(take(readPageTemplates(dist)))
  const shown = path.join(folder, 'site')
  fs.cpSync(path.join(dist, 'assets'), path.join(shown, 'assets'), { recursive: true })
  fs.copyFileSync(path.join(dist, 'favicon.svg'), path.join(shown, 'favicon.svg'))
  for (const [name, html] of Object.entries(pages)) {
    fs.mkdirSync(path.join(shown, name))
    fs.writeFileSync(path.join(shown, name, 'index.html'), html)
  }
  site = await serveMeasured(shown, path.join(ROOT, 'netlify.toml'))
})

after(async () => {
  await browser.close()
  await site.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

const inQuietTab = lendTabs(() => browser, { reducedMotion: 'reduce' })

describe('every page of the app', { concurrency: 2 }, () => {
  for (const name of NAMES) {
    test(`${name} has no accessibility violation, never scrolls sideways, is small, and runs nothing of a reader's`, async () => {
      await inQuietTab(async (page) => {
        const complaints: string[] = []
        const asked: string[] = []
        page.on('console', (message) => complaints.push(message.text()))
        page.on('request', (request) => asked.push(request.url()))
        await assertSound(page, `${site.origin}/${name}/`)
        assert.deepEqual(complaints, [])
        assert.equal(await page.locator('h1').count(), 1)
        assert.equal(await page.locator('main svg').count(), 0)
        const bytes = asked.reduce((sum, url) => sum + site.bytesOf(new URL(url).pathname), 0)
        assert.ok(bytes > 1000 && bytes <= READING_BYTES, `${bytes} bytes`)
        for (const target of await page.locator('main :is(button, input, textarea):visible').all()) {
          const box = await target.boundingBox()
          const isTrap = (await target.getAttribute('name')) === 'website'
          assert.ok(isTrap || (box?.height ?? 0) >= 44, `${await target.innerText()} is ${box?.height} pixels high`)
        }
      })
    })
  }

  test('is valid HTML, has every slot filled, and stays out of search engines', async () => {
    const validator = new HtmlValidate({ root: true, extends: ['html-validate:standard', 'html-validate:a11y'] })
    for (const [name, html] of Object.entries(pages)) {
      const { results } = await validator.validateString(html, name)
      assert.deepEqual(
        results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${line} ${ruleId} ${message}`)),
        [],
        name,
      )
      // What was typed may look like a slot, and stays what it is.
      assert.doesNotMatch(html.replaceAll('{{email}}xxx', ''), /\{\{/, name)
      assert.match(html, /<meta name="robots" content="noindex">/, name)
    }
  })

  test('is in no list of pages, while the page to subscribe at is in the map', () => {
    for (const file of ['sitemap.xml', 'feeds/index.html', 'archive/index.html', 'rss.xml']) {
      assert.doesNotMatch(fs.readFileSync(path.join(dist, file), 'utf8'), /\/app\//, file)
    }
    assert.match(fs.readFileSync(path.join(dist, 'sitemap.xml'), 'utf8'), /crowsnest\.example\/subscribe\//)
  })
})

describe('the forms, in a browser without JavaScript, against the running app', () => {
  let origin: string
  let stop: () => Promise<unknown>
  let page: Page

  before(async () => {
    const [state, out] = [path.join(folder, 'state'), path.join(folder, 'outbox')]
    const args = ['--content', content, '--dist', dist, '--state', state, '--out', out, '--port', '0']
    const { child, ended } = startScript('serve', args)
    stop = async () => {
      child.kill('SIGTERM')
      return ended
    }
    assert.ok(child.stdout)
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    origin = line.replace('ready ', '')
    page = await browser.newPage({ javaScriptEnabled: false })
  })
  after(async () => {
    await page.close()
    await stop()
  })

  const errorOf = async (field: string) => {
    const input = page.locator(field)
    const ids = ((await input.getAttribute('aria-describedby')) ?? '').split(' ')
    const texts = await Promise.all(ids.map((id) => page.locator(`[id="${id}"]`).innerText()))
    return {
      invalid: await input.getAttribute('aria-invalid'),
      words: texts.join(' '),
      value: await input.inputValue(),
    }
  }

  test('say beside the field what somebody agrees to who subscribes, wherever the form stands', async () => {
    for (const address of ['/', '/issues/', '/subscribe/', '/subscribe', '/posts/']) {
      await page.goto(origin + address)
      const { words } = await errorOf('#subscribe-email')
      assert.ok(words.includes(CONSENT_TEXT[CURRENT_CONSENT]), address)
      assert.equal(await page.locator('#subscribe-hint a').getAttribute('href'), '/privacy/')
    }
  })

  test('are passed by keyboard from the field to the button, and nobody meets the trap', async () => {
    await page.goto(`${origin}/subscribe/`)
    await page.locator('#subscribe-email').focus()
    await page.keyboard.press('Tab')
    assert.equal(await page.locator(':focus').innerText(), 'Subscribe')
    await page.keyboard.press('Tab')
    assert.equal(await page.locator(':focus').getAttribute('href'), '/privacy/')
    await page.keyboard.press('Tab')
    assert.notEqual(await page.locator(':focus').getAttribute('name'), 'website')
    const { width, height, clip } = await page.locator('#subscribe-website').evaluate((input) => {
      const trap = input.closest('div') ?? input
      const { width, height } = trap.getBoundingClientRect()
      return { width, height, clip: getComputedStyle(trap).clipPath }
    })
    assert.deepEqual([width, height, clip], [1, 1, 'inset(50%)'])
    assert.equal(await page.getByRole('textbox').count(), 1)
  })

  test('take an address, and say to look in the mail', async () => {
    await page.goto(`${origin}/subscribe/`)
    await page.getByLabel('Email address').fill('keeper@light.example')
    await page.getByRole('button', { name: 'Subscribe' }).click()
    assert.equal(await page.locator('h1').innerText(), 'Look in your mail')
    assert.equal(new URL(page.url()).pathname, '/subscribe')
  })

  test('say what is wrong with an address beside the field, with what was typed still in it', async () => {
    await page.goto(`${origin}/subscribe/`)
    // For a browser a host needs no dot.
    await page.getByLabel('Email address').fill('keeper@light')
    await page.getByRole('button', { name: 'Subscribe' }).click()
    const { invalid, words, value } = await errorOf('#subscribe-email')
    assert.deepEqual([invalid, value], ['true', 'keeper@light'])
    assert.match(words, /no mail address that we can write to.*keeper@light\.example/s)
    assert.match(words, /One mail a week/)
  })

  test('take a link with what is said of it, and give all of it back where something is wrong', async () => {
    await page.goto(`${origin}/suggest/`)
    await page.getByLabel('Its address').fill('http://localhost/secret')
    await page.getByLabel('Why somebody').fill('First line\nsecond line')
    await page.getByLabel('Your name').fill('Maren <b>')
    await page.getByLabel('Email address').fill('maren@light')
    await page.getByRole('button', { name: 'Suggest it' }).click()
    const [url, note, by, email] = await Promise.all(
      ['url', 'note', 'by', 'email'].map((name) => errorOf(`#suggest-${name}`)),
    )
    assert.deepEqual([url?.invalid, note?.invalid, by?.invalid, email?.invalid], ['true', 'false', 'false', 'true'])
    assert.deepEqual([note?.value, by?.value, email?.value], ['First line\nsecond line', 'Maren <b>', 'maren@light'])
    assert.match(url?.words ?? '', /does not lead every reader to a page.*Of the original/s)
    await page.getByLabel('Its address').fill('https://harbour.example/light')
    await page.getByLabel('Email address').fill('')
    await page.getByRole('button', { name: 'Suggest it' }).click()
    assert.equal(await page.locator('h1').innerText(), 'Thank you for the link')
  })

  test('answer a link that is none with a page that says what to do', async () => {
    await page.goto(`${origin}/confirm/none`)
    assert.equal(await page.locator('h1').innerText(), 'There is nothing here')
    assert.match(await page.locator('main').innerText(), /Links in mails are long/)
    assert.equal(await page.title(), 'There is nothing here · Crowsnest')
  })
})

test('the cases are as long and as hostile as they say', () => {
  assert.equal(LONG_ADDRESS.length <= 254 && LONG_ADDRESS.length > 240, true)
  assert.match(HOSTILE, /^"><\/p>/)
})
