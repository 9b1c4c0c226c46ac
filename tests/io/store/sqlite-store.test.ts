import { after, describe } from 'node:test'
import path from 'node:path'
import { openSqliteStore } from '../../../src/io/sqlite-store.ts'
import { makeTemporaryFolder } from '../temporary-folder.ts'
import { holdsTheStoreContract } from './store-contract.ts'

describe('the store in one file of SQLite', () => {
  const folder = makeTemporaryFolder()
  let stores = 0
  after(() => {
    folder[Symbol.dispose]()
  })
  holdsTheStoreContract(() => openSqliteStore(path.join(folder.path, `state-${stores++}`)))
})
