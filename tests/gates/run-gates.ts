// node tests/gates/run-gates.ts OPTIONS: measures a built site; a line of JSON for every result. See scripts/check-site.ts.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { forThisMachine, readNetlifyRules } from '../../src/io/netlify-rules.ts'
import { serveSite } from '../../src/io/serve-site.ts'
import { findBrowserProgram, launchBrowser } from '../e2e/browser.ts'
import { checkHtml, checkLinks, checkScripts } from './check-files.ts'
import { checkLighthouse } from './check-lighthouse.ts'
import { checkPage } from './check-pages.ts'
import { checkRebuild } from './check-rebuild.ts'
import { checkSearch } from './check-search.ts'
import { findTemplates } from './find-templates.ts'
import { atMost, type GateResult } from './gate.ts'
import { readSite } from './read-site.ts'

const NETLIFY = path.resolve(import.meta.dirname, '../../netlify.toml')
/** What a quick look takes: the pages that readers read, and the one with a script. */
const SAMPLE = new Set(['home', 'issue', 'day', 'post', 'search'])

const { values } = parseArgs({
  options: {
    dist: { type: 'string' },
    content: { type: 'string' },
    now: { type: 'string' },
    sample: { type: 'boolean', default: false },
    skip: { type: 'string', multiple: true, default: [] },
  },
})
const dist = path.resolve(values.dist ?? 'dist')
const skipped = new Set(values.skip)
const say = (text: string) => process.stderr.write(`${text}\n`)
const tell = (...results: readonly GateResult[]) => {
  for (const result of results) process.stdout.write(`${JSON.stringify(result)}\n`)
}

const pages = readSite(dist)
const { templates, strangers } = findTemplates(pages)
const chosen = values.sample ? templates.filter(({ name }) => SAMPLE.has(name)) : templates
tell(
  atMost({
    ...{
      gate: 'pages of no known template',
      where: `${templates.length} templates`,
      value: strangers.length,
      limit: 0,
    },
    details: strangers.slice(0, 12),
  }),
)
const rules = forThisMachine(readNetlifyRules(NETLIFY))
if (!skipped.has('links')) {
  say('Following every link …')
  tell(
    checkLinks(
      dist,
      pages,
      rules.redirects.map(({ from }) => from),
    ),
  )
  tell(...checkScripts(pages))
}
if (!skipped.has('html')) {
  const asked = values.sample
    ? pages.filter((page) => templates.some(({ address }) => address === page.address))
    : pages
  say(`Validating ${asked.length} pages …`)
  tell(await checkHtml(dist, asked))
}

const sizes = new Map<string, number>()
const server = await serveSite(dist, 0, {
  rules,
  packs: true,
  onRequest: (pathname, _file, bytes = 0) => sizes.set(pathname, bytes),
})
const site = { origin: server.origin, sizes }
const browser = await launchBrowser({ isMeasured: true })
try {
  if (!skipped.has('pages')) {
    for (const [index, template] of chosen.entries()) {
      say(`Reading ${template.address}, ${index + 1} of ${chosen.length} …`)
      tell(...(await checkPage(browser, site, template)))
    }
  }
  if (!skipped.has('search') && fs.existsSync(path.join(dist, 'pagefind'))) {
    say('Searching …')
    tell(...(await checkSearch(browser, site, dist)))
  }
} finally {
  await browser.close()
}
try {
  if (!skipped.has('lighthouse')) {
    const program = await findBrowserProgram()
    // An address that leads on is no page to measure.
    const measured = chosen.filter(({ address }) => address !== '/latest/' && address !== '/404.html')
    for (const [index, template] of measured.entries()) {
      say(`Lighthouse on ${template.address}, ${index + 1} of ${measured.length} …`)
      const html = fs.readFileSync(path.join(dist, template.address, 'index.html'), 'utf8')
      const hidden = /<meta name="robots" content="noindex/.test(html)
      tell(...(await checkLighthouse(program, site.origin, template, { runs: values.sample ? 1 : 3, hidden })))
    }
  }
} finally {
  await server.close()
}
if (!skipped.has('rebuild') && values.content !== undefined) {
  say('Building twice …')
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-gates-'))
  try {
    tell(await checkRebuild(values.content, values.now ?? new Date().toISOString().replace(/\.\d+Z$/, 'Z'), folder))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}
