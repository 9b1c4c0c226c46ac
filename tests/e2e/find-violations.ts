import fs from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'

type Options = Parameters<AxeBuilder['options']>[0]
/** What its source leaves in the window of a page. */
interface Axe {
  readonly run: (
    context: { readonly exclude: readonly string[] },
    options: Options,
  ) => ReturnType<AxeBuilder['analyze']>
}

/** Dark differs from light in its colours alone. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block']
/** The axe that `@axe-core/playwright` brings, packed: what it is given to run is a megabyte more, which each page would parse. */
const AXE = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js')
const SOURCE = fs.readFileSync(AXE, 'utf8')

/**
 * What axe finds wrong with a page as it stands, a line for each rule that is broken: of its accessibility and the size
 * of its targets where it is light, of its colours where it is dark. Asked directly, and not by `AxeBuilder`, which gives a
 * page the source twice and has all that is right carried over, too.
 *
 * @param leftOut a selector of what is not ours to judge
 */
export async function findViolations(page: Page, scheme: 'light' | 'dark', leftOut?: string): Promise<string[]> {
  // A page has it already where it was looked at before; a frame that is left out needs none.
  for (const frame of leftOut === 'iframe' ? [page.mainFrame()] : page.frames())
    if (!(await frame.evaluate('"axe" in window'))) await frame.evaluate(SOURCE)
  const options: Options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
  if (scheme === 'dark') options.runOnly = { type: 'rule', values: COLOUR_RULES }
  return page.evaluate(
    async ({ leftOut, options }) => {
      const { axe } = window as unknown as { readonly axe: Axe }
      const exclude = leftOut === undefined ? [] : [leftOut]
      const { violations } = await axe.run({ exclude }, options)
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    },
    { leftOut, options },
  )
}
