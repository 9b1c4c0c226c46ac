// node tests/bench/start-curate.ts [--long]: how long a short command takes beyond Node's own start.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { formatIssue } from '../../src/core/issue/format-issue.ts'
import { formatItem, itemPath } from '../../src/core/item/item-file.ts'
import { formatWeekFile, weekFileName } from '../../src/core/item/week-file.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { addWeeks, weekStart } from '../../src/core/text/week.ts'
import { makeIssue, makeItem, makePick, makeSource, SECTION_IDS } from '../builders.ts'
import { makeFolder, median, printFigures } from './figure.ts'

const ISSUES = 100
const POOL = 300
const PICKS = 20
const ROUNDS = process.argv.includes('--long') ? 21 : 7
const LAST = '2026-W33'
const WORDS = 'lamp rope bell tide keel mast reef buoy dock chart gale swell crane pilot anchor harbour'.split(' ')

const moment = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
}

/** Three hundred candidates a week, of sixty sources; those of past weeks folded away, and twenty of each picked. */
function writeContent(content: string): void {
  for (let source = 0; source < 60; source++) {
    const id = `port-${source}`
    const url = `https://${id}.example/feed.xml`
    write(path.join(content, 'sources', `${id}.yml`), formatSource(makeSource({ id, title: `Port ${source}`, url })))
  }
  for (let back = ISSUES; back >= 0; back--) {
    const week = addWeeks(LAST, 1 - back)
    const start = weekStart(week).getTime()
    const items = Array.from({ length: POOL }, (_, index) => {
      const source = `port-${index % 60}`
      const url = `https://${source}.example/${week}/${index}/`
      const title = [0, 1, 2, 3].map((step) => WORDS[(index * (step + 3) + back * 7 + step) % WORDS.length]).join(' ')
      const seen = moment(start + index * 1_800_000)
      return makeItem({
        url,
        title: `The ${title} ${index}`,
        published: seen,
        firstSeen: seen,
        sources: [{ id: source, url }],
      })
    })
    if (back > 0) {
      write(path.join(content, 'items', weekFileName(week)), formatWeekFile(items.slice(PICKS)))
      const picks = items.slice(0, PICKS).map(({ title, url }, index) =>
        makePick({
          title,
          url,
          section: SECTION_IDS[index % SECTION_IDS.length]!,
          blurb: `It says what **${title}** is for, and when.`,
        }),
      )
      const covers = { from: moment(start - 1_000), to: moment(start + 7 * 86_400_000 - 1_000) }
      const number = ISSUES - back + 1
      const own = {
        key: week,
        number,
        weeks: [week],
        covers,
        date: covers.to.slice(0, 10),
        title: `Week ${number}`,
        picks,
      }
      write(path.join(content, 'issues', `${week}.md`), formatIssue(makeIssue({ ...own, status: 'published' })))
    }
    for (const item of back > 0 ? items.slice(0, PICKS) : items) {
      write(path.join(content, 'items', itemPath(item)), formatItem(item))
    }
  }
}

function time(args: readonly string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`)
  return performance.now() - start
}

const folder = makeFolder()
const content = path.join(folder, 'content')
writeContent(content)
const script = path.resolve(import.meta.dirname, '../../scripts/curate.mjs')
const options = [
  '--content',
  content,
  '--state',
  path.join(folder, 'state'),
  '--now',
  moment(weekStart(addWeeks(LAST, 2)).getTime() - 1),
]
const verbs = ['status', 'list']
/** Node starts once and does nothing, each time beside the command, so that both meet the same machine. */
const rounds = Array.from({ length: ROUNDS }, () => ({
  bare: time(['-e', '0']),
  verbs: verbs.map((verb) => time([script, verb, ...options])),
}))
const bare = median(rounds.map((round) => round.bare))
printFigures(
  verbs.map((verb, index) => ({
    what: `${verb}: ${POOL} candidates, ${ISSUES} past issues, beyond Node's start`,
    ours: median(rounds.map((round) => (round.verbs[index] ?? 0) - round.bare)),
    unit: 'ms',
    peer: bare,
    peerName: 'node -e 0',
    ...(verb === 'status' ? { asked: { atMostOurs: 500 } } : {}),
  })),
)
