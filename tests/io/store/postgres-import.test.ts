import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import pg from 'pg'
import type { RecipientOutcome } from '../../../src/core/send/send.ts'
import { addressKey } from '../../../src/core/subscription/address-key.ts'
import { openStore } from '../../../src/io/open-store.ts'
import { importIntoPostgres } from '../../../src/io/postgres-import.ts'
import { openPostgresStore } from '../../../src/io/postgres-store.ts'
import { openSqliteStore } from '../../../src/io/sqlite-store.ts'
import { backUpStore } from '../../../src/io/store-backup.ts'
import { storeFile } from '../../../src/io/store-files.ts'
import { checkAdoption } from '../../../src/io/store-identity.ts'
import { restoreStore } from '../../../src/io/store-restore.ts'
import type { SubscriptionStore } from '../../../src/jobs/subscription-store.ts'
import { startPostgres } from '../../postgres-server.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import {
  idFor,
  makeFrozenMail,
  makeReaderSuggestion,
  makeServiceMail,
  makeSignup,
  makeSubscription,
  makeTerms,
  moment,
  ROOM,
  SIGNED,
} from './store-builders.ts'

const WHEN = makeTerms({ notAfter: moment(90), signing: SIGNED })
const HASH = 'c'.repeat(64)
const KEEPER = makeSubscription({
  state: 'confirmed',
  confirmedAt: '2026-11-23T09:00:01.125Z',
  consent: { wording: `"';--\0\u0001`, requestedFrom: '192.0.2.0/24' },
})
const LEFT = makeSubscription({ address: 'Left@harbour.example', state: 'unsubscribed', unsubscribedAt: moment(3) })

/** A send with a recipient in every state, and one whose readers nobody has tried. */
async function fillLedger(store: SubscriptionStore): Promise<void> {
  const readers = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) =>
    makeSubscription({ address: `${name}@tide.example`, state: 'confirmed', confirmedAt: moment(-1) }),
  )
  await store.importSubscriptions(readers)
  const message = Uint8Array.from({ length: 3_000 }, (_, index) => (index * 11) % 256)
  await store.startSend(makeFrozenMail({ message, bounces: 'returns@harbour.example' }), WHEN)
  const leased = (await store.leaseRecipients(1, { limit: 6, now: moment(), until: moment(15) })) ?? []
  const outcomes: RecipientOutcome[] = [
    { state: 'sent', at: moment(1), code: 250 },
    { state: 'failed', at: moment(1), code: 550, reason: 'no mailbox here' },
    { state: 'unknown', at: moment(1), reason: 'the connection was lost' },
    { state: 'queued', after: moment(5), code: 451, reason: 'later' },
  ]
  await store.settleRecipients(
    1,
    outcomes.map((outcome, index) => ({ subscriptionId: leased[index + 1]?.subscriptionId ?? '', outcome })),
  )
  await store.startSend(makeFrozenMail({ issue: '2026-W48' }), WHEN)
  const bounce = { subscriptionId: leased[1]?.subscriptionId ?? '', send: 1, kind: 'soft', at: moment(3) } as const
  await store.noteBounce(bounce, { softSince: moment() }, () => ({}))
}

/** A store that has one of everything, and holes where rows were. */
async function fill(state: string) {
  const store = await openSqliteStore(state)
  const many = Array.from({ length: 4_500 }, (_, index) => makeSubscription({ address: `r${index}@light.example` }))
  await store.importSubscriptions(many)
  for (const write of [KEEPER, LEFT]) await store.change({ id: 'nobody' }, () => ({ write }))
  await store.change({ id: 'nobody' }, () => ({ remove: idFor('r7@light.example') }))
  await store.addConfirmation({ hash: HASH, subscriptionId: KEEPER.id, expiresAt: moment(60) })
  const suppress = { key: addressKey('gone@harbour.example', store.secret), reason: 'erased' as const, at: moment() }
  await store.change({ id: 'nobody' }, () => ({ suppress }))
  await store.addSuggestion(makeReaderSuggestion({ address: 'mate@harbour.example', by: 'Mate' }), ROOM)
  const key = addressKey(KEEPER.address, store.secret)
  for (const name of ['sent', 'waits']) {
    const mail = makeServiceMail({
      id: idFor(name),
      key,
      subscriptionId: KEEPER.id,
      at: moment(name === 'sent' ? -5 : 0),
    })
    await store.change({ id: 'nobody' }, () => ({ mail }))
  }
  const [first] = await store.leaseMails({ limit: 1, now: moment(), until: moment(5) })
  await store.settleMail(first?.id ?? '', { state: 'sent', at: moment(1) })
  await fillLedger(store)
  for (const name of ['one', 'two']) await store.addSignup(makeSignup({ address: `${name}@harbour.example` }))
  await store.close()
  return store
}

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = []
  for await (const value of values) gathered.push(value)
  return gathered
}

