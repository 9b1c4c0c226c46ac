import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { openSqliteStore, type SqliteStore } from '../../../src/io/sqlite-store.ts'
import { identityFile, storeFile } from '../../../src/io/store-files.ts'
import { adoptStore, checkAdoption, makeStoreId, renewStore } from '../../../src/io/store-identity.ts'
import { restoreStore } from '../../../src/io/store-restore.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { startScript } from './start-script.ts'
import { makeFrozenMail, makeSignup, makeSubscription, makeTerms, moment } from './store-builders.ts'

const WITHOUT_SIGNALS = { skip: process.platform === 'win32' ? 'needs signals of Unix' : false }
const RENEWER = `
  const { openSqliteStore } = await import(new URL('sqlite-store.ts', source))
  const store = await openSqliteStore(state)
  console.log('open')
  for (let round = 0; round < 60; round += 1) await used.renewStore(state, store)
  await store.close()`

const now = new Date(moment())
/** Its first line. */
const written = (state: string) => fs.readFileSync(identityFile(state), 'utf8').replace(/\n.*\n$/, '\n')
const inode = (state: string) => String(fs.statSync(storeFile(state), { bigint: true }).ino)

/** A state folder with a store in it, closed again. */
async function makeState(): Promise<{ state: string; beside: (name: string) => string } & Disposable> {
  const folder = makeTemporaryFolder()
  const state = path.join(folder.path, 'state')
  await using(state, async (store) => {
    await store.importSubscriptions([makeSubscription({ state: 'confirmed', confirmedAt: moment() })])
  })
  const beside = (name: string) => path.join(folder.path, name)
  return { state, beside, [Symbol.dispose]: () => folder[Symbol.dispose]() }
}

