import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { openSqliteStore, type SqliteStore } from '../../../src/io/sqlite-store.ts'
import { backUpStore } from '../../../src/io/store-backup.ts'
import { identityFile, storeFile } from '../../../src/io/store-files.ts'
import { checkAdoption } from '../../../src/io/store-identity.ts'
import { restoreStore } from '../../../src/io/store-restore.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { startWriter } from './start-writer.ts'
import { makeReaderSuggestion, makeServiceMail, makeSignup, makeSubscription, moment, ROOM } from './store-builders.ts'

const now = new Date(moment())
const HASH = 'c'.repeat(64)

async function fill(store: SqliteStore, readers = 50): Promise<void> {
  const many = Array.from({ length: readers }, (_, index) =>
    makeSubscription({ address: `r${index}@harbour.example`, state: 'confirmed', confirmedAt: moment(1) }),
  )
  await store.importSubscriptions(many)
  await store.addConfirmation({ hash: HASH, subscriptionId: many[0]!.id, expiresAt: moment(60) })
  const suppress = { key: 'd'.repeat(64), reason: 'bounced' as const, at: moment() }
  await store.change({ id: 'nobody' }, () => ({ suppress, mail: makeServiceMail() }))
  await store.addSuggestion(makeReaderSuggestion(), ROOM)
  await store.addSignup(makeSignup())
}

async function readAll(store: SqliteStore) {
  const gather = async <T>(values: AsyncIterable<T>) => {
    const gathered: T[] = []
    for await (const value of values) gathered.push(value)
    return gathered
  }
  return {
    identity: [store.identity, store.secret],
    subscriptions: await gather(store.list()),
    suppressions: await gather(store.listSuppressions()),
    suggestions: await store.listSuggestions(moment(-1_000), 10),
    confirmation: await store.find({ confirmation: HASH }),
    stats: await store.stats(moment()),
  }
}

/** A state folder with a store in it, filled, and closed again; and a folder for what a test makes. */
async function makeState(): Promise<{ state: string; file: string } & Disposable> {
  const folder = makeTemporaryFolder()
  const state = path.join(folder.path, 'state')
  const store = await openSqliteStore(state)
  await fill(store)
  await store.close()
  return {
    state,
    file: path.join(folder.path, 'backups', 'monday.sqlite'),
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  }
}

async function read(state: string) {
  const store = await openSqliteStore(state)
  try {
    return await readAll(store)
  } finally {
    await store.close()
  }
}

