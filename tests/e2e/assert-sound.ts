import assert from 'node:assert/strict'
import type { Page } from 'playwright'
import { findBrokenWords } from './find-broken-words.ts'
import { findViolations } from './find-violations.ts'

/**
 * Opens a page, and holds at 320 and 1280 pixels that it does not scroll sideways, breaks no word that a line has room for,
 * and is accessible in light and dark.
 *
 * @param settled resolves when all is there that is looked at, where that comes later than the page
 */
export async function assertSound(page: Page, address: string, settled?: () => Promise<unknown>): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(address)
  await settled?.()
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.ok(wide <= width, `${wide} pixels wide at ${width}`)
    assert.deepEqual(await findBrokenWords(page), [], `words at ${width}`)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      assert.deepEqual(await findViolations(page, colorScheme), [], `${colorScheme}, ${width}`)
    }
  }
}
