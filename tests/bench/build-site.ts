// node tests/bench/build-site.ts [--long]: time, processor time and peak memory of a build of made-up content, beside
// Eleventy making pages of the same kinds out of the same markdown. On a RAM disk where there is one, so that disks are
// not measured.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'
import { copyProject } from './copy-project.ts'
import { makeFolder, printFigures } from './figure.ts'
import { CONTENT_NOW, generateContent } from './generate-content.ts'
import { type Measured, runMeasured } from './run-measured.ts'

/** Ten years of a weekly have 10,000 items and 520 issues; the smaller ones are the last years of as dense an archive. */
const SIZES = [1_000, 5_000, 10_000].map((items) => ({ items, issues: Math.round((items * 52) / 1_000) }))
const RAM = '/dev/shm'

interface Build extends Measured {
  /** Seconds in all, and of them those that the search index took. */
  readonly seconds: number
  readonly searchSeconds: number
  readonly pages: number
}

const folder = makeFolder(fs.existsSync(RAM) ? RAM : os.tmpdir())
const project = copyProject(folder)

async function buildOurs(content: string, out: string): Promise<Build> {
  const args = ['--content', content, '--out', out, '--now', CONTENT_NOW, '--json']
  const measured = await runMeasured('scripts/build.ts', args, project)
  const { pages, searchMilliseconds } = JSON.parse(measured.stdout) as { pages: number; searchMilliseconds: number }
  return { ...measured, seconds: measured.wall / 1_000, searchSeconds: searchMilliseconds / 1_000, pages }
}

const figures: Figure[] = []
const sizes = process.argv.includes('--long') ? SIZES : SIZES.slice(0, 1)
let first: { readonly items: number; readonly ours: Build; readonly seconds: number } | undefined
for (const { items, issues } of sizes) {
  const content = path.join(folder, `content-${items}`)
  generateContent(content, { items, issues })
  const peer = await runMeasured('tests/bench/eleventy-site.ts', [content, path.join(folder, `eleventy-${items}`)])
  const out = path.join(folder, `ours-${items}`)
  // The pictures of issues are drawn once and kept; the second build is what every later one is.
  await buildOurs(content, out)
  const ours = await buildOurs(content, out)
  const seconds = ours.seconds - ours.searchSeconds
  const name = `${items} items, ${issues} issues`
  figures.push(
    {
      what: `${name}: time`,
      ours: seconds,
      peer: peer.wall / 1_000,
      unit: 's',
      peerName: 'Eleventy',
      asked: { atMost: 2 },
    },
    {
      what: `${name}: with the search index`,
      ours: ours.seconds,
      peer: peer.wall / 1_000,
      unit: 's',
      peerName: 'Eleventy',
    },
    {
      what: `${name}: processor time, with the search index but for its indexer`,
      ours: ours.cpu / 1_000,
      peer: peer.cpu / 1_000,
      unit: 's',
      peerName: 'Eleventy',
    },
    { what: `${name}: peak memory`, ours: ours.memory, peer: peer.memory, unit: 'MB', peerName: 'Eleventy' },
  )
  if (first) {
    const times = items / first.items
    figures.push({
      what: `${items} items: time beside ${times} times that of ${first.items}`,
      ours: seconds,
      peer: first.seconds * times,
      unit: 's',
      peerName: 'linear growth',
      asked: { atMost: 1 },
    })
  }
  first ??= { items, ours, seconds }
  for (const used of [content, out, path.join(folder, `eleventy-${items}`)]) fs.rmSync(used, { recursive: true })
}
printFigures(figures)
