import fs from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { isBusy, withSqliteProblems } from './sqlite-problem.ts'
import { storeFile, storeLockFile } from './store-files.ts'

/** Milliseconds that somebody waits for the lock. */
const PATIENCE = 3_000

/**
 * Says that a store is in use (`shared`), or keeps everybody out of it while its file is replaced (`alone`). It is SQLite's
 * lock on an empty database, which the system lets go with the process, however that ends.
 *
 * @throws ExpectedError where others have it
 */
export function lockStore(state: string, how: 'shared' | 'alone'): Disposable {
  const file = storeLockFile(state)
  fs.closeSync(fs.openSync(file, 'a', 0o600))
  const lock = new DatabaseSync(file, { timeout: PATIENCE })
  try {
    withSqliteProblems(file, () => {
      if (how === 'alone') lock.exec('BEGIN EXCLUSIVE')
      else lock.exec('BEGIN; SELECT count(*) FROM sqlite_schema')
    })
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    const where = displayPath(storeFile(state))
    throw new ExpectedError(
      how === 'alone'
        ? { where, what: 'it is in use', remedy: 'End what uses it (npm run serve, npm run send), and run this again' }
        : {
            where,
            what: 'a backup is being restored in its place',
            remedy: 'Wait for that to end, and run this again',
          },
    )
  }
  return {
    [Symbol.dispose]() {
      if (lock.isOpen) lock.close()
    },
  }
}

/** Does something while `lockStore` holds. */
export function withStoreLock<T>(state: string, how: 'shared' | 'alone', action: () => T): T {
  const lock = lockStore(state, how)
  try {
    return action()
  } finally {
    lock[Symbol.dispose]()
  }
}
