// node tests/bench/two-stores.ts [--long]: the store of subscriptions in PostgreSQL beside that in SQLite, both as the app
// uses them: sign-ups of fifty who wait at the same time, look-ups one after the other, a list that is brought in.
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'
import { openPostgresStore } from '../../src/io/postgres-store.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import type { SubscriptionStore } from '../../src/jobs/subscription-store.ts'
import { startPostgres } from '../postgres-server.ts'
import { makeReaders, readerAddress } from '../send-place.ts'
import { makeFolder, median, printFigures } from './figure.ts'

const LONG = process.argv.includes('--long')
const [READERS, SIGNUPS, LOOK_UPS] = LONG ? [100_000, 10_000, 10_000] : [20_000, 2_000, 2_000]
const ROUNDS = 3
const WAITING = 50
const AT = '2026-11-23T09:00:00Z'

async function rate(count: number, run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (count / (performance.now() - start)) * 1_000
}

/** Things a second: a list, sign-ups, look-ups by address. */
async function measure(store: SubscriptionStore): Promise<readonly number[]> {
  const batches = Array.from({ length: READERS / 1_000 }, (_, index) => makeReaders(index * 1_000, 1_000))
  const list = await rate(READERS, async () => {
    for (const batch of batches) await store.importSubscriptions(batch)
  })
  let next = 0
  const add = async (end: number) => {
    while (next < end) {
      const address = `new-${next++}@harbour.example`
      await store.addSignup({ address, at: AT, network: '192.0.2.0/24', wording: 'weekly-1' })
    }
  }
  const [signups, lookUps]: [number[], number[]] = [[], []]
  for (let round = 1; round <= ROUNDS; round += 1) {
    const addAll = () => Promise.all(Array.from({ length: WAITING }, () => add(round * SIGNUPS)))
    signups.push(await rate(SIGNUPS, addAll))
    const find = async () => {
      for (let at = 0; at < LOOK_UPS; at += 1) {
        const { subscription } = await store.find({ address: readerAddress((at * 7_919) % READERS) })
        if (subscription === undefined) throw new Error('somebody is missing')
      }
    }
    lookUps.push(await rate(LOOK_UPS, find))
  }
  await store.close()
  return [list, median(signups), median(lookUps)]
}

const postgres = await startPostgres()
const sqlite = await measure(await openSqliteStore(path.join(makeFolder(), 'state')))
const ours = await measure(await openPostgresStore(await postgres.createDatabase()))
const names = [`a list of ${READERS} brought in`, `sign-ups on the disk, ${WAITING} waiting`, 'look-ups by address']
const figures = names.map((name, at): Figure => ({
  ...{ what: `PostgreSQL: ${name}`, ours: ours[at] ?? NaN, peer: sqlite[at] ?? NaN },
  ...{ unit: '/s', peerName: 'ours in SQLite' },
}))
printFigures(figures)
process.exit()