describe('a backup', () => {
  test('that is made while sign-ups come, and restored when the file is lost, has everything: the drill', async () => {
    using place = await makeState()
    const { state, file } = place
    const before = await read(state)
    const writer = startWriter(state, 'late', 400)
    await writer.reaches(30)
    const told = [...writer.lines]
    const counts = backUpStore(state, file)
    await writer.ended
    assert.equal(writer.lines.length, 400)
    assert.deepEqual([counts.subscriptions, counts.suppressions, counts.suggestions, counts.mails], [50, 1, 1, 1])

    fs.rmSync(storeFile(state))
    await assert.rejects(openSqliteStore(state), /there was a store here/)
    assert.deepEqual(restoreStore(file, state, { adopt: true, now }), { counts })
    const restored = await openSqliteStore(state)
    const after = await readAll(restored)
    const waiting: string[] = []
    while (await restored.settleSignup(({ address }) => (waiting.push(address), {})));
    assert.equal(waiting.length, counts.signups)
    assert.deepEqual(
      told.filter((address) => !waiting.includes(address)),
      [],
    )
    assert.deepEqual(
      { ...after, stats: { ...after.stats, waiting: undefined } },
      { ...before, stats: { ...before.stats, waiting: undefined } },
    )
    await restored.addSignup(makeSignup())
    await restored.close()
  })

  test('has what lies in the log of a process that was killed', async () => {
    using place = await makeState()
    const { state, file } = place
    const store = await openSqliteStore(state)
    await store.addSignup(makeSignup({ address: 'in-the-log@harbour.example' }))
    // As a kill leaves it: the log beside, not yet in the database.
    const copy = path.join(path.dirname(state), 'killed')
    fs.cpSync(state, copy, { recursive: true })
    fs.rmSync(path.join(copy, 'subscribers.sqlite-shm'))
    assert.ok(fs.statSync(path.join(copy, 'subscribers.sqlite-wal')).size > 0)
    assert.equal(backUpStore(copy, file).signups, 2)
    await store.close()
  })

  test('is one file, for its owner alone, with nothing unfinished beside it', async () => {
    using place = await makeState()
    backUpStore(place.state, place.file)
    assert.deepEqual(fs.readdirSync(path.dirname(place.file)), ['monday.sqlite'])
    if (process.platform !== 'win32') assert.equal(fs.statSync(place.file).mode & 0o777, 0o600)
  })

  test('never takes the place of a file, unless it is told to', async () => {
    using place = await makeState()
    const { state, file } = place
    fs.mkdirSync(path.dirname(file))
    fs.writeFileSync(file, 'a letter')
    assert.throws(() => backUpStore(state, file), /it is there already/)
    assert.equal(fs.readFileSync(file, 'utf8'), 'a letter')
    backUpStore(state, file, { replace: true })
    assert.notEqual(fs.readFileSync(file, 'latin1').slice(0, 8), 'a letter')
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ['monday.sqlite'])
  })

  test('never takes the place of the store itself', async () => {
    using place = await makeState()
    const before = await read(place.state)
    assert.throws(() => backUpStore(place.state, storeFile(place.state), { replace: true }), ExpectedError)
    assert.deepEqual(await read(place.state), before)
  })

  test('of what is not there is refused, and nothing is made', () => {
    using folder = makeTemporaryFolder()
    const state = path.join(folder.path, 'state')
    assert.throws(() => backUpStore(state, path.join(folder.path, 'b.sqlite')), /there is no store here yet/)
    assert.deepEqual(fs.readdirSync(folder.path), [])
  })

  test('of a damaged store is refused, and leaves no file', async () => {
    using place = await makeState()
    const bytes = fs.readFileSync(storeFile(place.state))
    fs.writeFileSync(storeFile(place.state), bytes.fill(0x5a, bytes.length / 2))
    assert.throws(() => backUpStore(place.state, place.file), { name: 'ExpectedError', message: /damaged/ })
    assert.deepEqual(fs.readdirSync(path.dirname(place.file)), [])
  })
})

