// node tests/bench/million-subscribers.ts [--long]: what a list of a million costs, beside one bare table of SQLite with
// the same addresses, filled in one transaction: no states that are checked, no proof of consent, no suppressions.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Figure } from '../../src/core/bench/figure.ts'
import { fingerprint } from '../../src/core/text/fingerprint.ts'
import { type LinkKey, signLink, verifyLink } from '../../src/core/subscription/link-token.ts'
import type { Subscription } from '../../src/core/subscription/subscription.ts'
import { openSqliteStore } from '../../src/io/sqlite-store.ts'
import { storeFile } from '../../src/io/store-files.ts'
import { makeFolder, printFigures } from './figure.ts'

const COUNT = 1_000_000
const LOOK_UPS = process.argv.includes('--long') ? 100_000 : 20_000
const TOKENS = 20_000
const BATCH = 10_000
const AT = '2026-11-23T09:00:00Z'
const KEY: LinkKey = { id: 'k1', secret: new Uint8Array(32).fill(7) }

/** Seconds, or look-ups a second, or megabytes. */
interface Costs {
  readonly fill: number
  readonly byId: number
  readonly byAddress: number
  readonly byToken: number
  readonly byConfirmation: number
  readonly stats: number
  readonly settled: number
  readonly size: number
  readonly memory: number
}

/** Ids as if they were random, the same at each run. */
const idOf = (index: number) => createHash('md5').update(`reader ${index}`).digest('base64url')
const addressOf = (index: number) => `reader-${index}@h${index % 5_003}.example`
const tokenOf = (index: number) => createHash('md5').update(`token ${index}`).digest('base64url')
/** Every so many of a million, in an order that knows nothing of how they are kept. */
const someOf = (count: number, most: number) => Array.from({ length: count }, (_, at) => (at * 7_368_787) % most)

function subscriptionOf(index: number): Subscription {
  const consent = { wording: 'weekly-1', requestedFrom: '192.0.2.0/24', confirmedFrom: '192.0.2.0/24' }
  const moments = { requestedAt: AT, confirmedAt: AT }
  return { id: idOf(index), address: addressOf(index), state: 'confirmed', origin: 'form', ...moments, consent }
}

async function time(run: () => unknown): Promise<number> {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1_000
}

const perSecond = async (count: number, run: () => unknown) => count / (await time(run))
const megabytes = (bytes: number) => bytes / 2 ** 20
const memory = () => process.resourceUsage().maxRSS / 1_024

async function measureOurs(folder: string): Promise<Costs> {
  const store = await openSqliteStore(folder)
  // Where one address is suppressed, each of a list is looked for among them.
  await store.change({ id: 'nobody' }, () => ({ suppress: { key: '0'.repeat(64), reason: 'bounced', at: AT } }))
  const fill = await time(async () => {
    for (let from = 0; from < COUNT; from += BATCH) {
      await store.importSubscriptions(Array.from({ length: BATCH }, (_, index) => subscriptionOf(from + index)))
    }
  })
  for (let from = 0; from < TOKENS; from += 1_000) {
    const confirmations = Array.from({ length: 1_000 }, (_, index) => from + index)
    await Promise.all(
      confirmations.map((index) =>
        store.addConfirmation({ hash: fingerprint(tokenOf(index), 64), subscriptionId: idOf(index), expiresAt: AT }),
      ),
    )
  }
  const indexes = someOf(LOOK_UPS, COUNT)
  const ids = indexes.map(idOf)
  const addresses = indexes.map(addressOf)
  const links = ids.map((id) => signLink('unsubscribe', id, KEY))
  const tokens = someOf(LOOK_UPS, TOKENS).map(tokenOf)
  const found = async (find: Promise<{ readonly subscription: Subscription | undefined }>) => {
    if ((await find).subscription === undefined) throw new Error('somebody is missing')
  }
  const byId = await perSecond(LOOK_UPS, async () => {
    for (const id of ids) await found(store.find({ id }))
  })
  const byAddress = await perSecond(LOOK_UPS, async () => {
    for (const address of addresses) await found(store.find({ address }))
  })
  const byToken = await perSecond(LOOK_UPS, async () => {
    for (const link of links) await found(store.find({ id: verifyLink('unsubscribe', link, [KEY]) ?? '' }))
  })
  const byConfirmation = await perSecond(LOOK_UPS, async () => {
    for (const token of tokens) await found(store.find({ confirmation: fingerprint(token, 64) }))
  })
  const stats = await time(() => store.stats(AT))
  const signups = indexes.slice(0, 2_000).map((index) => ({ address: addressOf(index), index }))
  await Promise.all(
    signups.map(({ address }) => store.addSignup({ address, at: AT, network: '192.0.2.0/24', wording: 'weekly-1' })),
  )
  let mails = 0
  const settled = await perSecond(signups.length, async () => {
    for (let round = 0; round < signups.length / 50; round += 1) {
      const settle = () =>
        store.settleSignup(({ address, network }, { subscription }) => {
          const about = { subscriptionId: subscription?.id, key: `key ${mails}`, network, at: AT }
          return { mail: { id: `mail ${(mails += 1)}`, kind: 'already', to: address, ...about } }
        })
      await Promise.all(Array.from({ length: 50 }, settle))
    }
  })
  await store.close()
  const size = megabytes(fs.statSync(storeFile(folder)).size)
  return { fill, byId, byAddress, byToken, byConfirmation, stats, settled, size, memory: memory() }
}

