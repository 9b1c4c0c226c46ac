import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import type { RecipientState } from '../../../src/core/send/send.ts'
import { openSqliteStore, type SqliteStore } from '../../../src/io/sqlite-store.ts'
import { storeFile } from '../../../src/io/store-files.ts'
import { until } from '../../until.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { startScript } from './start-script.ts'
import { startLeaser } from './start-writer.ts'
import { makeFrozenMail, makeSubscription, makeTerms, moment } from './store-builders.ts'

const WITHOUT_SIGNALS = { skip: process.platform === 'win32' ? 'needs signals of Unix' : false }
const WHEN = makeTerms()
const FREEZER = `
  const { makeFrozenMail, makeTerms } = await import(new URL('../../tests/io/store/store-builders.ts', source))
  const store = await used.openSqliteStore(state)
  console.log('open')
  await store.startSend(makeFrozenMail(), makeTerms())`

async function makeReaders(state: string, count: number): Promise<string[]> {
  const store = await openSqliteStore(state)
  const readers = Array.from({ length: count }, (_, index) =>
    makeSubscription({ address: `r${index}@harbour.example`, state: 'confirmed', confirmedAt: moment() }),
  )
  await store.importSubscriptions(readers)
  await store.close()
  return readers.map(({ id }) => id)
}

async function read<T>(state: string, work: (store: SqliteStore) => Promise<T>): Promise<T> {
  const store = await openSqliteStore(state)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function idsIn(store: SqliteStore, state: RecipientState): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = []
  for await (const { subscriptionId } of store.listRecipients(1, [state])) ids.push(subscriptionId)
  return ids
}

describe('a send that several processes work at', () => {
  test('gives no reader to two of them', async () => {
    using folder = makeTemporaryFolder()
    const ids = await makeReaders(folder.path, 600)
    await read(folder.path, (store) => store.startSend(makeFrozenMail(), WHEN))
    const leasers = [startLeaser(folder.path, 'settle'), startLeaser(folder.path, 'settle')]
    await Promise.all(leasers.map(({ ended }) => ended))
    assert.deepEqual(
      leasers.map(({ child }) => child.exitCode),
      [0, 0],
    )
    assert.deepEqual(leasers.flatMap(({ lines }) => lines).toSorted(), ids.toSorted())
    await read(folder.path, async (store) => {
      const { counts } = await store.countRecipients(1)
      assert.equal(counts.sent, 600)
      assert.deepEqual(await idsIn(store, 'sent'), ids)
    })
  })

  test('has everybody leased whom one that was killed had, and nobody else', WITHOUT_SIGNALS, async () => {
    using folder = makeTemporaryFolder()
    const ids = await makeReaders(folder.path, 2_000)
    await read(folder.path, (store) => store.startSend(makeFrozenMail(), WHEN))
    const told: string[] = []
    for (const how of ['keep', 'settle', 'keep'] as const) {
      const { child, lines, reaches, ended } = startLeaser(folder.path, how)
      await reaches(40)
      child.kill('SIGKILL')
      await ended
      assert.equal(child.signalCode, 'SIGKILL')
      told.push(...lines)
    }
    assert.equal(new Set(told).size, told.length)
    await read(folder.path, async (store) => {
      const [leased, sent, queued] = [
        await idsIn(store, 'leased'),
        await idsIn(store, 'sent'),
        await idsIn(store, 'queued'),
      ]
      assert.ok(leased.length >= 80 && sent.length >= 30, `${leased.length} leased, ${sent.length} sent`)
      assert.deepEqual([...leased, ...sent, ...queued].toSorted(), ids.toSorted())
      // Whoever was told of may have been mailed. Two more a process may have been leased, untold when it died.
      const taken = new Set([...leased, ...sent])
      assert.deepEqual(
        told.filter((id) => !taken.has(id)),
        [],
      )
      assert.ok(taken.size - told.length <= 6)
      const { counts } = await store.countRecipients(1)
      assert.deepEqual([counts.leased, counts.sent, counts.queued], [leased.length, sent.length, queued.length])
    })
  })

  test('is not there when its freeze was killed, and is whole when it is begun again', WITHOUT_SIGNALS, async () => {
    using folder = makeTemporaryFolder()
    await makeReaders(folder.path, 45_000)
    using database = new DatabaseSync(storeFile(folder.path), { readOnly: true })
    const frozen = database.prepare('SELECT count(*) AS count FROM recipients')
    const child = startScript('sqlite-store', FREEZER, folder.path)
    const ended = once(child, 'close')
    await once(child.stdout, 'data')
    const isFreezing = () => child.exitCode !== null || Number(frozen.get()?.count) > 0
    await until('readers are frozen', isFreezing, { pause: 1 })
    child.kill('SIGKILL')
    await ended
    const left = Number(frozen.get()?.count)
    assert.ok(left > 0 && left < 45_000, `${left} were frozen: it was not cut off in the middle`)
    await read(folder.path, async (store) => {
      assert.equal(await store.findSend('2026-W47'), undefined)
      assert.equal(await store.leaseRecipients(1, { limit: 5, now: moment(), until: moment(5) }), undefined)
      const send = await store.startSend(makeFrozenMail(), WHEN)
      assert.deepEqual([send?.number, send?.recipients], [1, 45_000])
      assert.equal((await idsIn(store, 'queued')).length, 45_000)
    })
    assert.equal(frozen.get()?.count, 45_000)
  })
})

