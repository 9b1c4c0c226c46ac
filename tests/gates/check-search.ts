import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import type { Browser } from 'playwright'
import type { ServedSite } from './check-pages.ts'
import { FIRST_HITS } from '../../src/site/search/start-search.ts'
import { type GateResult, atMost } from './gate.ts'

const QUERIES = 60

/** How long queries take and what they cost, asked as the search page asks, one after the other as a reader does. */
export async function checkSearch(browser: Browser, site: ServedSite, dist: string): Promise<GateResult[]> {
  const queries = chooseQueries(path.join(dist, 'pagefind/fragment'))
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  let bytes = 0
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    bytes += site.sizes.get(pathname) ?? fileSize(path.join(dist, pathname))
  })
  await page.goto(`${site.origin}/search/?q=${encodeURIComponent(queries[0] ?? '')}`, { waitUntil: 'networkidle' })
  await page
    .getByRole('status')
    .filter({ hasText: /result/i })
    .waitFor()
  const first = bytes
  const times: number[] = []
  const costs: number[] = []
  for (const query of queries.slice(1)) {
    bytes = 0
    const time = await page.evaluate(
      async ({ query, shown }) => {
        // The script that the page has loaded: asking it by hand leaves out waiting for the next key.
        const script = (await import(new URL('/pagefind/pagefind.js', location.href).href)) as {
          search: (text: string) => Promise<{ results: { data: () => Promise<unknown> }[] }>
        }
        const start = performance.now()
        const { results } = await script.search(query)
        await Promise.all(results.slice(0, shown).map(({ data }) => data()))
        return performance.now() - start
      },
      { query, shown: FIRST_HITS },
    )
    times.push(time)
    costs.push(bytes)
  }
  await context.close()
  const where = `${queries.length} queries`
  return [
    atMost({ gate: 'search, p95', where, value: quantile(times, 0.95), limit: 100, aim: 50, unit: 'ms' }),
    atMost({ gate: 'search, first use', where: '/search/', value: first / 1000, limit: 180, aim: 110, unit: 'KB' }),
    atMost({ gate: 'search, bytes a query, median', where, value: quantile(costs, 0.5) / 1000, limit: 30, unit: 'KB' }),
    atMost({
      gate: 'search, bytes a query, p95',
      where,
      value: quantile(costs, 0.95) / 1000,
      limit: Infinity,
      aim: 30,
      unit: 'KB',
    }),
  ]
}

/** One word, two words, one word …: of pages spread over the index, the same at every run. */
export function chooseQueries(folder: string): string[] {
  const files = fs.readdirSync(folder).sort()
  const step = Math.max(1, Math.floor(files.length / QUERIES))
  return files
    .filter((_, index) => index % step === 0)
    .slice(0, QUERIES)
    .map((file, index) => {
      const text = zlib
        .gunzipSync(fs.readFileSync(path.join(folder, file)))
        .toString('utf8')
        .replace('pagefind_dcd', '')
      const { content } = JSON.parse(text) as { content: string }
      const words = content.split(/\s+/).filter((word) => /^[a-z]{4,}$/.test(word))
      const at = (index * 7) % Math.max(1, words.length - 1)
      return words.slice(at, at + 1 + (index % 2)).join(' ')
    })
    .filter((query) => query !== '')
}

const fileSize = (file: string): number => fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}
