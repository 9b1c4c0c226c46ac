import assert from 'node:assert/strict'
import type { Page } from 'playwright'
import { findViolations } from './find-violations.ts'

/** Opens a page, and holds at 320 and 1280 pixels that it does not scroll sideways, and is accessible in light and dark. */
export async function assertSound(page: Page, address: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 800 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(address)
  // One thing at a time changes, as each has the whole page laid out and painted anew.
  await assertSoundAs(page, 320, 'light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await assertSoundAs(page, 320, 'dark')
  await page.setViewportSize({ width: 1280, height: 800 })
  await assertSoundAs(page, 1280, 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await assertSoundAs(page, 1280, 'light')
}

async function assertSoundAs(page: Page, width: number, scheme: 'light' | 'dark'): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= width, `${wide} pixels wide at ${width}`)
  assert.deepEqual(await findViolations(page, scheme), [], `${scheme}, ${width}`)
}