describe('the ledger of sends', () => {
  test('is looked up by an index in each query that runs while a send goes on', async () => {
    using folder = makeTemporaryFolder()
    await (await openSqliteStore(folder.path)).close()
    using database = new DatabaseSync(storeFile(folder.path))
    for (const query of [
      'SELECT reader FROM recipients LEFT JOIN subscriptions ON number = reader WHERE send = 1 AND recipients.state = 0 AND due_at <= ? ORDER BY due_at, reader LIMIT 5',
      'SELECT reader FROM recipients LEFT JOIN subscriptions ON number = reader WHERE send = 1 AND reader > ? ORDER BY reader LIMIT 5',
      'SELECT min(due_at) FROM recipients WHERE send = 1 AND state = 0 AND due_at IS NOT NULL',
      'UPDATE recipients SET state = 4 WHERE send = 1 AND state = 1 AND due_at < ?',
      'UPDATE recipients SET state = 2 WHERE send = 1 AND reader = ? AND state = 1',
      'SELECT count(*) FROM bounces WHERE reader = ? AND kind = 0 AND at >= 0',
    ]) {
      const plan = database
        .prepare(`EXPLAIN QUERY PLAN ${query}`)
        .all()
        .map(({ detail }) => String(detail))
      assert.ok(plan.length > 0, query)
      assert.doesNotMatch(plan.join('; '), /SCAN|TEMP B-TREE/, query)
      if (/due_at|reader > /.test(query)) assert.match(plan.join('; '), /\(send=\? AND [^)]+\)/, query)
    }
  })

  test('has nothing in it that names a reader who was erased', async () => {
    using folder = makeTemporaryFolder()
    const [id = ''] = await makeReaders(folder.path, 1)
    const address = 'r0@harbour.example'
    await read(folder.path, async (store) => {
      await store.startSend(makeFrozenMail(), WHEN)
      await store.leaseRecipients(1, { limit: 1, now: moment(), until: moment(5) })
      const reason = `the server answered 550 to ${address}`
      const outcome = { state: 'failed' as const, at: moment(), code: 550, reason }
      await store.settleRecipients(1, [{ subscriptionId: id, outcome }])
      const note = { subscriptionId: id, send: 1, kind: 'soft' as const, at: moment() }
      await store.noteBounce(note, { softSince: moment() }, () => ({}))
      await store.change({ id }, () => ({ remove: id, forget: address }))
    })
    for (const name of fs.readdirSync(folder.path)) {
      const bytes = fs.readFileSync(path.join(folder.path, name))
      for (const trace of [address, id]) assert.equal(bytes.includes(trace), false, `${trace} in ${name}`)
    }
  })
})
