import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type GateResult, atMost } from './gate.ts'
import type { SitePage } from './read-site.ts'
import { validatePages } from './validate-pages.ts'

const MOST_DETAILS = 12

/** Where forms post to is no file; `{{me}}` is filled in where the app shows the page. */
const isAnsweredByApp = (link: string): boolean => /^\/(subscribe|suggest)$|\{\{/.test(link)

/** Internal links and their fragments, over all pages. */
export function checkLinks(dist: string, pages: readonly SitePage[], redirects: readonly string[]): GateResult {
  const byAddress = new Map(pages.map((page) => [page.address, page]))
  const known = new Map<string, boolean>()
  const isFile = (address: string): boolean => {
    const before = known.get(address)
    if (before !== undefined) return before
    const stats = fs.statSync(path.join(dist, address), { throwIfNoEntry: false })
    const found = stats?.isFile() === true
    known.set(address, found)
    return found
  }
  const broken: string[] = []
  let checked = 0
  for (const page of pages) {
    for (const link of new Set(page.links)) {
      if (isAnsweredByApp(link)) continue
      if (!URL.canParse(link, `http://site${page.address}`)) {
        broken.push(`${page.address}: ${link} is no address`)
        continue
      }
      const url = new URL(link, `http://site${page.address}`)
      if (url.host !== 'site' || url.protocol !== 'http:') continue
      checked += 1
      const address = decodeURIComponent(url.pathname)
      const target = byAddress.get(address)
      if (target === undefined) {
        if (!isFile(address) && !redirects.includes(address)) broken.push(`${page.address}: ${link} is not there`)
      } else if (url.hash !== '' && !target.ids.has(decodeURIComponent(url.hash.slice(1)))) {
        broken.push(`${page.address}: ${link} has no such place`)
      }
    }
  }
  const where = `${checked} links of ${pages.length} pages`
  return atMost({ gate: 'broken internal links', where, value: broken.length, limit: 0, details: some(broken) })
}

/** Pages against the standard, and against what accessibility asks of the text alone. */
export async function checkHtml(dist: string, pages: readonly SitePage[]): Promise<GateResult> {
  const errors = await validatePages({ dist, files: pages.map(({ file }) => file) }, os.availableParallelism())
  const where = `${pages.length} pages`
  return atMost({ gate: 'HTML errors', where, value: errors.length, limit: 0, details: some(errors) })
}

/** Scripts of reading pages, and what the policy forbids on any. */
export function checkScripts(pages: readonly SitePage[]): GateResult[] {
  const reading = pages.filter(({ address }) => address !== '/search/')
  const files = reading.flatMap(({ address, scriptFiles }) => scriptFiles.map((file) => `${address}: ${file}`))
  const inline = reading.reduce((one, other) => (other.inlineScript > one.inlineScript ? other : one), {
    address: '',
    inlineScript: 0,
  })
  const forbidden = pages.flatMap((page) => page.forbidden.map((what) => `${page.address}: ${what}`))
  const where = `${reading.length} reading pages`
  return [
    atMost({ gate: 'script files', where, value: files.length, limit: 0, details: some(files) }),
    atMost({ gate: 'inline script', where, value: inline.inlineScript, limit: 2048, unit: 'bytes' }),
    atMost({ gate: 'inline styles and handlers', where, value: forbidden.length, limit: 0, details: some(forbidden) }),
  ]
}

const some = (lines: readonly string[]): string[] =>
  lines.length <= MOST_DETAILS
    ? [...lines]
    : [...lines.slice(0, MOST_DETAILS), `and ${lines.length - MOST_DETAILS} more`]
