import assert from 'node:assert/strict'
import fs from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, test } from 'node:test'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { openSqliteStore } from '../../../src/io/sqlite-store.ts'
import { storeFile } from '../../../src/io/store-files.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { startWriter } from './start-writer.ts'
import { makeSignup, makeSubscription } from './store-builders.ts'

const WITHOUT_SIGNALS = { skip: process.platform === 'win32' ? 'needs signals and limits of Unix' : false }

async function readSignups(state: string): Promise<string[]> {
  const store = await openSqliteStore(state)
  const addresses: string[] = []
  while (await store.settleSignup(({ address }) => (addresses.push(address), {})));
  await store.close()
  return addresses
}

describe('a store that several processes share', () => {
  test('has every sign-up that any of them was told is in it, and what the command line brought meanwhile', async () => {
    using folder = makeTemporaryFolder()
    const writers = [startWriter(folder.path, 'one', 300), startWriter(folder.path, 'two', 300)]
    const store = await openSqliteStore(folder.path)
    const imported = Array.from({ length: 3_000 }, (_, index) =>
      makeSubscription({ address: `r${index}@harbour.example` }),
    )
    assert.equal((await store.importSubscriptions(imported)).added, 3_000)
    await Promise.all(writers.map(({ ended }) => ended))
    await store.close()
    assert.deepEqual(
      writers.map(({ child }) => child.exitCode),
      [0, 0],
    )
    const told = writers.flatMap(({ lines }) => lines)
    assert.equal(told.length, 600)
    assert.deepEqual((await readSignups(folder.path)).toSorted(), told.toSorted())
  })

  test('has every sign-up that a process was told is in it before it was killed', WITHOUT_SIGNALS, async () => {
    using folder = makeTemporaryFolder()
    const told: string[] = []
    for (const at of [1, 40, 150]) {
      const { child, lines, reaches, ended } = startWriter(folder.path, `until-${at}`, 1_000_000)
      await reaches(at)
      child.kill('SIGKILL')
      await ended
      assert.equal(child.signalCode, 'SIGKILL')
      told.push(...lines)
    }
    assert.ok(told.length >= 191)
    const kept = new Set(await readSignups(folder.path))
    assert.deepEqual(
      told.filter((address) => !kept.has(address)),
      [],
    )
  })

  test('refuses what the disk has no room for, and loses nothing that it took', WITHOUT_SIGNALS, async () => {
    using folder = makeTemporaryFolder()
    await (await openSqliteStore(folder.path)).close()
    // Files of this process may not grow past a few hundred kilobytes.
    const { child, lines, ended } = startWriter(folder.path, 'full', 100_000, 'ulimit -f 800')
    await ended
    assert.equal(child.exitCode, 1)
    const refusals = lines.filter((line) => line.startsWith('refused'))
    assert.ok(refusals.length > 0)
    for (const refusal of refusals) assert.match(refusal, /subscribers\.sqlite: .*(disk|room)/)
    const told = lines.filter((line) => !line.startsWith('refused'))
    assert.ok(told.length > 100)
    const kept = new Set(await readSignups(folder.path))
    assert.deepEqual(
      told.filter((address) => !kept.has(address)),
      [],
    )
  })

  test('refuses a write that another keeps out for too long, in words, and takes the next', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path, { patience: 100 })
    const other = new DatabaseSync(storeFile(folder.path))
    other.exec('BEGIN IMMEDIATE')
    const refused = await store.addSignup(makeSignup()).catch((error: unknown) => error)
    assert.ok(refused instanceof ExpectedError)
    assert.match(refused.message, /another process has been writing to it/)
    assert.equal(await store.countSignups(), 0)
    other.close()
    await store.addSignup(makeSignup())
    assert.equal(await store.countSignups(), 1)
    await store.close()
  })

  test('goes on with other things while it waits for another to end', async () => {
    using folder = makeTemporaryFolder()
    const store = await openSqliteStore(folder.path)
    const other = new DatabaseSync(storeFile(folder.path))
    other.exec('BEGIN IMMEDIATE')
    const written = store.addSignup(makeSignup())
    assert.equal((await store.find({ id: 'nobody' })).subscription, undefined)
    other.exec('ROLLBACK')
    await written
    other.close()
    await store.close()
  })

  for (const [name, spoil] of [
    ['deleted', (file: string) => fs.rmSync(file)],
    ['replaced', (file: string) => (fs.copyFileSync(file, `${file}.copy`), fs.renameSync(`${file}.copy`, file))],
  ] as const) {
    test(`takes no sign-up once its file was ${name}, for it would be lost`, WITHOUT_SIGNALS, async () => {
      using folder = makeTemporaryFolder()
      const store = await openSqliteStore(folder.path)
      spoil(storeFile(folder.path))
      await assert.rejects(store.addSignup(makeSignup()), ExpectedError)
      await assert.rejects(store.check(), /is gone since|was replaced/)
      await store.close()
    })
  }
})
