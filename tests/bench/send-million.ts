// node tests/bench/send-million.ts [--long]: what a send to very many takes: memory while it is frozen and while its first
// mails go, and how long the first waits, beside the same send to ten readers. `--long` freezes 1,000,000 and sends 20,000;
// without it, a tenth of both.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Figure } from '../../src/core/bench/figure.ts'
import { makeSendPlace, SENT_ISSUE } from '../send-place.ts'
import { makeFolder, printFigures } from './figure.ts'
import { startMailSink } from './mail-sink.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const [READERS, SENT] = process.argv.includes('--long') ? [1_000_000, 20_000] : [100_000, 2_000]
const folder = makeFolder()
const sink = await startMailSink()

interface Run {
  /** Seconds from the start of the program to the first mail. */
  readonly first: number
  /** Megabytes at the peak, all of the run, its report included. */
  readonly memory: number
}

/** Sends until so many mails are there, and ends it as Ctrl-C does. */
async function run(readers: number, sent: number): Promise<Run> {
  const place = await makeSendPlace(path.join(folder, `${readers}`), { readers, picks: 25, signed: true })
  const preload = path.join(import.meta.dirname, 'report-usage.ts')
  const args = ['--issue', SENT_ISSUE, '--rate', '100000', '--yes', '--json']
  const start = performance.now()
  const child = spawn(process.execPath, ['--import', preload, path.join(ROOT, 'scripts/send.ts'), ...args], {
    env: { ...place.env, SMTP_URL: sink.url },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  let talk = ''
  child.stderr.on('data', (chunk: Buffer) => (talk += chunk.toString()))
  let [count, first] = [0, 0]
  while (count < sent && child.exitCode === null) {
    await wait(20)
    count += (await sink.look()).count
    if (first === 0 && count > 0) first = performance.now()
  }
  if (sent < readers) child.kill('SIGINT')
  await ended
  await sink.look()
  const usage = /\nusage (.*)\n/.exec(talk)?.[1]
  if (count < sent || usage === undefined) throw new Error(`${count} of ${sent} mails came: ${talk}`)
  const { memory } = JSON.parse(usage) as { memory: number }
  fs.rmSync(place.folder, { recursive: true })
  return { first: (first - start) / 1_000, memory }
}

const few = await run(10, 10)
const many = await run(READERS, SENT)
sink.stop()
const peerName = 'ten readers'
const of = `${READERS.toLocaleString('en')} frozen`
const figures: Figure[] = [
  {
    what: `send: ${of}, ${SENT.toLocaleString('en')} sent: memory at its peak`,
    ...{ ours: many.memory, peer: few.memory, unit: 'MB', peerName, asked: { atMostOurs: 300 } },
  },
  { what: `send: ${of}: until the first mail`, ours: many.first, peer: few.first, unit: 's', peerName },
]
printFigures(figures)
