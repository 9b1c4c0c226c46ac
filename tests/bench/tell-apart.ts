// node tests/bench/tell-apart.ts [--long]: how long `npm run serve` takes to answer a sign-up for an address that is new,
// pending, active or suppressed, over HTTP, in an order of chance; beside how far halves of one kind are from each other.
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'
import { addressKey } from '../../src/core/subscription/address-key.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { makeChance } from '../server/chance.ts'
import { makeFolder, median, printFigures } from './figure.ts'
import { postSignups } from './post-signups.ts'
import { startApp } from './start-app.ts'

const EACH = process.argv.includes('--long') ? 5_000 : 1_000
const SPLITS = 1_000
const KINDS = ['new', 'pending', 'active', 'suppressed'] as const
const AT = '2026-11-01T09:00:00Z'
const folder = makeFolder()
const addressOf = (kind: string, index: number) => `${kind}-${index}@harbour-${index}.example`

async function fillStore(): Promise<void> {
  const store = await openSqliteStore(path.join(folder, 'state'))
  for (let index = 0; index < EACH; index += 1) {
    const states = { pending: 'unconfirmed', active: 'confirmed' } as const
    const done = Object.entries(states).map(([kind, state]) => {
      const id = `${kind}-${index}`.padEnd(22, '-')
      const own = { id, address: addressOf(kind, index), state, origin: 'form' as const, requestedAt: AT }
      return store.change({ id }, () => ({ write: { ...own, confirmedAt: AT, consent: { wording: 'weekly-1' } } }))
    })
    const key = addressKey(addressOf('suppressed', index), store.secret)
    done.push(store.change({ id: 'nobody' }, () => ({ suppress: { key, reason: 'bounced', at: AT } })))
    await Promise.all(done)
  }
  await store.close()
}

await fillStore()
const { next: below } = makeChance(7)
function shuffle<T>(values: readonly T[]): T[] {
  const mixed = [...values]
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = below(at + 1)
    ;[mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T]
  }
  return mixed
}

const app = await startApp(folder)
const order = shuffle(KINDS.flatMap((kind) => Array.from({ length: EACH }, (_, index) => ({ kind, index }))))
let warm = 0
await postSignups(app.port, 1, () => (warm++ < 500 ? { email: addressOf('warm', warm), from: '192.0.2.7' } : undefined))
let next = 0
const { times } = await postSignups(app.port, 1, () => {
  const at = next++
  const signup = order[at]
  return signup && { email: addressOf(signup.kind, signup.index), from: `10.${at >> 8}.${at & 255}.7` }
})
await app.stop()

const timesOf = (kind: string) => times.filter((_, at) => order[at]?.kind === kind)
const medians = new Map(KINDS.map((kind) => [kind, median(timesOf(kind)) * 1_000]))
/** Of new addresses alone: the difference between two halves, of chance, that only one split in a hundred is above. */
const differences = Array.from({ length: SPLITS }, () => {
  const mixed = shuffle(timesOf('new'))
  return Math.abs(median(mixed.slice(0, EACH / 2)) - median(mixed.slice(EACH / 2))) * 1_000
})
const spread = differences.toSorted((a, b) => a - b)[Math.floor(SPLITS * 0.99)] ?? NaN
const figures: Figure[] = KINDS.slice(1).map((kind) => ({
  what: `serve: answer for one that is ${kind}, and a new one, ${EACH} each`,
  ours: Math.abs((medians.get(kind) ?? NaN) - (medians.get('new') ?? NaN)),
  ...{ unit: 'µs', peer: spread, peerName: 'new ones apart', asked: { atMost: 1 } },
}))
process.stderr.write(`medians: ${[...medians].map(([kind, value]) => `${kind} ${value.toFixed(0)} µs`).join(', ')}\n`)
printFigures(figures)
