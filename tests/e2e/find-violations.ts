import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'

/** Dark differs from light in its colours alone. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
/** In place of the source, where the page has it already: it is half a megabyte, which would be parsed each time. */
const NOTHING = ';'

/**
 * What axe finds wrong with a page as it stands, a line for each rule that is broken: of its accessibility and the size
 * of its targets where it is light, of its colours where it is dark.
 *
 * @param leftOut a selector of what is not ours to judge
 */
export async function findViolations(page: Page, scheme: 'light' | 'dark', leftOut?: string): Promise<string[]> {
  const isThere = await page.evaluate('"axe" in window')
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: NOTHING } : {}) }).setLegacyMode(true)
  if (leftOut !== undefined) axe.exclude(leftOut)
  axe.options({ resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } })
  if (scheme === 'dark') axe.withRules(COLOUR_RULES)
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
