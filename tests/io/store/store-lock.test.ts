import assert from 'node:assert/strict'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { ExpectedError } from '../../../src/core/text/problem.ts'
import { lockSending } from '../../../src/io/store-lock.ts'
import { sendLockFile } from '../../../src/io/store-files.ts'
import { openSqliteStore } from '../../../src/io/sqlite-store.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { startScript } from './start-script.ts'

const HOLDER = `
  globalThis.lock = used.lockSending(state)
  console.log('held')
  setInterval(() => undefined, 1_000)`

describe('the lock of sends', () => {
  test('is had by one alone, and by the next when it is let go', () => {
    using folder = makeTemporaryFolder()
    const state = path.join(folder.path, 'state')
    const first = lockSending(state)
    assert.throws(() => lockSending(state), { name: 'ExpectedError', message: /another send from it is under way/ })
    first[Symbol.dispose]()
    lockSending(state)[Symbol.dispose]()
    if (process.platform !== 'win32') assert.equal(fs.statSync(sendLockFile(state)).mode & 0o777, 0o600)
  })

  test('is another in another folder, and keeps nobody from the store', async () => {
    using folder = makeTemporaryFolder()
    const locks = ['one', 'other'].map((name) => lockSending(path.join(folder.path, name)))
    await (await openSqliteStore(path.join(folder.path, 'one'))).close()
    for (const lock of locks) lock[Symbol.dispose]()
  })

  test('is let go with the process, however that ends', { skip: process.platform === 'win32' }, async () => {
    using folder = makeTemporaryFolder()
    const child = startScript('store-lock', HOLDER, folder.path)
    await once(child.stdout, 'data')
    assert.throws(() => lockSending(folder.path), ExpectedError)
    child.kill('SIGKILL')
    await once(child, 'close')
    lockSending(folder.path)[Symbol.dispose]()
  })
})
