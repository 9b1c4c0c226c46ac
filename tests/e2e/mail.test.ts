import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import type { Browser, Page } from 'playwright'
import { assembleDigest } from '../../src/core/digest/assemble-digest.ts'
import { renderHtml } from '../../src/core/digest/render-html.ts'
import type { Issue } from '../../src/core/issue/issue.ts'
import { makeIssue, makePick, SECTION_IDS } from '../builders.ts'
import { makeSettings } from '../core/digest/digest-builders.ts'
import { makeOddIssue } from '../core/digest/odd-issues.ts'
import { launchBrowser } from './browser.ts'
import { findViolations } from './find-violations.ts'
import { lendTabs } from './lend-tabs.ts'

const settings = makeSettings({
  mail: { from: 'lamp@light.example', replyTo: 'desk@light.example', address: 'Pier 1\nThe Harbour' },
})
const WIDTHS = [320, 600, 800]
/** What mail programs read in place of style sheets, and of elements that they do not know. */
const OF_MAIL = { 'no-deprecated-attr': 'off', 'prefer-native-element': 'off' } as const
/** The least height of links that stand alone, in pixels. */
const TARGET = 44

/** Plain weeks and odd ones, by what is odd about them. */
const ISSUES: Readonly<Record<string, Issue>> = {
  'every section': makeIssue({
    body: 'A [note](/flags/) with `code`.\n\n> Said.\n\n## Technical\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```yaml\nkind: Pod\n```',
    picks: SECTION_IDS.map((section, index) =>
      makePick({
        ...{ section, url: `https://harbour.example/${index}`, minutes: 4, cves: ['CVE-2026-1234'] },
        also: [{ source: 'LWKD', url: 'https://lwkd.example/' }],
      }),
    ),
    corrections: [{ date: '2026-08-22', text: 'Two, not three.' }],
  }),
  'one pick and no note': makeIssue({ picks: [makePick()] }),
  'nothing at all': makeIssue({ preheader: '', editors: [], status: 'draft' }),
  'odd words': makeOddIssue(3),
}

let browser: Browser

before(async () => {
  browser = await launchBrowser()
})

after(async () => {
  await browser.close()
})

const inTab = lendTabs(() => browser, {})

async function open(html: string, width: number, colorScheme: 'light' | 'dark', look: (page: Page) => Promise<void>) {
  await inTab(async (page) => {
    await page.setViewportSize({ width, height: 800 })
    await page.emulateMedia({ colorScheme })
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await page.setContent(html)
    await look(page)
    assert.deepEqual(asked, [], 'nothing is asked for')
  })
}

for (const [what, issue] of Object.entries(ISSUES)) {
  describe(`the mail of ${what}`, () => {
    const html = renderHtml(assembleDigest(issue, settings, 'https://light.example/unsubscribe/k1.a.b'))

    test('is HTML without an error', async () => {
      const extended = ['html-validate:standard', 'html-validate:a11y']
      const validator = new HtmlValidate({ root: true, extends: extended, rules: OF_MAIL })
      const { results } = await validator.validateString(html)
      assert.deepEqual(
        results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => `${line} ${ruleId}: ${message}`)),
        [],
      )
    })

    test('has nothing that axe objects to, by day and by night, wide and narrow', async () => {
      for (const [scheme, widths] of [
        ['light', [320, 800]],
        ['dark', [320]],
      ] as const)
        for (const width of widths)
          await open(html, width, scheme, async (page) => {
            assert.deepEqual(await findViolations(page, scheme), [], `${scheme}, ${width}`)
          })
    })

    test('fits into every width, also without its style sheet, and asks for nothing', async () => {
      for (const sheet of [html, html.replace(/<style>[^]*?<\/style>/, '')])
        for (const width of WIDTHS)
          await open(sheet, width, 'light', async (page) => {
            assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width, `${width}`)
          })
    })

    test('has titles and links at its foot that a thumb can hit, and text that can be read', async () => {
      await open(html, 320, 'light', async (page) => {
        const foot = ['Read it on the web', 'Suggest a link', 'Follow by RSS', 'Privacy', 'Unsubscribe']
        const links = [
          ...(await page.locator('h3 a').all()),
          ...foot.map((name) => page.getByRole('link', { name }).last()),
        ]
        const heights = await Promise.all(links.map(async (link) => (await link.boundingBox())?.height ?? 0))
        const small = heights.filter((height) => height < TARGET)
        assert.deepEqual(small, [])
        const sizes = await page.evaluate(() =>
          [...document.querySelectorAll('td > p, td > div:not(.m), li')].map((one) =>
            parseFloat(getComputedStyle(one).fontSize),
          ),
        )
        assert.deepEqual(
          sizes.filter((size) => size < 16),
          [],
        )
      })
    })
  })
}
