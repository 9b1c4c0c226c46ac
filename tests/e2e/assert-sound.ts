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
  await page.setViewportSize({ width: 320, height: 800 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(address)
  await settled?.()
  // One thing at a time changes, as each has the whole page laid out and painted anew.
  await assertFits(page, 320)
  await assertAccessible(page, 320, 'light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await assertAccessible(page, 320, 'dark')
  await page.setViewportSize({ width: 1280, height: 800 })
  await assertFits(page, 1280)
  await assertAccessible(page, 1280, 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await assertAccessible(page, 1280, 'light')
}

async function assertFits(page: Page, width: number): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= width, `${wide} pixels wide at ${width}`)
  assert.deepEqual(await findBrokenWords(page), [], `words at ${width}`)
}

async function assertAccessible(page: Page, width: number, scheme: 'light' | 'dark'): Promise<void> {
  assert.deepEqual(await findViolations(page, scheme), [], `${scheme}, ${width}`)
}