describe('a store that moves from a file of SQLite to PostgreSQL', () => {
  test('has all that it had, is the same store, sends from there, and no more from the file', async () => {
    using folder = makeTemporaryFolder()
    const { identity, secret } = await fill(folder.path)
    const url = await (await startPostgres()).createDatabase()
    const steps: number[] = []
    const file = storeFile(folder.path)
    const { counts, isAdopted } = await importIntoPostgres(file, {
      ...{ state: folder.path, url },
      onRows: (done, total) => steps.push(done / total),
    })
    assert.equal(counts.subscriptions, 4_508)
    assert.equal(steps.at(-1), 1)
    assert.equal(isAdopted, true)
    const [before, after] = [await openSqliteStore(folder.path), await openPostgresStore(url)]
    assert.equal(after.identity, identity)
    assert.deepEqual(after.secret, secret)
    assert.equal(await after.checkAdoption(), undefined)
    assert.deepEqual(await after.stats(moment()), await before.stats(moment()))
    assert.deepEqual(await all(after.list()), await all(before.list()))
    assert.deepEqual(await all(after.listSuppressions()), await all(before.listSuppressions()))
    for (const key of [{ confirmation: HASH }, { id: KEEPER.id }, { address: 'LEFT@harbour.example' }]) {
      assert.deepEqual(await after.find(key), await before.find(key))
    }
    assert.deepEqual(await after.findSuggestion(idFor('suggestion')), await before.findSuggestion(idFor('suggestion')))
    const lease = { limit: 9, now: moment(6), until: moment(9) }
    assert.deepEqual(await after.leaseMails(lease), await before.leaseMails(lease))
    const settleAll = async (store: typeof before | typeof after) => {
      const seen: unknown[] = []
      while (await store.settleSignup((signup, { mails }) => (seen.push([signup, mails]), {})));
      return seen
    }
    assert.deepEqual(await settleAll(after), await settleAll(before))
    const states = ['queued', 'leased', 'sent', 'failed', 'unknown', 'suppressed'] as const
    for (const issue of ['2026-W47', '2026-W48']) {
      const [send, same] = [await before.findSend(issue), await after.findSend(issue)]
      assert.ok(send)
      assert.deepEqual(same, send)
      assert.deepEqual(await after.countRecipients(send.number), await before.countRecipients(send.number))
      const records = await all(after.listRecipients(send.number, states))
      assert.deepEqual(records, await all(before.listRecipients(send.number, states)))
      const ended = { to: 'unknown', at: moment(20) } as const
      assert.equal(await after.endLeases(send.number, ended), await before.endLeases(send.number, ended))
      const rest = { limit: 9, now: moment(20), until: moment(30) }
      assert.deepEqual(await after.leaseRecipients(send.number, rest), await before.leaseRecipients(send.number, rest))
      assert.deepEqual(await after.countRecipients(send.number), await before.countRecipients(send.number))
    }
    const [record] = await all(after.listRecipients(1, ['sent']))
    const again = { subscriptionId: record?.subscriptionId ?? '', send: 1, kind: 'soft', at: moment(9) } as const
    assert.equal(await after.noteBounce(again, { softSince: moment() }, () => assert.fail()), 'noted')
    // Rows that come now have numbers that none has.
    assert.equal((await after.startSend(makeFrozenMail({ issue: '2026-W49' }), WHEN))?.number, 3)
    await after.addSignup(makeSignup())
    await after.change({ id: 'nobody' }, () => ({ mail: makeServiceMail() }))
    await after.addSuggestion(makeReaderSuggestion({ id: idFor('new') }), ROOM)
    await before.close()
    await after.close()
    const old = await openStore({}, folder.path)
    const { host, pathname } = new URL(url)
    const problem = await old.checkAdoption()
    assert.equal(
      problem?.what,
      `all of it was brought to PostgreSQL ${host}${pathname}, and it does not know what was sent from there`,
    )
    assert.match(problem.remedy ?? '', /Name that database in DATABASE_URL/)
    await old.close()
  })

  test('is sent from the file again where somebody says so, and then forgets that it moved', async () => {
    using folder = makeTemporaryFolder()
    await fill(folder.path)
    const file = storeFile(folder.path)
    const url = await (await startPostgres()).createDatabase()
    await importIntoPostgres(file, { state: folder.path, url })
    restoreStore(file, folder.path, { adopt: true, now: new Date(moment()) })
    const store = await openSqliteStore(folder.path)
    assert.equal(store.movedTo, undefined)
    assert.equal(checkAdoption(folder.path, store), undefined)
    await store.close()
  })

  test('comes from a backup as well, and sends nothing until somebody says so', async () => {
    using folder = makeTemporaryFolder()
    await fill(folder.path)
    const file = path.join(folder.path, 'backup.sqlite')
    backUpStore(folder.path, file)
    const url = await (await startPostgres()).createDatabase()
    const { isAdopted } = await importIntoPostgres(file, { state: folder.path, url })
    assert.equal(isAdopted, false)
    const store = await openPostgresStore(url)
    assert.match((await store.checkAdoption())?.remedy ?? '', /restore --adopt/)
    await store.adopt()
    assert.equal(await store.checkAdoption(), undefined)
    await store.close()
    const own = await openStore({}, folder.path)
    assert.equal(await own.checkAdoption(), undefined)
    await own.close()
  })

  for (const [name, prepare, words] of [
    [
      'that has rows',
      async (url: string) => {
        const store = await openPostgresStore(url)
        await store.addSignup(makeSignup())
        await store.close()
      },
      /it is not empty: it has 1 signups/,
    ],
    ['that somebody is at work with', async (url: string) => openPostgresStore(url), /it is in use/],
  ] as const) {
    test(`is not written over a database ${name}`, async () => {
      using folder = makeTemporaryFolder()
      await fill(folder.path)
      const url = await (await startPostgres()).createDatabase()
      const open = await prepare(url)
      if (open) await open.check()
      await assert.rejects(importIntoPostgres(storeFile(folder.path), { state: folder.path, url }), words)
      await open?.close()
      const store = await openPostgresStore(url)
      assert.equal((await store.stats(moment())).states.confirmed, 0)
      await store.close()
      const own = await openStore({}, folder.path)
      assert.equal(await own.checkAdoption(), undefined)
      await own.close()
    })
  }

  test('is not moved while a server uses the file', async () => {
    using folder = makeTemporaryFolder()
    await fill(folder.path)
    const store = await openSqliteStore(folder.path)
    const url = await (await startPostgres()).createDatabase()
    await assert.rejects(importIntoPostgres(storeFile(folder.path), { state: folder.path, url }), /it is in use/)
    await store.close()
  })

  test('leaves nothing behind where it cannot bring all of it', async () => {
    using folder = makeTemporaryFolder()
    await fill(folder.path)
    const file = path.join(folder.path, 'backup.sqlite')
    backUpStore(folder.path, file)
    {
      using database = new DatabaseSync(file)
      database.exec('CREATE TABLE tides (level INTEGER); INSERT INTO tides VALUES (3)')
    }
    const url = await (await startPostgres()).createDatabase()
    await assert.rejects(
      importIntoPostgres(file, { state: folder.path, url }),
      /it has tides, which this program cannot/,
    )
    const store = await openPostgresStore(url)
    assert.equal((await store.stats(moment())).states.confirmed, 0)
    await store.close()
  })

  test('is refused where a table of it has more than there is room for', async () => {
    using folder = makeTemporaryFolder()
    await fill(folder.path)
    const file = path.join(folder.path, 'backup.sqlite')
    backUpStore(folder.path, file)
    {
      using database = new DatabaseSync(file)
      database.exec('ALTER TABLE recipients ADD COLUMN tide INTEGER')
    }
    const url = await (await startPostgres()).createDatabase()
    await assert.rejects(importIntoPostgres(file, { state: folder.path, url }), /it has recipients\.tide, which/)
  })

  test('is looked through in a dry run, and no database is asked', async () => {
    using folder = makeTemporaryFolder()
    await fill(folder.path)
    const options = { state: folder.path, url: 'postgres://nobody@127.0.0.1:1/nowhere', dryRun: true }
    const { counts } = await importIntoPostgres(storeFile(folder.path), options)
    assert.equal(counts.subscriptions, 4_508)
    assert.ok(fs.existsSync(storeFile(folder.path)))
  })
})

