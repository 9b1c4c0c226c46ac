// node tests/bench/build-site.ts [ITEMS [ISSUES]]: time and peak memory of a build of made-up content.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { SECTION_IDS } from '../../src/core/issue/section.ts'
import { formatMarkdownFile } from '../../src/core/text/front-matter.ts'
import { addWeeks, weekStart } from '../../src/core/text/week.ts'
import { makeItem, makeSource } from '../builders.ts'

const [items = 1000, issues = 50] = process.argv.slice(2).map(Number)
const ROOT = path.resolve(import.meta.dirname, '../..')
const PICKS = 15
const FIRST_WEEK = '2025-W30'
const moment = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

/** Items spread evenly over the weeks of the issues and one week more; each issue picks fifteen of its own. */
function writeContent(folder: string): void {
  write(path.join(folder, 'sources/harbour-blog.yml'), formatSource(makeSource()))
  const start = weekStart(FIRST_WEEK).getTime()
  const end = weekStart(addWeeks(FIRST_WEEK, issues + 1)).getTime()
  const all = Array.from({ length: items }, (_, index) => {
    const url = `https://harbour.example/posts/${index}/`
    const seen = moment(start + ((end - start) / items) * (index + 0.5))
    return makeItem({ url, title: `Light ${index}, and what its keeper saw`, published: seen, firstSeen: seen })
  })
  for (const item of all) write(path.join(folder, 'items', itemPath(item)), formatItem(item))
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
    write(path.join(folder, 'issues', `${week}.md`), text)
  }
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-bench-'))
try {
  writeContent(path.join(folder, 'content'))
  const report =
    "process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('peak '+u.maxRSS+' cpu '+(u.userCPUTime+u.systemCPUTime))})"
  const build = [path.join(ROOT, 'scripts/build.ts'), '--content', path.join(folder, 'content')]
  const rest = ['--out', path.join(folder, 'dist'), '--now', '2026-08-24T06:00:00Z', '--json']
  const begin = performance.now()
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${report}`, ...build, ...rest], {
    cwd: ROOT,
  })
  let data = ''
  let talk = ''
  child.stdout.on('data', (chunk: Buffer) => (data += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (talk += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(talk)
  const { pages } = JSON.parse(data) as { pages: number }
  const seconds = Math.round((performance.now() - begin) / 100) / 10
  const cpuSeconds = Math.round(Number(/cpu (\d+)/.exec(talk)?.[1]) / 1e5) / 10
  const megabytes = Math.round(Number(/peak (\d+)/.exec(talk)?.[1]) / 1024)
  process.stdout.write(`${JSON.stringify({ items, issues, pages, seconds, cpuSeconds, megabytes })}\n`)
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}
