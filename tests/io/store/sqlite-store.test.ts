import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import { addressKey } from '../../../src/core/subscription/address-key.ts'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { openSqliteStore } from '../../../src/io/sqlite-store.ts'
import { identityFile, storeFile } from '../../../src/io/store-files.ts'
import { checkAdoption } from '../../../src/io/store-identity.ts'
import { until } from '../../until.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { makeReaderSuggestion, makeServiceMail, makeSignup, makeSubscription, moment, ROOM } from './store-builders.ts'
import { holdsTheStoreContract } from './store-contract.ts'

describe('the store in one file of SQLite', () => {
  const folder = makeTemporaryFolder()
  let stores = 0
  after(() => {
    folder[Symbol.dispose]()
  })
  holdsTheStoreContract(() => openSqliteStore(path.join(folder.path, `state-${stores++}`)))
})

describe('the file of a store', () => {
  test('has all that was written when it is opened again, and is the same store', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path)
    await store.addSignup(makeSignup())
    await store.change({ id: 'nobody' }, () => ({ write: makeSubscription() }))
    await store.close()
    const again = await openSqliteStore(folder.path)
    assert.deepEqual([again.identity, again.generation, again.secret], [store.identity, store.generation, store.secret])
    assert.equal(await again.countSignups(), 2)
    assert.equal(checkAdoption(folder.path, again), undefined)
    await again.close()
  })

  test(
    'and all beside it is for its owner alone, also where it was not',
    { skip: process.platform === 'win32' },
    async () => {
      using folder = makeTemporaryFolder()
      const state = path.join(folder.path, 'state')
      await (await openSqliteStore(state)).close()
      fs.chmodSync(storeFile(state), 0o644)
      const store = await openSqliteStore(state)
      await store.addSignup(makeSignup())
      const names = fs.readdirSync(state)
      assert.ok(names.includes('subscribers.sqlite-wal'))
      const open = names.filter((name) => (fs.statSync(path.join(state, name)).mode & 0o777) !== 0o600)
      assert.deepEqual(open, [])
      assert.equal(fs.statSync(state).mode & 0o777, 0o700)
      await store.close()
    },
  )

  test('has no trace of an address that was erased', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path)
    const address = 'a-very-rare-name@harbour.example'
    const subscription = makeSubscription({ address })
    const key = addressKey(address, store.secret)
    await store.addSignup(makeSignup({ address }))
    await store.settleSignup(() => ({ write: subscription, mail: makeServiceMail({ to: address, key }) }))
    await store.addSuggestion(makeReaderSuggestion({ address }), ROOM)
    for (const { id } of await store.leaseMails({ limit: 1, now: moment(), until: moment(5) })) {
      await store.settleMail(id, { state: 'sent', at: moment(1) })
    }
    const suppress = { key, reason: 'erased' as const, at: moment(2) }
    await store.change({ id: subscription.id }, () => ({ remove: subscription.id, forget: address, suppress }))
    const traces = () =>
      fs.readdirSync(folder.path).filter((name) => {
        return fs.readFileSync(path.join(folder.path, name)).includes('a-very-rare-name')
      })
    assert.deepEqual(traces(), [], 'while it is open, and its log beside it')
    await store.close()
    assert.deepEqual(traces(), [])
  })

  test('has no trace in its log, once nobody reads from that any more', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path)
    const subscription = makeSubscription()
    await store.change({ id: 'nobody' }, () => ({ write: subscription }))
    const reader = new DatabaseSync(storeFile(folder.path))
    reader.exec('BEGIN; SELECT count(*) FROM subscriptions')
    await store.change({ id: subscription.id }, () => ({ remove: subscription.id, forget: subscription.address }))
    const log = `${storeFile(folder.path)}-wal`
    assert.ok(fs.readFileSync(log).includes(subscription.address))
    reader.close()
    await until('the log has no trace of it', () => !fs.readFileSync(log).includes(subscription.address))
    await store.close()
  })

  test('has none left in its gaps either, once retention has gone over it', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path)
    // So many that SQLite moves them from page to page, and leaves copies behind.
    const addresses = Array.from(
      { length: 1_500 },
      (_, index) => `rare-name-${index}-${'x'.repeat(index % 30)}@light.example`,
    )
    const written = addresses.map((address) => makeSubscription({ address, id: `id-${addresses.indexOf(address)}` }))
    await Promise.all(written.map((write) => store.change({ id: 'nobody' }, () => ({ write }))))
    const gone = written.filter((_, index) => index % 3 > 0)
    await Promise.all(gone.map(({ id, address }) => store.change({ id }, () => ({ remove: id, forget: address }))))
    const traces = () => {
      const bytes = fs.readFileSync(storeFile(folder.path), 'latin1')
      return gone.filter(({ address }) => bytes.includes(address.slice(0, -'light.example'.length))).length
    }
    assert.ok(traces() > 0, 'SQLite leaves nothing behind by itself: the file need not be written anew')
    const before = moment(-9)
    const visitors = { visitors: before, suggestions: before }
    const limits = { unconfirmed: before, unsubscribed: before, recipients: before, ...visitors }
    await store.retain(limits, { dryRun: false, at: moment() })
    assert.equal(traces(), 0)
    assert.equal((await store.stats(moment())).states.unconfirmed, 500)
    await store.close()
  })

  test('is looked up by an index in each query that runs while somebody waits', async () => {
    using folder = makeTemporaryFolder()
    await (await openSqliteStore(folder.path)).close()
    using database = new DatabaseSync(storeFile(folder.path))
    for (const query of [
      'SELECT * FROM subscriptions WHERE id = ?',
      'SELECT * FROM subscriptions WHERE address = ?',
      'SELECT * FROM confirmations WHERE hash = ?',
      'SELECT * FROM suppressions WHERE key = ?',
      "SELECT 1 FROM mails WHERE mailbox = ? AND at > ? AND kind <> 'suggestion'",
      "SELECT 1 FROM mails WHERE domain = ? AND at > ? AND kind <> 'suggestion'",
      "SELECT 1 FROM mails WHERE network = ? AND at > ? AND kind <> 'suggestion'",
      "SELECT 1 FROM mails WHERE at > ? AND kind <> 'suggestion'",
      "SELECT number FROM mails WHERE state = 'queued' AND due_at <= ? ORDER BY due_at, number LIMIT 5",
      "SELECT count(*) FROM subscriptions WHERE state = 'unconfirmed'",
      'SELECT count(*) FROM suggestions WHERE network = ? AND at >= ?',
    ]) {
      const plan = database
        .prepare(`EXPLAIN QUERY PLAN ${query}`)
        .all()
        .map(({ detail }) => String(detail))
      assert.match(
        plan.join('; '),
        /^(SEARCH .* USING|SCAN subscriptions USING COVERING INDEX subscriptions_unc)/,
        query,
      )
      assert.doesNotMatch(plan.join('; '), /TEMP B-TREE/, query)
    }
  })

  test('is not made anew where there was one, until somebody says so', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path)
    await store.close()
    for (const lose of [() => fs.rmSync(storeFile(folder.path)), () => fs.truncateSync(storeFile(folder.path))]) {
      lose()
      await assert.rejects(openSqliteStore(folder.path), /there was a store here.*restore FILE/)
    }
    fs.rmSync(identityFile(folder.path))
    const anew = await openSqliteStore(folder.path)
    assert.notEqual(anew.identity, store.identity)
    await anew.close()
  })

  for (const [name, content, words] of [
    ['no database', 'Dear diary, today I saw a ship.'.repeat(200), /it is no database/],
    ['cut off in its first page', 'SQLite format 3\0', /it is no database|damaged/],
  ] as const) {
    test(`that is ${name} is refused in words, and left as it is`, async () => {
      using folder = makeTemporaryFolder()
      fs.writeFileSync(storeFile(folder.path), content)
      await assert.rejects(openSqliteStore(folder.path), (error) => {
        assert.ok(error instanceof ExpectedError, String(error))
        assert.match(error.message, words)
        return true
      })
      assert.equal(fs.readFileSync(storeFile(folder.path), 'utf8'), content)
    })
  }

  test('that is damaged inside is refused in words where that is met', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path)
    const many = Array.from({ length: 2_000 }, (_, index) => makeSubscription({ address: `r${index}@harbour.example` }))
    await store.importSubscriptions(many)
    await store.close()
    const bytes = fs.readFileSync(storeFile(folder.path))
    fs.writeFileSync(storeFile(folder.path), bytes.fill(0x5a, bytes.length / 2))
    const again = await openSqliteStore(folder.path)
    const readAll = async () => {
      for await (const each of again.list()) assert.ok(each.id)
    }
    await assert.rejects(readAll(), (error) => {
      assert.ok(error instanceof ExpectedError, String(error))
      assert.match(error.message, /the database is damaged .*restore FILE/)
      return true
    })
    await again.close()
  })

  test('of a newer program is refused, and left as it is', async () => {
    using folder = makeTemporaryFolder()
    await (await openSqliteStore(folder.path)).close()
    const database = new DatabaseSync(storeFile(folder.path))
    database.exec('PRAGMA user_version = 999')
    database.close()
    await assert.rejects(openSqliteStore(folder.path), /a newer program wrote it: it has version 999/)
  })

  test('is refused in words where its folder cannot be written to', async (context) => {
    using folder = makeTemporaryFolder()
    if (process.getuid?.() === 0 || process.platform === 'win32') {
      // The administrator may write everywhere, so a file stands in the way.
      const state = path.join(folder.path, 'state')
      fs.writeFileSync(state, '')
      await assert.rejects(openSqliteStore(state), {
        name: 'ExpectedError',
        message: /a file in the place of a folder/,
      })
      context.diagnostic('run as administrator: a file in the place of the folder')
      return
    }
    fs.chmodSync(folder.path, 0o500)
    await assert.rejects(openSqliteStore(folder.path), { name: 'ExpectedError', message: /permission denied/ })
    fs.chmodSync(folder.path, 0o700)
  })

  test('is not well while its disk is as good as full, though a small write may still go, and is when there is room', async () => {
    using folder = makeTemporaryFolder()
    let room = 999_999
    const asked: string[] = []
    const roomOf = (of: string) => {
      asked.push(of)
      return room
    }
    const store = await openSqliteStore(folder.path, { roomOf })
    await assert.rejects(store.check(), {
      name: 'ExpectedError',
      message: /disk is as good as full: 999999 bytes.*room/,
    })
    room = 1_000_000
    await store.check()
    assert.deepEqual(asked, [folder.path, folder.path])
    await store.close()
  })

  test('is opened by many at once while it is made, and is one store', async () => {
    using folder = makeTemporaryFolder()
    const stores = await Promise.all(Array.from({ length: 5 }, () => openSqliteStore(folder.path)))
    assert.equal(new Set(stores.map(({ identity }) => identity)).size, 1)
    for (const store of stores) await store.close()
  })

  test('opens without a word on the screen', async () => {
    using folder = makeTemporaryFolder()
    const warnings: Error[] = []
    const listen = (warning: Error) => warnings.push(warning)
    process.on('warning', listen)
    await (await openSqliteStore(folder.path)).close()
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', listen)
    assert.deepEqual(warnings, [])
  })
})
