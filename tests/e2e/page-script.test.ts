import assert from 'node:assert/strict'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright'
import { launchBrowser } from './browser.ts'
import { buildSharedSite } from './build-site.ts'
import { serveMeasured } from './serve-measured.ts'

const NETLIFY = path.resolve(import.meta.dirname, '../../netlify.toml')
const DARK_PAPER = 'rgb(14, 22, 32)'
const LIGHT_PAPER = 'rgb(251, 250, 245)'

let browser: Browser
let site: Awaited<ReturnType<typeof serveMeasured>>

before(async () => {
  const [{ dist }, launched] = await Promise.all([buildSharedSite(), launchBrowser()])
  browser = launched
  site = await serveMeasured(dist, NETLIFY)
})

after(async () => {
  await browser.close()
  await site.close()
})

/** A browser of one reader, closed at the end of the test; `complaints` is what its console says. */
async function openReader(options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options)
  const complaints: string[] = []
  context.on('console', (message) => complaints.push(message.text()))
  context.on('weberror', (error) => complaints.push(error.error().message))
  return { context, complaints, [Symbol.asyncDispose]: () => context.close() }
}

async function open(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(site.origin + address)
  return page
}

const toggle = (page: Page) => page.getByRole('button', { name: 'Dark colours' })
const isPressed = (page: Page) => toggle(page).getAttribute('aria-pressed')
const paperOf = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
const remembered = (page: Page) => page.evaluate(() => localStorage.getItem('theme'))

describe('the toggle of the colours', () => {
  for (const [preferred, theme, before, then] of [
    ['light', 'dark', LIGHT_PAPER, DARK_PAPER],
    ['dark', 'light', DARK_PAPER, LIGHT_PAPER],
  ] as const) {
    test(`changes them for who prefers ${preferred}, on every page and after a reload, until it is pressed again`, async () => {
      await using reader = await openReader({ colorScheme: preferred })
      const page = await open(reader.context, '/')
      assert.deepEqual([await paperOf(page), await isPressed(page)], [before, String(preferred === 'dark')])
      await toggle(page).click()
      assert.deepEqual([await paperOf(page), await isPressed(page)], [then, String(theme === 'dark')])
      await page.reload()
      assert.deepEqual([await paperOf(page), await isPressed(page)], [then, String(theme === 'dark')])
      const other = await open(reader.context, '/about/')
      assert.equal(await paperOf(other), then)
      assert.equal(await remembered(other), theme)
      await toggle(page).press('Enter')
      assert.deepEqual([await paperOf(page), await isPressed(page)], [before, String(preferred === 'dark')])
      assert.equal(await remembered(page), null, 'what the reader prefers anyway is not kept')
      assert.deepEqual(reader.complaints, [])
    })
  }

  test('follows the preference when that changes, as long as the reader chose nothing', async () => {
    await using reader = await openReader({ colorScheme: 'light' })
    const page = await open(reader.context, '/')
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual([await paperOf(page), await isPressed(page)], [DARK_PAPER, 'true'])
    await toggle(page).click()
    await page.emulateMedia({ colorScheme: 'light' })
    await page.emulateMedia({ colorScheme: 'dark' })
    assert.deepEqual([await paperOf(page), await isPressed(page)], [LIGHT_PAPER, 'false'])
  })

  test('is set before the first paint, so that a page of the other colours never shows', async () => {
    await using reader = await openReader({ colorScheme: 'light' })
    await toggle(await open(reader.context, '/')).click()
    const page = await reader.context.newPage()
    // Nothing that comes after the head is there yet.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return
        observer.disconnect()
        document.documentElement.dataset.atFirst = document.documentElement.dataset.theme ?? 'none'
      }).observe(document, { childList: true, subtree: true })
    })
    await page.goto(`${site.origin}/issues/2026-W34/`)
    assert.equal(await page.evaluate(() => document.documentElement.dataset.atFirst), 'dark')
  })

  test('works for the page where the browser refuses to remember, and says nothing in the console', async () => {
    await using reader = await openReader({ colorScheme: 'light' })
    await reader.context.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('The request was denied for this document.', 'SecurityError')
        },
      })
    })
    const page = await open(reader.context, '/')
    assert.equal(
      await page.evaluate(() => {
        try {
          return String(localStorage.length)
        } catch (error) {
          return (error as Error).name
        }
      }),
      'SecurityError',
    )
    await toggle(page).click()
    assert.equal(await paperOf(page), DARK_PAPER)
    await toggle(page).click()
    assert.equal(await paperOf(page), LIGHT_PAPER)
    await page.reload()
    assert.equal(await paperOf(page), LIGHT_PAPER)
    assert.deepEqual(reader.complaints, [])
  })

  test('is deaf to what somebody else left under its name', async () => {
    await using reader = await openReader({ colorScheme: 'light' })
    const page = await open(reader.context, '/')
    await page.evaluate(() => {
      localStorage.setItem('theme', 'solarized"><b>')
    })
    await page.reload()
    assert.deepEqual([await paperOf(page), await isPressed(page)], [LIGHT_PAPER, 'false'])
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined)
    assert.deepEqual(reader.complaints, [])
  })

  test('leaves print black on white', async () => {
    await using reader = await openReader({ colorScheme: 'light' })
    const page = await open(reader.context, '/issues/2026-W34/')
    await toggle(page).click()
    await page.emulateMedia({ media: 'print' })
    assert.equal(await paperOf(page), 'rgb(255, 255, 255)')
    assert.equal(await page.locator('[data-theme-toggle]').isVisible(), false)
  })

  test('is as large as a finger at 320 pixels', async () => {
    await using reader = await openReader({ viewport: { width: 320, height: 640 } })
    const box = await toggle(await open(reader.context, '/')).boundingBox()
    assert.ok(box && box.width >= 24 && box.height >= 24, JSON.stringify(box))
  })
})