async function using<T>(state: string, work: (store: SqliteStore) => Promise<T> | T): Promise<T> {
  const store = await openSqliteStore(state)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const check = (state: string) => using(state, (store) => checkAdoption(state, store)?.what)

describe('a store may send', () => {
  test('from the file that it was made in, however that is written anew', async () => {
    using place = await makeState()
    const { state } = place
    const before = inode(state)
    const long = moment(100_000)
    const limits = { unconfirmed: long, unsubscribed: long, visitors: long, suggestions: long, recipients: long }
    await using(state, async (store) => {
      await store.addSignup(makeSignup())
      await store.change({ id: 'nobody' }, () => ({ write: makeSubscription({ address: 'new@harbour.example' }) }))
      assert.equal((await store.retain(limits, { dryRun: false, at: moment() })).unconfirmed, 1)
      assert.equal(checkAdoption(state, store), undefined)
    })
    assert.equal(inode(state), before)
    assert.equal(await check(state), undefined)
  })

  test('not from a copy of the whole folder, until that is adopted', async () => {
    using place = await makeState()
    const { state } = place
    const copy = place.beside('copy')
    fs.cpSync(state, copy, { recursive: true })
    assert.equal(written(copy), written(state))
    assert.match((await check(copy)) ?? '', /it is another file than the one/)
    assert.equal(await check(state), undefined)
    await using(copy, async (store) => {
      await assert.rejects(renewStore(copy, store), ExpectedError)
    })
    assert.match((await check(copy)) ?? '', /it is another file than the one/)
    restoreStore(storeFile(copy), copy, { adopt: true, now })
    assert.equal(await check(copy), undefined)
    assert.equal(await check(state), undefined)
  })

  test('where its folder was moved or has another name', async () => {
    using place = await makeState()
    const moved = place.beside('moved')
    fs.renameSync(place.state, moved)
    assert.equal(await check(moved), undefined)
  })

  test('where an older program wrote no number of a file beside it, which is then written down', async () => {
    using place = await makeState()
    const { state } = place
    const [identity, generation] = written(state).trim().split(' ')
    fs.writeFileSync(identityFile(state), `${identity} ${generation}\n`)
    assert.equal(await check(state), undefined)
    assert.equal(written(state), `${identity} ${generation} ${inode(state)}\n`)
    for (const foreign of [
      `${identity} ${'x'.repeat(22)}\n`,
      `${'x'.repeat(22)} ${generation}\n`,
      '\n',
      `${identity}\n`,
    ]) {
      fs.writeFileSync(identityFile(state), foreign)
      assert.match((await check(state)) ?? '', /a backup or a copy/)
      assert.equal(written(state), foreign)
    }
  })
})

describe('a send that begins', () => {
  test('renews its store, which knows it also where it was open before, and in another process', async () => {
    using place = await makeState()
    const { state } = place
    const app = await openSqliteStore(state)
    const before = app.generation
    await using(state, async (store) => {
      await renewStore(state, store)
      assert.notEqual(store.generation, before)
      assert.equal(app.generation, store.generation)
      for (const each of [store, app]) assert.equal(checkAdoption(state, each), undefined)
    })
    assert.equal(written(state), `${app.identity} ${app.generation} ${inode(state)}\n`)
    await app.close()
    assert.equal(await check(state), undefined)
  })

  test('has a copy of the file found out that was made before it and put back after it, in the same place', async () => {
    using place = await makeState()
    const { state } = place
    const copy = place.beside('friday.sqlite')
    fs.copyFileSync(storeFile(state), copy)
    await using(state, async (store) => {
      await renewStore(state, store)
      await store.startSend(makeFrozenMail(), makeTerms())
    })
    const before = inode(state)
    fs.copyFileSync(copy, storeFile(state))
    assert.equal(inode(state), before)
    assert.match((await check(state)) ?? '', /may not know what was sent/)
  })

  test('has a whole folder found out that was put back file by file, over the same inodes', async (t) => {
    using place = await makeState()
    const { state, beside } = place
    if (fs.statSync(identityFile(state), { bigint: true }).birthtimeNs === 0n) {
      t.skip('this disk does not know when a file was made')
      return
    }
    await using(state, (store) => renewStore(state, store))
    fs.cpSync(state, beside('kept'), { recursive: true })
    assert.equal(await check(state), undefined)
    await using(state, (store) => renewStore(state, store))
    const before = inode(state)
    for (const name of fs.readdirSync(beside('kept'))) {
      fs.copyFileSync(path.join(beside('kept'), name), path.join(state, name))
    }
    assert.equal(inode(state), before)
    assert.match((await check(state)) ?? '', /backup or a copy/)
    restoreStore(storeFile(state), state, { adopt: true, now })
    assert.equal(await check(state), undefined)
  })

  test('is told of no wrong store, however often another process renews it between two looks', async () => {
    using place = await makeState()
    const { state } = place
    await using(state, (store) => {
      let [generation, renewals] = [store.generation, 0]
      const renewed = {
        identity: store.identity,
        get generation() {
          if (renewals < 20) {
            renewals += 1
            generation = makeStoreId()
            adoptStore(state, { identity: store.identity, generation })
          }
          return generation
        },
      }
      assert.equal(checkAdoption(state, renewed), undefined)
      assert.equal(renewals, 20)
      generation = makeStoreId()
      assert.match(checkAdoption(state, renewed)?.what ?? '', /backup or a copy/)
    })
  })

  test('is told of no wrong store while another process renews it', async () => {
    using place = await makeState()
    const { state } = place
    await using(state, async (store) => {
      const child = startScript('store-identity', RENEWER, state)
      await once(child.stdout, 'data')
      const generations = new Set<string>()
      while (child.exitCode === null && child.signalCode === null) {
        generations.add(store.generation)
        assert.equal(checkAdoption(state, store), undefined)
        await nextTurn()
      }
      assert.equal(child.exitCode, 0)
      assert.ok(generations.size > 5, `${generations.size}`)
    })
  })

  test('and is killed, wherever it is, leaves a store that may send', WITHOUT_SIGNALS, async () => {
    using place = await makeState()
    const { state } = place
    for (let round = 0; round < 6; round += 1) {
      const child = startScript('store-identity', RENEWER, state)
      const ended = once(child, 'close')
      await once(child.stdout, 'data')
      for (let turn = 0; turn < round * 40; turn += 1) await nextTurn()
      child.kill('SIGKILL')
      await ended
      assert.equal(await check(state), undefined, written(state))
    }
  })

  // What is on the disk after each step of `renewStore`, as a kill leaves it.
  for (const [name, isWritten] of [
    ['before it wrote the new generation into the database', false],
    ['after that', true],
  ] as const) {
    test(`and is cut off ${name} leaves a store that may send, and that alone`, async () => {
      using place = await makeState()
      const { state } = place
      const copy = place.beside('before.sqlite')
      fs.copyFileSync(storeFile(state), copy)
      await using(state, async (store) => {
        const setGeneration = async (generation: string) => {
          if (isWritten) await store.setGeneration(generation)
          throw new Error('killed')
        }
        const cut = { identity: store.identity, generation: store.generation, setGeneration }
        await assert.rejects(renewStore(state, cut), /killed/)
      })
      assert.match(written(state), /^[\w-]{22} [\w-]{22}\+[\w-]{22} \d+\n$/)
      assert.equal(await check(state), undefined)
      // The next send: whatever was copied before it is found out.
      const between = place.beside('between.sqlite')
      fs.copyFileSync(storeFile(state), between)
      await using(state, (store) => renewStore(state, store))
      assert.doesNotMatch(written(state), /\+/)
      assert.equal(await check(state), undefined)
      for (const old of [copy, between]) {
        fs.copyFileSync(old, storeFile(state))
        assert.match((await check(state)) ?? '', /may not know what was sent/)
      }
    })
  }
})
