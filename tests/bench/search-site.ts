// node tests/bench/search-site.ts: what a search costs on a site of 10,000 items, and what its pages weigh, in a browser and
// by what the server sends. Beside the least that could be searched: all texts in one file, looked through from its start
// to its end; and beside the words of a page alone.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import zlib from 'node:zlib'
import type { Browser } from 'playwright'
import type { Figure } from '../../src/core/bench/figure.ts'
import { forThisMachine, readNetlifyRules } from '../../src/io/netlify-rules.ts'
import { serveSite } from '../../src/io/serve-site.ts'
import { launchBrowser } from '../e2e/browser.ts'
import { checkSearch, chooseQueries } from '../gates/check-search.ts'
import { copyProject } from './copy-project.ts'
import { makeFolder, median, printFigures } from './figure.ts'
import { CONTENT_NOW, generateContent } from './generate-content.ts'
import { runMeasured } from './run-measured.ts'

const SIZE = { items: 10_000, issues: 520 }
const RAM = '/dev/shm'
const ALL_TEXTS = 'all-texts.json'
const folder = makeFolder(fs.existsSync(RAM) ? RAM : os.tmpdir())
const project = copyProject(folder)
const [content, dist] = [path.join(folder, 'content'), path.join(folder, 'dist')]
generateContent(content, SIZE)
await runMeasured('scripts/build.ts', ['--content', content, '--out', dist, '--now', CONTENT_NOW, '--json'], project)
const fragments = path.join(dist, 'pagefind/fragment')
const texts = fs.readdirSync(fragments).map((file) => {
  const text = zlib.gunzipSync(fs.readFileSync(path.join(fragments, file))).toString('utf8')
  const { url, content, meta } = JSON.parse(text.replace('pagefind_dcd', '')) as Record<string, unknown>
  return { url, content, meta }
})
fs.writeFileSync(path.join(dist, ALL_TEXTS), JSON.stringify(texts))

const sizes = new Map<string, number>()
const server = await serveSite(dist, 0, {
  rules: forThisMachine(readNetlifyRules(path.join(project, 'netlify.toml'))),
  packs: true,
  onRequest: (pathname, _file, bytes = 0) => sizes.set(pathname, bytes),
})
const browser = await launchBrowser({ isMeasured: true })

/** Kilobytes of a page with all it asks for, and of its words alone, both packed by brotli. */
async function weigh(browser: Browser, address: string): Promise<{ readonly all: number; readonly words: number }> {
  const page = await browser.newPage()
  let all = 0
  page.on('requestfinished', (request) => (all += sizes.get(new URL(request.url()).pathname) ?? 0))
  await page.goto(server.origin + address, { waitUntil: 'networkidle' })
  const words = await page.innerText('body')
  await page.close()
  return { all: all / 1_000, words: zlib.brotliCompressSync(words).length / 1_000 }
}

/** Milliseconds that it takes to look through all texts for the words of each query. */
async function lookThrough(browser: Browser, queries: readonly string[]): Promise<number[]> {
  const page = await browser.newPage()
  await page.goto(`${server.origin}/search/`, { waitUntil: 'networkidle' })
  const times = await page.evaluate(
    async ({ address, queries }) => {
      const texts = (await (await fetch(address)).json()) as { content: string }[]
      return queries.map((query) => {
        const start = performance.now()
        const words = query.split(' ')
        texts.filter(({ content }) => words.every((word) => content.toLowerCase().includes(word)))
        return performance.now() - start
      })
    },
    { address: `/${ALL_TEXTS}`, queries },
  )
  await page.close()
  return times
}

try {
  const issue = fs.readdirSync(path.join(dist, 'issues')).filter((name) => /^\d{4}-W\d\d$/.test(name))
  const pages = await Promise.all(
    [`/issues/${issue.sort().at(-1) ?? ''}/`, '/', '/archive/'].map((address) => weigh(browser, address)),
  )
  const results = await checkSearch(browser, { origin: server.origin, sizes }, dist)
  const numberOf = (gate: string) => Number.parseFloat(results.find((result) => result.gate === gate)?.measured ?? '')
  const times = (await lookThrough(browser, chooseQueries(fragments))).toSorted((one, other) => one - other)
  const list = (sizes.get(`/${ALL_TEXTS}`) ?? NaN) / 1_000
  const [latest, home, archive] = pages
  const page = (what: string, { all, words } = { all: NaN, words: NaN }): Figure => ({
    ...{ what: `${what}, with all it asks for, packed`, ours: all, peer: words, unit: 'kB' },
    ...{ peerName: 'its words alone', asked: { atMostOurs: 50 } },
  })
  const of = `search of ${SIZE.items} items`
  const bytes = { unit: 'kB', peer: list, peerName: 'all texts in one file' }
  const figures: Figure[] = [
    {
      ...{ what: `${of}: a query, p95`, ours: numberOf('search, p95'), unit: 'ms' },
      ...{ peer: times[Math.floor(times.length * 0.95)] ?? median(times), peerName: 'looking through all texts' },
      asked: { atMostOurs: 100 },
    },
    { what: `${of}: first use`, ours: numberOf('search, first use'), ...bytes, asked: { atMostOurs: 180 } },
    {
      ...{ what: `${of}: bytes of a query, median`, ours: numberOf('search, bytes a query, median'), ...bytes },
      asked: { atMostOurs: 30 },
    },
    page('an issue', latest),
    page('home', home),
    page('the archive', archive),
  ]
  printFigures(figures)
} finally {
  await browser.close()
  await server.close()
}