describe('the copy button of a block of code', () => {
  const POST = '/posts/first-night/'
  const YAML = [
    ...['apiVersion: v1', 'kind: Pod', 'metadata:'],
    '  name: lamp # the one that turns, and that has a remark so long that no phone could show it whole',
    ...['spec:', '  containers:', '    - name: wick', '      args: ["--light", "--turn"]'],
  ].join('\n')
  const buttons = (page: Page) => page.locator('figure.code button')
  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

  test('copies a file as it stands, and of a console what was typed, without prompts and output', async () => {
    await using reader = await openReader({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await open(reader.context, POST)
    const [file, typed] = [buttons(page).first(), buttons(page).nth(1)]
    await file.click()
    await file.filter({ hasText: 'Copied' }).waitFor()
    assert.equal(await clipboard(page), YAML)
    await typed.press('Enter')
    await typed.filter({ hasText: 'Copied' }).waitFor()
    assert.equal(await clipboard(page), 'kubectl apply --filename lamp.yaml \\\n    --dry-run=server')
    assert.deepEqual(reader.complaints, [])
  })

  test('says that it did, to who listens too, and after a while what it does, however often it is pressed meanwhile', async () => {
    await using reader = await openReader({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await reader.context.newPage()
    await page.clock.install()
    await page.goto(site.origin + POST)
    const button = buttons(page).first()
    const status = page.getByRole('status')
    assert.equal(await status.textContent(), '')
    await button.click()
    await button.filter({ hasText: 'Copied' }).waitFor()
    assert.equal(await status.textContent(), 'Copied')
    await page.clock.runFor(1000)
    await button.click()
    await page.clock.runFor(5000)
    assert.deepEqual([await button.innerText(), await status.textContent()], ['Copy', ''])
  })

  test('says where it could not', async () => {
    await using reader = await openReader()
    await reader.context.addInitScript(() => {
      // The empty page that a tab begins with is not secure, and has none.
      if (!window.isSecureContext) return
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('Not now.', 'NotAllowedError'))
    })
    const page = await open(reader.context, POST)
    await buttons(page).first().click()
    await buttons(page).first().filter({ hasText: 'Not copied' }).waitFor()
    assert.deepEqual(reader.complaints, [])
  })

  test('is not shown where the browser has no clipboard', async () => {
    await using reader = await openReader()
    await reader.context.addInitScript(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined })
    })
    const page = await open(reader.context, POST)
    assert.equal(await toggle(page).isVisible(), true, 'the script has run')
    assert.deepEqual([await buttons(page).count(), await buttons(page).first().isVisible()], [2, false])
  })
})

test('without scripts neither button is shown, and the code is there to be read', async () => {
  await using reader = await openReader({ javaScriptEnabled: false })
  const page = await open(reader.context, '/posts/first-night/')
  // A form sends itself without scripts.
  const scripted = page.locator('button:not([type="submit"])')
  for (const button of await scripted.all()) assert.equal(await button.isVisible(), false)
  assert.equal(await scripted.count(), 3)
  assert.ok(await page.getByText('--dry-run=server').isVisible())
})
