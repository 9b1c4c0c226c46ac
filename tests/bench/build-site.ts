// node tests/bench/build-site.ts [--long]: time and peak memory of a build of made-up content.
import fs from 'node:fs'
import path from 'node:path'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { SECTION_IDS } from '../../src/core/issue/section.ts'
import { formatMarkdownFile } from '../../src/core/text/front-matter.ts'
import { addWeeks, weekStart } from '../../src/core/text/week.ts'
import { makeItem, makeSource } from '../builders.ts'
import { makeFolder, printFigures } from './figure.ts'
import { type Measured, runMeasured } from './run-measured.ts'

const SMALL = { items: 20, issues: 1 }
const LARGE = process.argv.includes('--long') ? { items: 10_000, issues: 100 } : { items: 1_000, issues: 50 }
const PICKS = 15
const FIRST_WEEK = '2025-W30'
const moment = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

/** Items spread evenly over the weeks of the issues and one week more; each issue picks fifteen of its own. */
function writeContent(content: string, { items, issues }: typeof SMALL): void {
  write(path.join(content, 'sources/harbour-blog.yml'), formatSource(makeSource()))
  const start = weekStart(FIRST_WEEK).getTime()
  const end = weekStart(addWeeks(FIRST_WEEK, issues + 1)).getTime()
  const all = Array.from({ length: items }, (_, index) => {
    const url = `https://harbour.example/posts/${index}/`
    const seen = moment(start + ((end - start) / items) * (index + 0.5))
    return makeItem({ url, title: `Light ${index}, and what its keeper saw`, published: seen, firstSeen: seen })
  })
  for (const item of all) write(path.join(content, 'items', itemPath(item)), formatItem(item))
  for (let index = 0; index < issues; index++) {
    const week = addWeeks(FIRST_WEEK, index)
    const covers = { from: moment(weekStart(week).getTime()), to: moment(weekStart(addWeeks(week, 1)).getTime()) }
    const pool = all.filter(({ firstSeen }) => firstSeen > covers.from && firstSeen <= covers.to)
    const picks = pool.slice(0, PICKS).map(({ id, title, url }, at) => {
      const blurb = 'It says *what* the lamp needs, `who` turns it, and what to do when the fog comes in from the west.'
      return { id, title, url, section: SECTION_IDS[at % SECTION_IDS.length], source: 'Harbour Blog', blurb }
    })
    const data = { number: index + 1, title: `Issue ${index + 1}`, status: 'published', date: covers.to.slice(0, 10) }
    const text = formatMarkdownFile({ ...data, weeks: [week], covers, candidates: pool.length, picks }, 'A note.')
    write(path.join(content, 'issues', `${week}.md`), text)
  }
}

/** A build with a cold cache, by the script behind `npm run build`. */
function build(size: typeof SMALL): Promise<Measured> {
  const place = path.join(folder, String(size.items))
  writeContent(path.join(place, 'content'), size)
  const folders = ['--content', path.join(place, 'content'), '--out', path.join(place, 'dist')]
  return runMeasured('scripts/build.ts', [...folders, '--now', '2026-08-24T06:00:00Z', '--json'])
}

const folder = makeFolder()
const small = await build(SMALL)
const large = await build(LARGE)
const { pages } = JSON.parse(large.stdout) as { pages: number }
const name = `${LARGE.items} items, ${LARGE.issues} issues, ${pages} pages`
const peerName = `${SMALL.items} items`
printFigures([
  { what: `${name}: time`, ours: large.wall / 1_000, peer: small.wall / 1_000, unit: 's', peerName },
  { what: `${name}: CPU time`, ours: large.cpu / 1_000, peer: small.cpu / 1_000, unit: 's', peerName },
  { what: `${name}: peak memory`, ours: large.memory, peer: small.memory, unit: 'MB', peerName },
])
