import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright'
import type { Template } from './find-templates.ts'
import { type GateResult, atMost } from './gate.ts'

export interface ServedSite {
  readonly origin: string
  /** Bytes on the wire of each path that was asked for, and how often. */
  readonly sizes: Map<string, number>
}

const SEARCH = '/search/'
const WIDTHS = [320, 1280]

/** What a browser says of one address: bytes, hosts, cookies, complaints, accessibility, keys, the page without scripts. */
export async function checkPage(browser: Browser, site: ServedSite, template: Template): Promise<GateResult[]> {
  const { address } = template
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(site.origin + address, { waitUntil: 'networkidle' })
  const foreign = asked.filter((url) => !url.startsWith(`${site.origin}/`) && !url.startsWith('data:'))
  const fonts = asked.filter((url) => /\.(woff2?|ttf|otf)(\?|$)/.test(url))
  const own = new Set(asked.filter((url) => url.startsWith(site.origin)).map((url) => new URL(url).pathname))
  const bytes = [...own].reduce((sum, pathname) => sum + (site.sizes.get(decodeURI(pathname)) ?? 0), 0)
  const cookies = await context.cookies()
  // A page that is not there says so in its status, which a console repeats.
  const errors = complaints.filter((text) => !(address === '/404.html' && text.includes('404')))
  const words = (await page.locator('main').innerText()).replace(/\s+/g, ' ')
  const results = [
    atMost({ gate: 'bytes', where: address, value: bytes / 1000, limit: 50, aim: 15, unit: 'KB' }),
    atMost({
      gate: 'other hosts and cookies',
      where: address,
      value: foreign.length + cookies.length,
      limit: 0,
      details: foreign,
    }),
    atMost({ gate: 'fonts', where: address, value: fonts.length, limit: 0, details: fonts }),
    atMost({ gate: 'complaints of the browser', where: address, value: errors.length, limit: 0, details: errors }),
    ...(await checkAxe(page, address)),
    await checkKeys(page, site.origin + address, address),
    await checkSettings(page, address),
  ]
  await context.close()
  return [...results, await checkWithoutScripts(browser, site.origin, address, words)]
}

async function checkAxe(page: Page, address: string): Promise<GateResult[]> {
  const wrong: string[] = []
  const advice: string[] = []
  const wide: string[] = []
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    const real = await page.evaluate(() => document.documentElement.scrollWidth)
    if (real > width) wide.push(`${real} pixels wide at ${width}`)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const axe = new AxeBuilder({ page }).setLegacyMode(true)
      // Dark differs from light in its colours alone.
      if (colorScheme === 'light')
        axe.options({ rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })
      else axe.withRules(['color-contrast', 'link-in-text-block'])
      for (const { id, tags, nodes } of (await axe.analyze()).violations) {
        const list = tags.includes('best-practice') ? advice : wrong
        list.push(`${colorScheme}, ${width}: ${id}, ${nodes.length} times: ${nodes[0]?.html}`)
      }
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return [
    atMost({ gate: 'axe, WCAG 2.2 AA', where: address, value: wrong.length, limit: 0, details: wrong }),
    atMost({
      gate: 'axe, best practice',
      where: address,
      value: advice.length,
      limit: Infinity,
      aim: 0,
      details: advice,
    }),
    atMost({ gate: 'scrolls sideways', where: address, value: wide.length, limit: 0, details: wide }),
  ]
}

/** The first forty stops of the Tab key: the skip link first, in the order of the page, each with a visible focus. */
async function checkKeys(page: Page, url: string, address: string): Promise<GateResult> {
  await page.goto(url)
  const wrong: string[] = []
  for (let stop = 0; stop < 40; stop++) {
    await page.keyboard.press('Tab')
    const told = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return null
      const style = getComputedStyle(element)
      const last = document.querySelector('[data-last-stop]')
      const isBefore = last !== null && (last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING) !== 0
      last?.removeAttribute('data-last-stop')
      element.setAttribute('data-last-stop', '')
      const { left, width, height } = element.getBoundingClientRect()
      return {
        html: element.outerHTML.slice(0, 120),
        isSkip: element.classList.contains('skip'),
        isSeen:
          style.outlineStyle !== 'none' &&
          Number.parseFloat(style.outlineWidth) > 0 &&
          left > -50 &&
          width * height > 0,
        isBefore,
      }
    })
    if (told === null) break
    if (stop === 0 && !told.isSkip) wrong.push(`the first stop is no skip link: ${told.html}`)
    if (!told.isSeen) wrong.push(`no visible focus: ${told.html}`)
    if (told.isBefore) wrong.push(`stands before the stop before it: ${told.html}`)
  }
  return atMost({ gate: 'keys and focus', where: address, value: wrong.length, limit: 0, details: wrong })
}

/** Nothing moves where motion is not wanted; words are seen in the colours that a reader forces. */
async function checkSettings(page: Page, address: string): Promise<GateResult> {
  const wrong: string[] = []
  if ((await page.evaluate(() => document.getAnimations().length)) > 0) wrong.push('something moves')
  await page.emulateMedia({ forcedColors: 'active' })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withRules(['color-contrast']).analyze()
  wrong.push(...violations.map(({ nodes }) => `forced colours: too little contrast: ${nodes[0]?.html}`))
  await page.emulateMedia({ forcedColors: 'none' })
  return atMost({
    gate: 'forced colours, reduced motion',
    where: address,
    value: wrong.length,
    limit: 0,
    details: wrong,
  })
}

async function checkWithoutScripts(
  browser: Browser,
  origin: string,
  address: string,
  words: string,
): Promise<GateResult> {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(origin + address)
  const wrong: string[] = []
  if (!(await page.getByRole('heading', { level: 1 }).first().isVisible())) wrong.push('no heading')
  if (address.endsWith('/mail/')) {
    // A mail has no navigation, nor has the page that shows it: it leads to its issue.
    const issue = address.replace(/mail\/$/, '')
    const hrefs = await page
      .locator('a[href]')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).pathname))
    if (!hrefs.includes(issue)) wrong.push('no way to the issue')
  } else if ((await page.locator('header nav a').count()) < 3) wrong.push('no navigation')
  const plain = (await page.locator('main').innerText()).replace(/\s+/g, ' ')
  // A button to copy code with is there with scripts alone; no word of the text is.
  const letters = (text: string) => text.replace(/\b(Copy|Copied)\b/g, '').replace(/\s+/g, '').length
  if (address !== SEARCH && letters(plain) < letters(words)) wrong.push('words are missing')
  if (address === SEARCH && !plain.includes('needs JavaScript'))
    wrong.push('the search does not say that it needs scripts')
  await context.close()
  return atMost({ gate: 'without scripts', where: address, value: wrong.length, limit: 0, details: wrong })
}
