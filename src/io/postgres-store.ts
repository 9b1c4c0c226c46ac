import { randomBytes } from 'node:crypto'
import { ExpectedError, type Problem, take } from '../core/text/problem.ts'
import type { SubscriptionStore } from '../jobs/subscription-store.ts'
import { USAGE } from './exit-code.ts'
import type { Sending } from './sending.ts'
import { createPostgresDatabase, type PostgresDatabase, type PostgresOptions } from './postgres-database.ts'
import { migratePostgres } from './postgres-migrations.ts'
import { beginPostgresSending } from './postgres-sending.ts'
import { createPostgresChanges } from './postgres-store-changes.ts'
import { createPostgresList } from './postgres-store-list.ts'
import { createPostgresMails } from './postgres-store-mails.ts'
import { createPostgresSends } from './postgres-store-sends.ts'
import { createPostgresSignups } from './postgres-store-signups.ts'
import { createPostgresSuggestions } from './postgres-store-suggestions.ts'
import { parseDatabaseUrl } from './postgres-url.ts'
import { text } from './sqlite-rows.ts'
import { makeStoreId, type StoreIdentity } from './store-identity.ts'

/** A store in PostgreSQL, and which one it is. */
export interface PostgresStore extends SubscriptionStore, StoreIdentity {
  /** The database, without a password. */
  readonly where: string
  /** Whether it lies where it was born or adopted: what is wrong, or undefined. */
  readonly checkAdoption: () => Promise<Problem | undefined>
  /** Says that sends go from where it lies now. */
  readonly adopt: () => Promise<void>
  /** As `OpenedStore.beginSending`. */
  readonly beginSending: () => Promise<Sending>
}

/**
 * Opens the store of a database, and makes it where there is none. Several processes may have it open at once.
 *
 * @param url `postgres://user:password@host/database`
 * @throws ExpectedError where it cannot be opened; what the store's functions reject with is one, too, or a bug
 */
export async function openPostgresStore(url: string, options: PostgresOptions = {}): Promise<PostgresStore> {
  const database = createPostgresDatabase(take(parseDatabaseUrl(url), USAGE), options)
  try {
    await migratePostgres(database, {
      born: async (query) => ({
        identity: makeStoreId(),
        generation: makeStoreId(),
        secret: randomBytes(32).toString('base64url'),
        home: await findPostgresHome({ query }),
      }),
    })
    return await assemble(database)
  } catch (error) {
    await database.close()
    throw error
  }
}

/**
 * Where a store lies: a copy of it, made by `CREATE DATABASE` or by dumping and restoring, lies elsewhere. So does a dump that
 * was put back into the database it came from: its tables are made anew.
 */
export async function findPostgresHome({ query }: Pick<PostgresDatabase, 'query'>): Promise<string> {
  const { rows } = await query(
    `SELECT concat_ws('/', system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database()),
      'crowsnest.meta'::regclass::oid) AS home
    FROM pg_control_system()`,
  )
  return text(rows[0] ?? {}, 'home')
}

async function assemble(database: PostgresDatabase): Promise<PostgresStore> {
  const { rows } = await database.query('SELECT name, value FROM crowsnest.meta')
  const values = new Map(rows.map((row) => [text(row, 'name'), text(row, 'value')]))
  const secret = new Uint8Array(Buffer.from(values.get('secret') ?? '', 'base64url'))
  const mails = createPostgresMails(database, secret)
  const changes = createPostgresChanges(database, { secret, mails })
  const sends = createPostgresSends(database, changes)
  async function checkAdoption(): Promise<Problem | undefined> {
    const { rows: found } = await database.query("SELECT value FROM crowsnest.meta WHERE name = 'home'")
    const home = found[0]?.value
    if (home !== undefined && home === (await findPostgresHome(database))) return undefined
    const what =
      'it is a copy or was restored, not the database that sends went from before, and may not know what was sent'
    const remedy = 'See that no other copy sends, then say: npm run subscribers -- restore --adopt'
    return { where: `PostgreSQL ${database.where}`, what, remedy }
  }
  return {
    where: database.where,
    identity: values.get('identity') ?? '',
    generation: values.get('generation') ?? '',
    secret,
    ...createPostgresSignups(database, { changes, secret }),
    ...changes.store,
    ...mails.store,
    ...createPostgresSuggestions(database, { changes, mails }),
    ...sends,
    ...createPostgresList(database, changes),
    async check() {
      // By a transaction, which waits for others no longer than whoever asks each few seconds would.
      const update = "UPDATE crowsnest.meta SET value = value WHERE name = 'identity'"
      await database.transaction((query) => query(update), { isRepeatable: true })
    },
    checkAdoption,
    async beginSending() {
      const problem = await checkAdoption()
      if (problem !== undefined) throw new ExpectedError(problem)
      return beginPostgresSending(database, { where: database.where, endLeases: sends.endLeases })
    },
    async adopt() {
      const home = await findPostgresHome(database)
      await database.transaction(
        async (query) => {
          await query(
            `INSERT INTO crowsnest.meta (name, value) VALUES ('home', $1), ('generation', $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
            [home, makeStoreId()],
          )
        },
        { isRepeatable: true },
      )
    },
    close: database.close,
  }
}
