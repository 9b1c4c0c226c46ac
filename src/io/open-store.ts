import type { Problem } from '../core/text/problem.ts'
import type { SubscriptionStore } from '../jobs/subscription-store.ts'
import { displayPath } from './content-folder.ts'
import type { Sending } from './sending.ts'
import { openSqliteStore, type SqliteStore } from './sqlite-store.ts'
import { storeFile } from './store-files.ts'
import { adoptStore, checkAdoption, makeStoreId, renewStore } from './store-identity.ts'
import { lockSending } from './store-lock.ts'

/** The store that the settings name, whatever kind it is. */
export interface OpenedStore extends SubscriptionStore {
  /** What a person calls it: a file, or a database without its password. */
  readonly where: string
  /** Whether sends may go from it: what is wrong, or undefined. A copy or a backup must be adopted first. */
  readonly checkAdoption: () => Promise<Problem | undefined>
  /** Says that they may. */
  readonly adopt: () => Promise<void>
  /**
   * Says that sends go from it now. One that has died is waited for, as long as it takes to know that it has.
   *
   * @throws ExpectedError where another send is begun or gone on with, and for what may not send (`checkAdoption`)
   */
  readonly beginSending: () => Promise<Sending>
}

/** What settings say of the store. */
export type StoreEnvironment = Readonly<Record<string, string | undefined>>

/** The database that holds the store; undefined where it is a file in the state folder. */
export const databaseUrl = ({ DATABASE_URL }: StoreEnvironment): string | undefined => DATABASE_URL?.trim() || undefined

/**
 * Opens the store: in PostgreSQL where `DATABASE_URL` names one, else in the file of the state folder. Makes it where there
 * is none.
 *
 * @param state the state folder (`--state`), which PostgreSQL needs nothing of
 * @param options.connections to PostgreSQL at once, of this process
 * @param options.patience milliseconds that a write to a file waits for other processes before it is refused
 * @throws ExpectedError where it cannot be opened
 */
export async function openStore(
  environment: StoreEnvironment,
  state: string,
  options: { readonly connections?: number; readonly patience?: number } = {},
): Promise<OpenedStore> {
  const url = databaseUrl(environment)
  if (url !== undefined) {
    // Most have no database, and their commands need not load what talks to one.
    const { openPostgresStore } = await import('./postgres-store.ts')
    return openPostgresStore(url, options)
  }
  const store = await openSqliteStore(state, options)
  // Assigned, and not spread: its `generation` is asked for anew each time.
  return Object.assign(store, {
    where: displayPath(storeFile(state)),
    checkAdoption: () => Promise.resolve(checkAdoption(state, store)),
    adopt() {
      adoptStore(state, store)
      return Promise.resolve()
    },
    beginSending: () => Promise.resolve(beginSqliteSending(state, store)),
  })
}

/** Whoever else had the lock is dead, and so are all leases. */
function beginSqliteSending(state: string, store: SqliteStore): Sending {
  const lock = lockSending(state)
  return {
    sender: makeStoreId(),
    renew: () => renewStore(state, store),
    isHeld: () => true,
    endDeadLeases: (send, options) => store.endLeases(send, options),
    [Symbol.asyncDispose]() {
      lock[Symbol.dispose]()
      return Promise.resolve()
    },
  }
}
