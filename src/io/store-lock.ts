import fs from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { ExpectedError, type Problem } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { isBusy, withSqliteProblems } from './sqlite-problem.ts'
import { sendLockFile, storeFile, storeLockFile } from './store-files.ts'

/** Milliseconds that somebody waits for the lock. */
const PATIENCE = 3_000
/** Milliseconds that a send waits for another to end: one that was just killed, say. */
const SEND_PATIENCE = 200

/**
 * Says that a store is in use (`shared`), or keeps everybody out of it while its file is replaced (`alone`). It is SQLite's
 * lock on an empty database, which the system lets go with the process, however that ends.
 *
 * @throws ExpectedError where others have it
 */
export function lockStore(state: string, how: 'shared' | 'alone'): Disposable {
  const where = displayPath(storeFile(state))
  const taken: Problem =
    how === 'alone'
      ? { where, what: 'it is in use', remedy: 'End what uses it (npm run serve, npm run send), and run this again' }
      : { where, what: 'a backup is being restored in its place', remedy: 'Wait for that to end, and run this again' }
  const sql = how === 'alone' ? 'BEGIN EXCLUSIVE' : 'BEGIN; SELECT count(*) FROM sqlite_schema'
  return lockFile(storeLockFile(state), { sql, patience: PATIENCE, taken })
}

/**
 * Says that sends go from a state folder, one at a time: whatever is leased there when this is had was leased by one who
 * is dead. The system lets go of it with the process, however that ends.
 *
 * @throws ExpectedError where another send is under way
 */
export function lockSending(state: string): Disposable {
  const taken: Problem = {
    where: displayPath(storeFile(state)),
    what: 'another send from it is under way',
    remedy: 'Wait for that to end, or end it (Ctrl-C); what it has not sent, the next one does',
  }
  fs.mkdirSync(state, { recursive: true, mode: 0o700 })
  return lockFile(sendLockFile(state), { sql: 'BEGIN EXCLUSIVE', patience: SEND_PATIENCE, taken })
}

function lockFile(
  file: string,
  { sql, patience, taken }: { readonly sql: string; readonly patience: number; readonly taken: Problem },
): Disposable {
  fs.closeSync(fs.openSync(file, 'a', 0o600))
  const lock = new DatabaseSync(file, { timeout: patience })
  try {
    withSqliteProblems(file, () => {
      lock.exec(sql)
    })
  } catch (error) {
    lock.close()
    throw isBusy(error) ? new ExpectedError(taken) : error
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
