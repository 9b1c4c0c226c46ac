// node tests/bench/serve-signups.ts [--long]: sign-ups over HTTP to `npm run serve` as a process of its own, 50 connections,
// each from a network of its own, while it decides them and sends mail; beside the least that could take them: Node's own
// HTTP server with one insert for each, on the disk. Then what a SIGKILL in the middle leaves of those that were answered.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Figure } from '../../src/core/bench/figure.ts'
import { storeContent } from '../store-content.ts'
import { makeFolder, median, printFigures } from './figure.ts'
import { type Load, type PostedSignup, postSignups } from './post-signups.ts'
import { PAGE_BYTES, startApp } from './start-app.ts'

const LONG = process.argv.includes('--long')
const ROUNDS = LONG ? 7 : 3
const COUNT = LONG ? 20_000 : 5_000
const CONNECTIONS = 50
const folder = makeFolder()

/** So many, of which no two are the same, nor from one network. */
function give(tag: string, count: number): () => PostedSignup | undefined {
  let index = 0
  return () => {
    if (index === count) return undefined
    const at = index++
    return { email: `reader-${tag}-${at}@harbour-${at}.example`, from: `10.${(at >> 8) & 255}.${at & 255}.7` }
  }
}

async function startBare(file: string) {
  const script = path.join(import.meta.dirname, 'bare-signups.ts')
  const child = spawn(process.execPath, [script, file, String(PAGE_BYTES)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const stop = async () => {
    child.kill()
    await once(child, 'close')
  }
  return { port: Number(/:(\d+)/.exec(line.toString())?.[1]), stop }
}

const rateOf = ({ accepted, wall }: Load) => (accepted.length / wall) * 1_000
const p99Of = ({ times }: Load) => times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.99)] ?? NaN

const addressesOf = (state: string) => {
  const { signups = [], subscriptions = [] } = storeContent(state) as Record<string, readonly { address: string }[]>
  return { waiting: signups.length, all: new Set([...signups, ...subscriptions].map(({ address }) => address)) }
}

const app = await startApp(path.join(folder, 'ours'))
const bareFile = path.join(folder, 'bare.sqlite')
const bare = await startBare(bareFile)
const [ours, theirs]: [Load[], Load[]] = [[], []]
const decided: number[] = []
for (let round = -1; round < ROUNDS; round += 1) {
  const start = performance.now()
  const own = await postSignups(app.port, CONNECTIONS, give(`${round}`, COUNT))
  while (addressesOf(app.state).waiting > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  const toTheEnd = (COUNT / (performance.now() - start)) * 1_000
  const peer = await postSignups(bare.port, CONNECTIONS, give(`${round}`, COUNT))
  // The first round warms up.
  if (round < 0) continue
  ours.push(own)
  decided.push(toTheEnd)
  theirs.push(peer)
}
await app.stop()
await bare.stop()
const found = addressesOf(app.state).all
const kept = ours.flatMap(({ accepted }) => accepted).filter((address) => found.has(address)).length
const database = new DatabaseSync(bareFile, { readOnly: true })
const rows = Number(database.prepare('SELECT count(*) AS count FROM signups').get()?.count)
database.close()
const perRound = rows / (ROUNDS + 1)

/** Killed when it has answered so many; gives how many those were, and how many of them are in the store. */
async function killInTheMiddle(): Promise<{ readonly answered: number; readonly kept: number }> {
  const victim = await startApp(path.join(folder, 'killed'))
  const source = give('killed', COUNT * 10)
  const answered: string[] = []
  let killed: Promise<unknown> | undefined
  // One connection an asker, so that each knows what it was told before the end.
  await Promise.allSettled(
    Array.from({ length: CONNECTIONS }, async () => {
      let last: string | undefined
      await postSignups(victim.port, 1, () => {
        if (last !== undefined) answered.push(last)
        if (answered.length >= COUNT / 2) killed ??= victim.kill()
        const signup = source()
        last = signup?.email
        return signup
      })
    }),
  )
  await killed
  const left = addressesOf(victim.state).all
  return { answered: answered.length, kept: answered.filter((address) => left.has(address)).length }
}

const end = await killInTheMiddle()
fs.rmSync(folder, { recursive: true, force: true })
const peerName = 'node:http, an insert each'
const figures: Figure[] = [
  {
    what: 'serve: sign-ups, 50 connections',
    ...{ ours: median(ours.map(rateOf)), peer: median(theirs.map(rateOf)), unit: '/s', peerName },
  },
  {
    what: 'serve: sign-ups, until the last is decided',
    ...{ ours: median(decided), peer: median(theirs.map(rateOf)), unit: '/s', peerName },
  },
  {
    what: 'serve: time to an answer, p99',
    ...{ ours: median(ours.map(p99Of)), peer: median(theirs.map(p99Of)), unit: 'ms', peerName },
  },
  {
    what: 'serve: sign-ups in the store, of those answered',
    ...{ ours: kept / ROUNDS, peer: perRound, unit: 'a round', peerName, asked: { atLeast: 1 } },
  },
  {
    what: 'serve: sign-ups in the store after a SIGKILL',
    ...{ ours: end.kept, peer: end.answered, unit: '', peerName: 'those answered', asked: { atLeast: 1 } },
  },
]
printFigures(figures)
