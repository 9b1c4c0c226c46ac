import type { Page } from 'playwright'

/** Longer than this, a word may be one that no narrow line has room for. */
const SURE_TO_FIT = 14

/** The words that begin on one line and end on the next, with where each stands; an address may break at its slashes. */
export async function findBrokenWords(page: Page): Promise<string[]> {
  return page.evaluate((most) => {
    const broken: string[] = []
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const text = node.textContent ?? ''
      if (!node.parentElement?.checkVisibility()) continue
      for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+(?:[.’'_][\p{L}\p{N}]+)*/gu)) {
        if (word.length > most) continue
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        const lines = [...range.getClientRects()].map(({ top, height }) => top + height / 2)
        const apart = Math.max(...lines) - Math.min(...lines)
        if (apart > 4) broken.push(`${word} in “${text.trim().slice(0, 80)}”`)
      }
    }
    return broken
  }, SURE_TO_FIT)
}
