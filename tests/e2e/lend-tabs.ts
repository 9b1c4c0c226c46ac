import type { Browser, BrowserContextOptions, Page } from 'playwright'

/**
 * Gives tests a tab each, and takes it back for the next one: to open one takes longer than to load a page. One in which
 * a test failed is not used again.
 */
export function lendTabs(
  launched: () => Browser,
  options: BrowserContextOptions,
): (use: (page: Page) => Promise<void>) => Promise<void> {
  const idle: Page[] = []
  return async (use) => {
    const page = idle.pop() ?? (await launched().newPage(options))
    await use(page)
    for (const event of ['console', 'request'] as const) page.removeAllListeners(event)
    idle.push(page)
  }
}
