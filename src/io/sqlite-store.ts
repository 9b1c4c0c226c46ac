import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { ExpectedError } from '../core/text/problem.ts'
import type { SubscriptionStore } from '../jobs/subscription-store.ts'
import { displayPath } from './content-folder.ts'
import { connectSqlite, createSqliteDatabase } from './sqlite-database.ts'
import { fileProblem } from './file-problem.ts'
import { migrate } from './sqlite-migrations.ts'
import { sqliteProblem } from './sqlite-problem.ts'
import { createSqliteChanges, ERASED } from './sqlite-store-changes.ts'
import { createSqliteList } from './sqlite-store-list.ts'
import { createSqliteMails } from './sqlite-store-mails.ts'
import { createSqliteSends } from './sqlite-store-sends.ts'
import { createSqliteSignups } from './sqlite-store-signups.ts'
import { createSqliteSuggestions } from './sqlite-store-suggestions.ts'
import { identityFile, storeFile } from './store-files.ts'
import {
  adoptStore,
  completeAdoption,
  makeStoreId,
  readStoreIdentity,
  renewGeneration,
  type StoreIdentity,
} from './store-identity.ts'
import { lockStore } from './store-lock.ts'
import { untilFree } from './until-free.ts'

/** A store, and which one it is (`checkAdoption`). */
export type SqliteStore = SubscriptionStore &
  StoreIdentity & {
    /** Resolves when it is on the disk. */
    readonly setGeneration: (generation: string) => Promise<void>
  }

/** Megabytes of pages that a connection keeps in memory. */
const CACHE = 32
/** Bytes of its disk. Where less is free, a small write may still go and a sign-up may not: nobody can tell for how long. */
const LEAST_ROOM = 1_000_000

/** Bytes that are free for who runs this, on the disk of a folder. */
function findRoom(folder: string): number {
  const { bavail, bsize } = fs.statfsSync(folder)
  return bavail * bsize
}

/**
 * Opens the store of a state folder, and makes it where there is none. Several processes may have it open at once.
 *
 * @param state the state folder (`--state`); made with 0700 where it is not there, and the files in it with 0600
 * @param options.patience milliseconds that a write waits for other processes before it is refused
 * @param options.roomOf for tests: bytes that are free on the disk of a folder
 * @throws ExpectedError where it cannot be opened; what the store's functions reject with is one, too, or a bug
 */
export async function openSqliteStore(
  state: string,
  { patience = 10_000, roomOf = findRoom }: { readonly patience?: number; readonly roomOf?: typeof findRoom } = {},
): Promise<SqliteStore> {
  const file = storeFile(state)
  let lock: Disposable | undefined
  let connection: DatabaseSync | undefined
  try {
    fs.mkdirSync(state, { recursive: true, mode: 0o700 })
    lock = lockStore(state, 'shared')
    // The files that SQLite puts beside it have the rights of this one.
    fs.closeSync(fs.openSync(file, 'a', 0o600))
    closeToOthers(file)
    const opened = (connection = connectSqlite(file))
    await untilFree(() => prepareDatabase(opened, state), { file, patience })
    return assemble(opened, { file, patience, lock, roomOf: () => roomOf(state) })
  } catch (error) {
    connection?.close()
    lock?.[Symbol.dispose]()
    const problem = sqliteProblem(error, file) ?? fileProblem(error)
    throw problem === undefined ? error : new ExpectedError(problem)
  }
}

/** Whoever lost a store shall not find a new one in its place, that knows neither its readers nor who left. */
function assertNoneLost(state: string): void {
  const written = identityFile(state)
  if (!fs.existsSync(written)) return
  throw new ExpectedError({
    where: displayPath(storeFile(state)),
    what: `it is gone or empty, and ${displayPath(written)} says that there was a store here`,
    remedy: `Restore a backup: npm run subscribers -- restore FILE. To begin anew, delete ${displayPath(written)}`,
  })
}

/** Takes away the rights of others to a file that somebody made with them. */
function closeToOthers(file: string): void {
  if ((fs.statSync(file).mode & 0o077) !== 0 && process.platform !== 'win32') fs.chmodSync(file, 0o600)
}

/** The newest schema, and what holds for this connection (docs/decisions/0036-one-file-of-subscriptions.md). */
function prepareDatabase(connection: DatabaseSync, state: string): void {
  let own: StoreIdentity | undefined
  const born = () => {
    assertNoneLost(state)
    const values = { identity: makeStoreId(), generation: makeStoreId(), secret: randomBytes(32) }
    const insert = connection.prepare('INSERT INTO meta (name, value) VALUES (?, ?)')
    for (const [name, value] of Object.entries(values)) insert.run(name, value)
    own = values
  }
  // A step may delete what it writes anew, and read a large table.
  connection.exec(`PRAGMA secure_delete = ON; PRAGMA cache_size = -${CACHE * 1_024}`)
  migrate(connection, { file: storeFile(state), born })
  if (own) adoptStore(state, own)
  else completeAdoption(state, readStoreIdentity(connection))
  connection.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA foreign_keys = ON;
    PRAGMA fullfsync = ON;
    PRAGMA checkpoint_fullfsync = ON;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 67108864;
  `)
}

function assemble(
  connection: DatabaseSync,
  { file, patience, lock, roomOf }: { file: string; patience: number; lock: Disposable; roomOf: () => number },
): SqliteStore {
  const database = createSqliteDatabase(connection, { file, patience })
  const secret = connection.prepare("SELECT value FROM meta WHERE name = 'secret'").get()?.value as Uint8Array
  const mails = createSqliteMails(database, secret)
  const changes = createSqliteChanges(database, { secret, mails })
  const touch = database.prepare("UPDATE meta SET value = value WHERE name = 'identity'")
  const erased = database.prepare(`SELECT 1 FROM meta WHERE name = '${ERASED}'`)
  const forgetErased = database.prepare(`DELETE FROM meta WHERE name = '${ERASED}'`)
  const list = createSqliteList(database, changes)
  let last = readStoreIdentity(connection)
  /** Asked for anew, for another process may have changed it; of a store that is closed, the last. */
  const readIdentity = () => {
    if (connection.isOpen) last = readStoreIdentity(connection)
    return last
  }
  return {
    identity: last.identity,
    get generation() {
      return readIdentity().generation
    },
    get movedTo() {
      return readIdentity().movedTo
    },
    async setGeneration(generation) {
      await database.write(() => {
        renewGeneration(connection, generation)
      })
    },
    secret,
    ...createSqliteSignups(database, { changes, secret }),
    ...changes.store,
    ...mails.store,
    ...createSqliteSuggestions(database, { changes, mails }),
    ...createSqliteSends(database, changes),
    ...list,
    async retain(limits, options) {
      const counts = await list.retain(limits, options)
      const { unconfirmed, unsubscribed, suggestions } = counts
      const isGone = unconfirmed + unsubscribed + suggestions > 0 || erased.get() !== undefined
      if (options.dryRun || !isGone) return counts
      // What is erased meanwhile notes it anew.
      await database.write(() => forgetErased.run())
      try {
        await database.rewrite()
      } catch (error) {
        await database.write(() => changes.noteErasure())
        throw error
      }
      return counts
    },
    async check() {
      await database.write(() => touch.run(), { flush: false })
      const room = roomOf()
      if (room < LEAST_ROOM) {
        const what = `the disk is as good as full: ${room} bytes are free`
        throw new ExpectedError({ where: displayPath(file), what, remedy: 'Make room on it' })
      }
    },
    async close() {
      await database.close()
      lock[Symbol.dispose]()
    },
  }
}