describe('a restored backup', () => {
  test('takes the place of the store, which stays beside, under a name that says so', async () => {
    using place = await makeState()
    const { state, file } = place
    const before = await read(state)
    backUpStore(state, file)
    const store = await openSqliteStore(state)
    await store.change({ id: 'nobody' }, () => ({ write: makeSubscription({ address: 'newer@harbour.example' }) }))
    await store.close()
    const { replaced } = restoreStore(file, state, { adopt: false, now })
    assert.equal(replaced, path.join(state, 'subscribers.replaced-2026-11-23T090000Z.sqlite'))
    assert.deepEqual(await read(state), before)
    using aside = new DatabaseSync(replaced, { readOnly: true })
    assert.equal(aside.prepare('SELECT count(*) AS count FROM subscriptions').get()?.count, 51)
    const again = restoreStore(file, state, { adopt: false, now })
    assert.equal(again.replaced, path.join(state, 'subscribers.replaced-2026-11-23T090000Z-2.sqlite'))
    assert.deepEqual(
      fs.readdirSync(state).filter((name) => name.includes('unfinished')),
      [],
    )
  })

  test('takes the place of a store that is damaged, the log of which stays with it', async () => {
    using place = await makeState()
    const { state, file } = place
    backUpStore(state, file)
    fs.writeFileSync(storeFile(state), 'nothing that can be read')
    fs.writeFileSync(`${storeFile(state)}-wal`, 'its log')
    const { replaced = '' } = restoreStore(file, state, { adopt: true, now })
    assert.equal(fs.readFileSync(replaced, 'utf8'), 'nothing that can be read')
    assert.equal(fs.readFileSync(`${replaced}-wal`, 'utf8'), 'its log')
    assert.equal((await read(state)).subscriptions.length, 50)
  })

  test('is not sent from before it is adopted, also where its file was put there by hand', async () => {
    using place = await makeState()
    const { state, file } = place
    backUpStore(state, file)
    const check = async () => {
      const store = await openSqliteStore(state)
      const problem = checkAdoption(state, store)
      await store.close()
      return problem
    }
    assert.equal(await check(), undefined)
    restoreStore(file, state, { adopt: false, now })
    assert.match((await check())?.what ?? '', /a backup or a copy/)
    restoreStore(file, state, { adopt: true, now })
    assert.equal(await check(), undefined)
    fs.copyFileSync(file, storeFile(state))
    assert.match((await check())?.remedy ?? '', /--adopt/)
    assert.throws(() => restoreStore(storeFile(state), state, { adopt: false, now }), /it is the store itself/)
    const adopt = () => restoreStore(storeFile(state), state, { adopt: true, now })
    const { counts, wasAdopted } = adopt()
    assert.deepEqual([counts.subscriptions, wasAdopted], [50, undefined])
    assert.equal(await check(), undefined)
    const written = fs.readFileSync(identityFile(state), 'utf8')
    assert.deepEqual(adopt(), { counts, wasAdopted: true })
    assert.equal(fs.readFileSync(identityFile(state), 'utf8'), written, 'the second changes nothing')
  })

  test('is told from the store that it was made of, and its file alone is a copy', async () => {
    using place = await makeState()
    const copy = path.join(path.dirname(place.state), 'copy')
    fs.mkdirSync(copy)
    fs.copyFileSync(storeFile(place.state), storeFile(copy))
    const store = await openSqliteStore(copy)
    assert.match(checkAdoption(copy, store)?.what ?? '', /may be a copy of another/)
    await store.close()
    restoreStore(storeFile(copy), copy, { adopt: true, now })
    const [ours, theirs] = [copy, place.state].map((state) => fs.readFileSync(identityFile(state), 'utf8').split(' '))
    assert.equal(ours?.[0], theirs?.[0])
    assert.notEqual(ours?.[1], theirs?.[1])
  })

  test('is refused while the store is in use, which goes on undisturbed', async () => {
    using place = await makeState()
    const { state, file } = place
    backUpStore(state, file)
    const store = await openSqliteStore(state)
    assert.throws(() => restoreStore(file, state, { adopt: true, now }), {
      name: 'ExpectedError',
      message: /it is in use/,
    })
    await store.addSignup(makeSignup())
    assert.equal(await store.countSignups(), 2)
    await store.close()
    assert.deepEqual(
      fs.readdirSync(state).filter((name) => /replaced|unfinished/.test(name)),
      [],
    )
  })

  const spoiled: [string, RegExp, (file: string) => void][] = [
    ['is not there', /no such file/, (file) => fs.rmSync(file)],
    ['is empty', /it is no store/, (file) => fs.truncateSync(file)],
    ['is a letter', /it is no store/, (file) => fs.writeFileSync(file, 'Dear reader, how are you? And the ships?')],
    ['is a folder', /it is no file/, (file) => (fs.rmSync(file), fs.mkdirSync(file))],
    ['is cut off', /damaged/, (file) => fs.truncateSync(file, 3 * 4_096)],
    [
      'has a page of noise',
      /damaged/,
      (file) => {
        const bytes = fs.readFileSync(file)
        fs.writeFileSync(file, bytes.fill(0x5a, 8 * 4_096, 9 * 4_096))
      },
    ],
    ['is of a newer program', /newer program/, (file) => execute(file, 'PRAGMA user_version = 999')],
    ['is a database of somebody else', /none of subscriptions/, (file) => execute(file, 'PRAGMA application_id = 7')],
    [
      'is an empty database',
      /empty database/,
      (file) => (fs.rmSync(file), execute(file, 'CREATE TABLE a (b); DROP TABLE a')),
    ],
    ['lost what others belong to', /without what they belong to/, (file) => execute(file, 'DELETE FROM subscriptions')],
  ]
  for (const [name, words, spoil] of spoiled) {
    test(`is refused where the file ${name}, and the store is as it was`, async () => {
      using place = await makeState()
      const { state, file } = place
      backUpStore(state, file)
      const before = await read(state)
      spoil(file)
      assert.throws(
        () => restoreStore(file, state, { adopt: true, now }),
        (error) => {
          assert.ok(error instanceof ExpectedError, String(error))
          assert.match(error.message, words)
          assert.match(error.message, /monday\.sqlite/)
          return true
        },
      )
      assert.deepEqual(await read(state), before)
      assert.deepEqual(
        fs.readdirSync(state).filter((each) => /replaced|unfinished/.test(each)),
        [],
      )
    })
  }
})

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file, { enableForeignKeyConstraints: false })
  database.exec(sql)
  database.close()
}