describe('a database that was copied', () => {
  test('is the same store, and sends nothing before it is adopted; the first goes on', async () => {
    const server = await startPostgres()
    const url = await server.createDatabase()
    const first = await openPostgresStore(url)
    assert.equal(await first.checkAdoption(), undefined)
    const { identity, generation } = first
    await first.close()
    const name = `${url.slice(url.lastIndexOf('/') + 1)}_copy`
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${name.replace('_copy', '')}`)
    const copy = await openPostgresStore(server.urlOf(name))
    assert.equal(copy.identity, identity)
    assert.match((await copy.checkAdoption())?.what ?? '', /it is a copy or was restored/)
    await copy.adopt()
    assert.equal(await copy.checkAdoption(), undefined)
    await copy.close()
    const again = await openPostgresStore(server.urlOf(name))
    assert.notEqual(again.generation, generation)
    assert.equal(again.identity, identity)
    await again.close()
    const still = await openPostgresStore(url)
    assert.equal(await still.checkAdoption(), undefined)
    await still.close()
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await client.end()
  })

  test('also where a dump was put back into the database that it came from', async () => {
    const url = await (await startPostgres()).createDatabase()
    await (await openPostgresStore(url)).close()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    // What `pg_restore --clean` does: the tables go, and come again with the rows of then.
    await client.query(`
      CREATE TEMPORARY TABLE dumped AS SELECT * FROM crowsnest.meta;
      CREATE TABLE crowsnest.restored (LIKE crowsnest.meta INCLUDING ALL);
      DROP TABLE crowsnest.meta;
      ALTER TABLE crowsnest.restored RENAME TO meta;
      INSERT INTO crowsnest.meta SELECT * FROM dumped`)
    await client.end()
    const store = await openPostgresStore(url)
    assert.match((await store.checkAdoption())?.what ?? '', /it is a copy or was restored/)
    await store.adopt()
    assert.equal(await store.checkAdoption(), undefined)
    await store.close()
  })
})
