// node tests/bench/run-ingest.ts [--long]: an ingest of many sources, beside a bare fetch of the same bytes.
import { type ChildProcess, fork } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'
import { formatSource } from '../../src/core/source/source-file.ts'
import { makeSource } from '../builders.ts'
import type { ServersChange, ServersStart } from './feed-servers.ts'
import { makeFolder, printFigures } from './figure.ts'
import { type Measured, runMeasured } from './run-measured.ts'

const SOURCES = process.argv.includes('--long') ? 2_000 : 500
const ITEMS = 20
const ADDED = 2
const NOW = new Date('2026-08-24T06:00:00Z')
const HOUR = 3_600_000
const CONTENT = path.resolve(import.meta.dirname, '../../content')

const folder = makeFolder()
const servers = fork(path.join(import.meta.dirname, 'feed-servers.ts'))

function tell(child: ChildProcess, message: ServersStart | ServersChange): Promise<string[]> {
  return new Promise((resolve, reject) => {
    child.once('message', (urls) => {
      resolve(urls as string[])
    })
    child.once('exit', () => {
      reject(new Error('the servers ended'))
    })
    child.send(message)
  })
}

/** A content folder with the sources and our topics, and what the bare fetch takes. */
function prepare(name: string, urls: readonly string[]): string {
  const content = path.join(folder, name, 'content')
  fs.mkdirSync(path.join(content, 'sources'), { recursive: true })
  fs.cpSync(path.join(CONTENT, 'topics'), path.join(content, 'topics'), { recursive: true })
  for (const [index, url] of urls.entries()) {
    const source = makeSource({ id: `harbour-${index}`, url, site: `https://harbour-${index}.example/` })
    fs.writeFileSync(path.join(content, 'sources', `${source.id}.yml`), formatSource(source))
  }
  fs.writeFileSync(
    path.join(folder, name, 'bare.json'),
    JSON.stringify(Object.fromEntries(urls.map((url) => [url, '']))),
  )
  return path.join(folder, name)
}

interface Report {
  readonly items: { readonly new: number }
  readonly sources: readonly { readonly status: string }[]
}

/** Both, one after the other: so many hours after the first run, with so many new items expected. */
async function runBoth(place: string, hours: number, expected: number): Promise<{ ours: Measured; bare: Measured }> {
  const bare = await runMeasured('tests/bench/bare-fetch.ts', [path.join(place, 'bare.json')])
  const now = new Date(NOW.getTime() + hours * HOUR).toISOString()
  const folders = ['--content', path.join(place, 'content'), '--state', path.join(place, 'state')]
  const network = ['--allow-network', '127.0.0.0/8', '--concurrency', '8']
  const ours = await runMeasured('scripts/ingest.ts', [...folders, ...network, '--now', now, '--json'])
  const report = JSON.parse(ours.stdout) as Report
  const failed = report.sources.filter(({ status }) => status === 'failed').length
  if (report.items.new !== expected || failed > 0) {
    throw new Error(`${report.items.new} new items where there are ${expected}; ${failed} sources failed`)
  }
  return { ours, bare }
}

const figures: Figure[] = []
try {
  const urls = await tell(servers, { count: SOURCES, items: ITEMS, newest: NOW.toISOString() })
  const wallOf = (what: string, { ours, bare }: { ours: Measured; bare: Measured }): void => {
    const seconds = { ours: ours.wall / 1_000, peer: bare.wall / 1_000, unit: 's' }
    figures.push({ what, ...seconds, peerName: 'a bare fetch', asked: { atMost: 1.5 } })
  }
  for (const [delay, answering] of [
    [0, 'at once'],
    [100, 'after 100 ms'],
  ] as const) {
    const place = prepare(`delay-${delay}`, urls)
    await tell(servers, { delay, added: 0 })
    const first = await runBoth(place, 1, SOURCES * ITEMS)
    wallOf(`first run, ${SOURCES} servers that answer ${answering}`, first)
    await tell(servers, { delay, added: ADDED })
    wallOf(`second run, news in a tenth, ${answering}`, await runBoth(place, 3, Math.ceil(SOURCES / 10) * ADDED))
    if (delay > 0) continue
    const { ours, bare } = await runBoth(place, 5, 0)
    const cpu = { ours: ours.cpu / SOURCES, peer: bare.cpu / SOURCES, unit: 'ms' }
    const memory = { peer: first.bare.memory, unit: 'MB', peerName: 'a bare fetch' }
    const all = first.ours.childMemory.reduce((sum, each) => sum + each, first.ours.memory)
    figures.push(
      { what: 'nothing changed: CPU time of a source', ...cpu, peerName: 'a bare fetch', asked: { atMostOurs: 3 } },
      { what: 'first run: peak memory, with its readers', ours: all, ...memory, asked: { atMostOurs: 300 } },
      { what: 'first run: peak memory of the main process', ours: first.ours.memory, ...memory },
    )
  }
} finally {
  servers.disconnect()
}
printFigures(figures)