async function measurePeer(folder: string): Promise<Costs> {
  const file = path.join(folder, 'bare.sqlite')
  const database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA cache_size = -32768;
    CREATE TABLE readers (id TEXT PRIMARY KEY, address TEXT NOT NULL UNIQUE, state TEXT NOT NULL, at TEXT NOT NULL)`)
  const insert = database.prepare('INSERT INTO readers VALUES (?, ?, ?, ?)')
  const fill = await time(() => {
    database.exec('BEGIN')
    for (let index = 0; index < COUNT; index += 1) {
      const { id, address, state, requestedAt } = subscriptionOf(index)
      insert.run(id, address, state, requestedAt)
    }
    database.exec('COMMIT')
  })
  const indexes = someOf(LOOK_UPS, COUNT)
  const ids = indexes.map(idOf)
  const addresses = indexes.map(addressOf)
  const select = database.prepare('SELECT * FROM readers WHERE id = ?')
  const selectAddress = database.prepare('SELECT * FROM readers WHERE address = ?')
  const byId = await perSecond(LOOK_UPS, () => {
    for (const id of ids) select.get(id)
  })
  const byAddress = await perSecond(LOOK_UPS, () => {
    for (const address of addresses) selectAddress.get(address)
  })
  const stats = await time(() => database.prepare('SELECT state, count(*) FROM readers GROUP BY state').all())
  database.exec('CREATE TABLE mails (recipient TEXT, at TEXT)')
  const mail = database.prepare('INSERT INTO mails VALUES (?, ?)')
  const settled = await perSecond(2_000, () => {
    for (let round = 0; round < 40; round += 1) {
      database.exec('BEGIN')
      for (const address of addresses.slice(round * 50, round * 50 + 50)) mail.run(address, AT)
      database.exec('COMMIT')
    }
  })
  database.close()
  const size = megabytes(fs.statSync(file).size)
  const looked = { byId, byAddress, byToken: byId, byConfirmation: byId }
  return { fill, ...looked, stats, settled, size, memory: memory() }
}

function measureApart(which: 'ours' | 'peer'): Costs {
  const folder = makeFolder()
  const args = [import.meta.filename, which, folder, ...process.argv.slice(2)]
  const costs = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Costs
  fs.rmSync(folder, { recursive: true })
  return costs
}

const [which, folder = ''] = process.argv.slice(2)
if (which === 'ours' || which === 'peer') {
  process.stdout.write(JSON.stringify(await (which === 'ours' ? measureOurs : measurePeer)(folder)))
} else {
  const [ours, peer] = [measureApart('ours'), measureApart('peer')]
  const figure = (what: string, name: keyof Costs, unit: string, peerName: string, asked = {}): Figure => ({
    ...{ what, ours: ours[name], peer: peer[name], unit, peerName, ...asked },
  })
  printFigures([
    figure('importing 1,000,000 subscribers', 'fill', 's', 'a bare table'),
    figure('finding one by id', 'byId', '/s', 'a bare table'),
    figure('finding one by address, and whether it is suppressed', 'byAddress', '/s', 'a bare table'),
    figure('finding one by the link in a mail', 'byToken', '/s', 'a bare table, by id'),
    figure('finding one by the token of a confirmation', 'byConfirmation', '/s', 'a bare table, by id'),
    figure('deciding sign-ups, fifty at a time', 'settled', '/s', 'one insert each'),
    figure('stats of twelve months', 'stats', 's', 'counting states'),
    figure('size of the file', 'size', 'MB', 'a bare table'),
    figure('memory', 'memory', 'MB', 'a bare table'),
  ])
}
