// node tests/bench/import-archive.ts: an old archive of 600 issues, 25 links each, made into issues of ours by
// `npm run import-issues`, beside the reading of the same files by the libraries that Jekyll and Hugo sites are read with.
import fs from 'node:fs'
import path from 'node:path'
import matter from 'gray-matter'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import type { Figure } from '../../src/core/bench/figure.ts'
import { makeFolder, printFigures } from './figure.ts'
import { runMeasured } from './run-measured.ts'

const [ISSUES, LINKS] = [600, 25]
const FIRST = Date.UTC(2014, 0, 5)
const WEEK = 7 * 86_400_000
const folder = makeFolder()
const posts = path.join(folder, 'old/_posts')
fs.mkdirSync(posts, { recursive: true })
fs.writeFileSync(path.join(folder, 'old/_config.yml'), 'title: Old Lamp\nurl: https://old.example\n')
for (let index = 0; index < ISSUES; index += 1) {
  const day = new Date(FIRST + index * WEEK).toISOString().slice(0, 10)
  const links = Array.from(
    { length: LINKS },
    (_, link) =>
      `* [Lamp ${link} of watch ${index}](https://harbour-${link}.example/${index}/): how it was lit, what it cost, and who saw it.`,
  )
  const body = `The harbour was calm.\n\n## Developer News\n\n${links.slice(0, 15).join('\n')}\n\n## Notable links\n\n${links.slice(15).join('\n')}\n`
  const head = `---\nlayout: post\ntitle: Week ending ${day}\ndate: ${day} 22:00:00 -0000\nslug: ${day}-update\n---\n\n`
  fs.writeFileSync(path.join(posts, `${day}-update.md`), head + body)
}

function readAlone(): number {
  const start = performance.now()
  const parser = unified().use(remarkParse)
  for (const name of fs.readdirSync(posts)) {
    const { content } = matter(fs.readFileSync(path.join(posts, name), 'utf8'))
    parser.parse(content)
  }
  return performance.now() - start
}

const args = [
  path.join(folder, 'old'),
  '--content',
  path.join(folder, 'content'),
  '--state',
  path.join(folder, 'state'),
]
const ours = await runMeasured('scripts/import-issues.ts', [...args, '--now', '2026-08-24T06:00:00Z', '--json'])
const { files } = JSON.parse(ours.stdout) as { files: readonly { readonly outcome: string; readonly picks: number }[] }
const picks = files.reduce((sum, file) => sum + (file.outcome === 'new' ? file.picks : 0), 0)
readAlone()
const figures: Figure[] = [
  {
    ...{ what: `an archive of ${ISSUES} issues, ${LINKS} links each, imported`, ours: ours.wall / 1_000 },
    ...{ peer: readAlone() / 1_000, unit: 's', peerName: 'gray-matter, remark-parse' },
  },
  {
    ...{ what: 'links of it that are picks now', ours: picks, peer: ISSUES * LINKS, unit: '', peerName: 'all of them' },
    asked: { atLeast: 1 },
  },
]
printFigures(figures)
