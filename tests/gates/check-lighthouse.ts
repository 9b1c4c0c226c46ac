import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import type { BrowserProgram } from '../e2e/browser.ts'
import { median } from '../bench/figure.ts'
import type { Template } from './find-templates.ts'
import { atLeast, atMost, type GateResult } from './gate.ts'

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const
const LIMITS = { performance: 99, accessibility: 100, 'best-practices': 100, seo: 100 } as const

/**
 * Lighthouse on a phone, the median of several runs.
 *
 * @param hidden whether the page asks not to be found, which costs a score that is not asked for then
 */
export async function checkLighthouse(
  program: BrowserProgram,
  origin: string,
  { address }: Template,
  { runs, hidden }: { readonly runs: number; readonly hidden: boolean },
): Promise<GateResult[]> {
  const chrome = await launch({
    chromePath: program.executable,
    chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    envVars: { ...process.env, ...program.env },
    logLevel: 'silent',
  })
  const rounds: Record<string, number>[] = []
  try {
    for (let run = 0; run < runs; run++) {
      const result = await lighthouse(origin + address, {
        port: chrome.port,
        logLevel: 'silent',
        output: 'json',
        onlyCategories: [...CATEGORIES],
      })
      const report = result?.lhr
      if (report === undefined || report.runtimeError) throw new Error(report?.runtimeError?.message ?? 'no report')
      const audit = (id: string) => report.audits[id]?.numericValue ?? NaN
      rounds.push({
        ...Object.fromEntries(CATEGORIES.map((id) => [id, Math.round((report.categories[id]?.score ?? 0) * 100)])),
        lcp: audit('largest-contentful-paint') / 1000,
        tbt: audit('total-blocking-time'),
        cls: audit('cumulative-layout-shift'),
      })
    }
  } finally {
    chrome.kill()
  }
  const middle = (name: string) => median(rounds.map((round) => round[name] ?? NaN))
  const scores = CATEGORIES.filter((id) => !(hidden && id === 'seo')).map((id) =>
    atLeast({ gate: `Lighthouse, ${id}`, where: address, value: middle(id), limit: LIMITS[id], aim: 100 }),
  )
  return [
    ...scores,
    atMost({ gate: 'LCP', where: address, value: middle('lcp'), limit: 1.2, aim: 0.7, unit: 's' }),
    atMost({ gate: 'TBT', where: address, value: middle('tbt'), limit: 50, aim: 0, unit: 'ms' }),
    atMost({ gate: 'CLS', where: address, value: middle('cls'), limit: 0.01, aim: 0 }),
  ]
}
