import fs from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { isBusy, sqliteProblem } from './sqlite-problem.ts'
import { untilFree } from './until-free.ts'

/** Milliseconds that SQLite itself waits for a lock; nothing else happens in this process meanwhile, so it is short. */
const SYNC_PATIENCE = 40
/** Milliseconds until the log is tried again. */
const LOG_PAUSE = 1_000
/** At most so many writes share a transaction. */
const MOST_AT_ONCE = 1_000

/** One connection to a database that several processes write to. */
export interface SqliteDatabase {
  readonly file: string
  readonly prepare: (statement: string) => StatementSync
  /**
   * Runs something in a transaction, which it shares with what else was asked for in the same tick, and resolves when
   * that is on the disk. What throws is undone alone. Nothing asynchronous may happen inside.
   *
   * @param options.flush false for what may be lost in a power cut as long as what follows on it is lost too
   */
  readonly write: <T>(action: () => T, options?: { readonly flush?: boolean }) => Promise<T>
  /** Runs something that reads, all of it on one state of the database. */
  readonly read: <T>(action: () => T) => Promise<T>
  /**
   * The number of the write that is being done. One that follows another without a gap comes right after it in the same
   * transaction, so nothing has come between, from here or from elsewhere.
   */
  readonly turn: () => number
  /** Takes what was deleted out of the log as well; while somebody reads from that, it goes on trying in the background. */
  readonly emptyLog: () => Promise<void>
  /**
   * Writes the whole file anew, and empties the log. `secure_delete` overwrites what is deleted where it is; where SQLite
   * has moved it from page to page before, older copies of it stay in the gaps.
   */
  readonly rewrite: () => Promise<void>
  /** Waits for what is under way. */
  readonly close: () => Promise<void>
}

interface Task {
  readonly run: () => unknown
  readonly flush: boolean
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Makes of a connection one that is safe to share with other processes, and quick for many small writes.
 *
 * @param options.patience milliseconds after which a write that is kept out by others is refused
 */
export function createSqliteDatabase(
  connection: DatabaseSync,
  { file, patience }: { readonly file: string; readonly patience: number },
): SqliteDatabase {
  const opened = fs.statSync(file)
  const waiting: Task[] = []
  let writing: Promise<void> | undefined
  let level: 'FULL' | 'NORMAL' | undefined
  let isClosed = false
  let turn = 0
  let emptying: Promise<void> | undefined
  const sql = {
    begin: connection.prepare('BEGIN IMMEDIATE'),
    read: connection.prepare('BEGIN'),
    commit: connection.prepare('COMMIT'),
    rollback: connection.prepare('ROLLBACK'),
    save: connection.prepare('SAVEPOINT task'),
    release: connection.prepare('RELEASE task'),
  }

  /** Whoever writes to a file that has lost its name writes for nobody. */
  function assertInPlace(): void {
    const now = fs.statSync(file, { throwIfNoEntry: false })
    if (now !== undefined && now.ino === opened.ino && now.dev === opened.dev) return
    const what = now === undefined ? 'it is gone since this process opened it' : 'it was replaced by another file'
    const remedy = 'Put it back, or restore a backup, then start this again'
    throw new ExpectedError({ where: displayPath(file), what, remedy })
  }

  const whenFree = <T>(attempt: () => T) =>
    untilFree(attempt, { file, patience }).catch((error: unknown) => {
      throw explain(error)
    })

  function explain(error: unknown): unknown {
    const problem = sqliteProblem(error, file)
    return problem === undefined ? error : new ExpectedError(problem)
  }

  function undo(): void {
    if (connection.isTransaction) sql.rollback.run()
  }

  function begin(): void {
    assertInPlace()
    const wanted = waiting.slice(0, MOST_AT_ONCE).some(({ flush }) => flush) ? 'FULL' : 'NORMAL'
    if (wanted !== level) connection.exec(`PRAGMA synchronous = ${wanted}`)
    level = wanted
    sql.begin.run()
    turn += 1
  }

  /** One task, undone alone where it throws; throws itself where SQLite has undone all of them. */
  function runTask({ run, reject, resolve }: Task): () => void {
    turn += 1
    sql.save.run()
    try {
      const value = run()
      sql.release.run()
      return () => {
        resolve(value)
      }
    } catch (error) {
      if (!connection.isTransaction) throw error
      connection.exec('ROLLBACK TO task; RELEASE task')
      return () => {
        reject(explain(error))
      }
    }
  }

  /** From beginning to commit without a pause, in which another read or write could come between. */
  function writeBatch(): void {
    begin()
    const batch = waiting.splice(0, MOST_AT_ONCE)
    try {
      const settle = batch.map(runTask)
      sql.commit.run()
      for (const each of settle) each()
    } catch (error) {
      undo()
      for (const { reject } of batch) reject(explain(error))
    }
  }

  async function writeAll(): Promise<void> {
    // What else comes in this tick shall be in the same transaction.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      try {
        await whenFree(writeBatch)
      } catch (error) {
        for (const { reject } of waiting.splice(0)) reject(error)
      }
    }
    writing = undefined
  }

  /** False where somebody reads from it. What is wrong with the disk, the next write says to who asked for that. */
  function clearLog(): boolean {
    try {
      return Number(connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy) === 0
    } catch (error) {
      return !isBusy(error)
    }
  }

  /** Once for all who ask in one tick. */
  function emptyLog(): Promise<void> {
    emptying ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      emptying = undefined
      if (isClosed || clearLog()) return
      setTimeout(() => void emptyLog(), LOG_PAUSE).unref()
    })
    return emptying
  }

  return {
    file,
    prepare: (statement) => connection.prepare(statement),
    turn: () => turn,
    write: <T>(action: () => T, { flush = true }: { readonly flush?: boolean } = {}) =>
      new Promise<T>((resolve, reject) => {
        if (isClosed) throw new Error('the store is closed')
        waiting.push({ run: action, flush, resolve: resolve as (value: unknown) => void, reject })
        writing ??= writeAll()
      }),
    read: (action) =>
      whenFree(() => {
        if (isClosed) throw new Error('the store is closed')
        sql.read.run()
        try {
          return action()
        } finally {
          undo()
        }
      }),
    emptyLog,
    async rewrite() {
      await whenFree(() => {
        assertInPlace()
        connection.exec('VACUUM')
      })
      await emptyLog()
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await writing
      connection.close()
    },
  }
}

/** Opens a file of SQLite for work that waits for nobody long; throws what SQLite throws. */
export function connectSqlite(file: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): DatabaseSync {
  return new DatabaseSync(file, { readOnly, timeout: SYNC_PATIENCE, enableForeignKeyConstraints: false })
}
