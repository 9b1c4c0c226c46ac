// node tests/bench/add-signups.ts [--long]: sign-ups that are on the disk when they are acknowledged, fifty waiting at
// once, beside SQLite with a transaction for each, which waits for the disk as often; and beside not waiting for it.
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Figure } from '../../src/core/bench/figure.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { makeFolder, median, printFigures } from './figure.ts'

const ROUNDS = process.argv.includes('--long') ? 9 : 3
const COUNT = 2_000
const CONNECTIONS = 50
const AT = Date.UTC(2026, 10, 23, 9)
const folder = makeFolder()
const store = await openSqliteStore(path.join(folder, 'state'))

const addressOf = (index: number) => `reader-${index}@harbour.example`

async function addThroughStore(): Promise<void> {
  let next = 0
  const at = new Date(AT).toISOString()
  const add = async () => {
    while (next < COUNT)
      await store.addSignup({ address: addressOf(next++), at, network: '192.0.2.0/24', wording: 'weekly-1' })
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, add))
}

function openBare(name: string, synchronous: 'FULL' | 'NORMAL') {
  const database = new DatabaseSync(path.join(folder, name))
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous};
    CREATE TABLE signups (number INTEGER PRIMARY KEY, address TEXT, at INTEGER, network TEXT, wording TEXT)`)
  const insert = database.prepare('INSERT INTO signups (address, at, network, wording) VALUES (?, ?, ?, ?)')
  return (count: number) => {
    for (let index = 0; index < count; index += 1) insert.run(addressOf(index), AT, '192.0.2.0/24', 'weekly-1')
  }
}

async function rate(count: number, run: () => unknown): Promise<number> {
  const rates: number[] = []
  for (let round = -1; round < ROUNDS; round += 1) {
    const start = performance.now()
    await run()
    if (round >= 0) rates.push((count / (performance.now() - start)) * 1_000)
  }
  return median(rates)
}

const [full, normal] = [openBare('full.sqlite', 'FULL'), openBare('normal.sqlite', 'NORMAL')]
const ours = await rate(COUNT, addThroughStore)
const each = await rate(COUNT / 10, () => {
  full(COUNT / 10)
})
const unsafe = await rate(COUNT, () => {
  normal(COUNT)
})
await store.close()
const figures: Figure[] = [
  { what: 'sign-ups on the disk, 50 waiting', ours, peer: each, unit: '/s', peerName: 'a transaction each, FULL' },
  { what: 'sign-ups on the disk, 50 waiting', ours, peer: unsafe, unit: '/s', peerName: 'a transaction each, NORMAL' },
]
printFigures(figures)
