import fs from 'node:fs'
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'
import { weekOf } from '../../src/core/text/week.ts'
import type { Command } from '../../src/core/issue/command.ts'
import { createDeskSession } from '../../src/desk/desk-session.ts'
import { makeIssue, makePick } from '../builders.ts'
import { makeStoryItem, NOW, writeDeskFolder } from '../desk/desk-folder.ts'
import { makeFolder, median, printFigures } from './figure.ts'

const STORIES = 1000
const ISSUES = 100
const ROUNDS = 30
const WEEK = 7 * 86_400_000

const folder = makeFolder()
const content = path.join(folder, 'content')
const cutOff = Date.parse('2026-08-21T12:00:00Z')
const day = (moment: number) => new Date(moment).toISOString().slice(0, 10)
const issues = Array.from({ length: ISSUES }, (_, index) => {
  const to = cutOff - (ISSUES - 1 - index) * WEEK
  const key = weekOf(new Date(to))
  return makeIssue({
    ...{ key, number: index + 1, weeks: [key], date: day(to), body: `What week ${index} was about.` },
    covers: { from: `${day(to - WEEK)}T12:00:00Z`, to: `${day(to)}T12:00:00Z` },
    picks: Array.from({ length: 20 }, (_, pick) =>
      makePick({ url: `https://past.example/${index}/${pick}/`, title: `Past ${index} of ${pick}` }),
    ),
  })
})
writeDeskFolder(content, { items: Array.from({ length: STORIES }, (_, index) => makeStoryItem(index)), issues })

const desk = createDeskSession({
  ...{ content, state: path.join(folder, 'state'), editor: 'ada', now: () => new Date(NOW), run: 'bench' },
})
const startup = performance.now()
const first = desk.view()
if (!first.ok) throw new Error(JSON.stringify(first.problems))
const opening = performance.now() - startup
const { stories } = first.value

/** Milliseconds from a command to its answer as JSON, all of it on the disk. */
const times: Record<string, number[]> = {}
const bytes: number[] = []
let version = first.value.version
function measure(name: string, act: (since: string) => ReturnType<typeof desk.undo>): void {
  const start = performance.now()
  const answer = act(version)
  const text = JSON.stringify(answer)
  ;(times[name] ??= []).push(performance.now() - start)
  if (!answer.ok || !answer.value.changed) throw new Error(`${name}: ${text.slice(0, 500)}`)
  version = answer.value.version
  bytes.push(Buffer.byteLength(text))
}
const carryOut = (command: Command) => {
  measure(command.verb, (since) => desk.carryOut(command, since))
}

for (let round = 0; round < ROUNDS; round++) {
  const [pick, skip, keep] = [0, 1, 2].map((place) => stories[round * 3 + place]?.id ?? '') as [string, string, string]
  carryOut({ verb: 'pick', id: pick })
  carryOut({ verb: 'skip', id: skip, reason: 'an advertisement' })
  carryOut({ verb: 'shortlist', id: keep })
  carryOut({ verb: 'blurb', id: pick, text: `Why it matters, told for the ${round}th time.` })
  carryOut({ verb: 'move', id: pick, section: 'headlines', at: 1 })
  if (round % 3 === 0) measure('undo', (since) => desk.undo(since))
}

const all = Object.values(times).flat()
const p95 = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? NaN

/** What the disk alone takes for the same: a file whole beside its place, renamed over it, and a line that is added. */
function bareWrites(): number[] {
  const file = path.join(content, 'issues', '2026-W35.md')
  const text = fs.readFileSync(file)
  const line = Buffer.alloc(700, 'x')
  return Array.from({ length: 100 }, () => {
    const start = performance.now()
    for (const [name, data, flags] of [
      ['whole', text, 'w'],
      ['log', line, 'a'],
    ] as const) {
      const handle = fs.openSync(path.join(folder, name), flags)
      fs.writeSync(handle, data)
      fs.fsyncSync(handle)
      fs.closeSync(handle)
    }
    fs.renameSync(path.join(folder, 'whole'), path.join(folder, 'issue'))
    return performance.now() - start
  })
}
const bare = bareWrites()
const peerName = 'a bare write of the same bytes, fsync and rename'
const figures: Figure[] = [
  {
    what: `desk: an operation on disk, p95 of ${all.length}, ${STORIES} stories, ${ISSUES} past issues`,
    ...{ ours: p95(all), unit: 'ms', peer: p95(bare), peerName, asked: { atMostOurs: 50 } },
  },
  {
    what: 'desk: an operation on disk, median',
    ...{ ours: median(all), unit: 'ms', peer: median(bare), peerName },
  },
  {
    what: `desk: opened, ${STORIES} stories`,
    ...{ ours: opening, unit: 'ms', peer: median(bare), peerName },
  },
]
if (process.env.DEBUG) {
  for (const [name, values] of Object.entries(times)) {
    process.stderr.write(`${name}: median ${median(values).toFixed(1)} p95 ${p95(values).toFixed(1)} ms\n`)
  }
  process.stderr.write(`answers: median ${median(bytes)} bytes, most ${Math.max(...bytes)}\n`)
}
printFigures(figures)
