import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { ExpectedError, type Problem, take } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { isSameFile } from './place-file.ts'
import { createPostgresDatabase, type PostgresDatabase, type PostgresQuery } from './postgres-database.ts'
import { findPostgresHome, openPostgresStore } from './postgres-store.ts'
import { parseDatabaseUrl } from './postgres-url.ts'
import { connectSqlite } from './sqlite-database.ts'
import { MIGRATIONS, versionOf } from './sqlite-migrations.ts'
import { withSqliteProblems } from './sqlite-problem.ts'
import { count, text } from './sqlite-rows.ts'
import { storeFile } from './store-files.ts'
import { checkAdoption, makeStoreId, markMoved, readStoreIdentity } from './store-identity.ts'
import { assertDatabase, inspectStore, type StoreCounts } from './store-inspection.ts'
import { lockStore } from './store-lock.ts'

/** Tables that others refer to come first. */
const FIRST = ['subscriptions', 'suggestions']
/** So many rows go in one statement. */
const SLICE = 2_000
/** The longest that one transaction may take, in milliseconds: all of it is one. */
const PATIENCE = 60_000

export interface BroughtStore {
  readonly counts: StoreCounts
  /** Whether sends may go from it now, as they could before. */
  readonly isAdopted: boolean
}

/** Whether a file is a store, or another database of SQLite, by its first bytes. */
export function isStoreFile(file: string): boolean {
  try {
    assertDatabase(file)
    return true
  } catch (error) {
    if (error instanceof ExpectedError) return false
    throw error
  }
}

/**
 * Brings a whole store along from a file of SQLite into an empty PostgreSQL: every row with its id, the identity and the
 * secret, so that links in mails that went out go on working. All of it, or nothing. From the state folder's own store
 * nothing is sent any more afterwards, until it is adopted.
 *
 * @param file what `backup` has written, or the store of the state folder
 * @param options.url of the database
 * @param options.onRows told how many rows have been written, of how many
 * @throws ExpectedError for what is no whole store, for a database that has rows or is in use, and where counts differ
 */
export async function importIntoPostgres(file: string, options: ImportOptions): Promise<BroughtStore> {
  assertDatabase(file)
  const isOwn = isSameFile(file, storeFile(options.state))
  const lock = isOwn ? lockStore(options.state, 'alone') : undefined
  try {
    return await bring(file, isOwn, options)
  } finally {
    lock?.[Symbol.dispose]()
  }
}

interface ImportOptions {
  readonly state: string
  readonly url: string
  readonly dryRun?: boolean
  readonly onRows?: (done: number, total: number) => void
}

async function bring(
  file: string,
  isOwn: boolean,
  { state, url, dryRun = false, onRows = () => undefined }: ImportOptions,
): Promise<BroughtStore> {
  const counts = inspectStore(file)
  using source = withSqliteProblems(file, () => connectSqlite(file))
  assertNewest(source, file)
  // A backup does not know what was sent after it was made.
  const isAdopted = isOwn && checkAdoption(state, readStoreIdentity(source)) === undefined
  if (dryRun) return { counts, isAdopted }
  await (await openPostgresStore(url, { connections: 1 })).close()
  const database = createPostgresDatabase(take(parseDatabaseUrl(url)), { connections: 1, patience: PATIENCE })
  try {
    const home = isAdopted ? await findPostgresHome(database) : ''
    await database.transaction(
      async (query) => {
        const tables = sharedColumns(await readTables(query), source, file)
        await assertEmpty(query, tables, database)
        assertKnown(counts, tables, file)
        await copyTables(query, source, { tables, counts, onRows })
        await assertSameCounts(query, counts, database)
        await setMeta(query, source, home)
      },
      { lock: 'decide' },
    )
    if (isOwn) markMoved(source, database.where)
    return { counts, isAdopted }
  } finally {
    await database.close()
  }
}

/** Columns of each table, with what SQL calls their types. */
type Tables = ReadonlyMap<string, readonly { readonly name: string; readonly type: string; readonly counts: boolean }[]>

function assertNewest(source: DatabaseSync, file: string): void {
  const version = versionOf(source, { file })
  if (version === MIGRATIONS.length) return
  const what = `an older program wrote it: it has version ${version}, and this one makes ${MIGRATIONS.length}`
  const remedy = 'Bring it up to date first: leave DATABASE_URL out, restore it, and run `npm run subscribers -- stats`'
  throw new ExpectedError({ where: displayPath(file), what, remedy })
}

async function readTables(query: PostgresQuery): Promise<Tables> {
  const { rows } = await query(`
    SELECT relname AS table, attname AS name, format_type(atttypid, NULL) AS type, (attidentity <> '')::int AS counts
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    WHERE relnamespace = 'crowsnest'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
      AND relname <> 'meta'
    ORDER BY attnum`)
  const tables = Map.groupBy(rows, (row) => text(row, 'table'))
  const rank = (table: string) => (FIRST.includes(table) ? FIRST.indexOf(table) : FIRST.length)
  return new Map(
    [...tables]
      .toSorted(([one], [other]) => rank(one) - rank(other))
      .map(([table, columns]) => [
        table,
        columns.map((row) => ({ name: text(row, 'name'), type: text(row, 'type'), counts: row.counts === 1 })),
      ]),
  )
}

/** What `sends` of a file keeps to lease by, and a database needs not: nobody below it was never tried. */
const LEFT_OUT = ['sends.reached']

/** The columns that a file has, too: what it has besides must not be lost. */
function sharedColumns(tables: Tables, source: DatabaseSync, file: string): Tables {
  const shared = new Map(tables)
  for (const [table, columns] of tables) {
    const rows = source.prepare('SELECT name FROM pragma_table_info(?)').all(table)
    const names = new Set(rows.map((row) => text(row, 'name')))
    if (names.size === 0) continue
    for (const { name } of columns) names.delete(name)
    const lost = [...names].map((name) => `${table}.${name}`).filter((name) => !LEFT_OUT.includes(name))
    if (lost.length > 0) throw new ExpectedError(unknownParts(lost, file))
    const inFile = new Set(rows.map((row) => text(row, 'name')))
    shared.set(
      table,
      columns.filter(({ name }) => inFile.has(name)),
    )
  }
  return shared
}

/** Whoever is at work with it knows it by the secret that it was born with, and that is replaced. */
async function assertEmpty(query: PostgresQuery, tables: Tables, { where }: PostgresDatabase): Promise<void> {
  const names = [...tables.keys()]
  await query(`LOCK TABLE ${names.map((name) => `crowsnest.${name}`).join(', ')} IN EXCLUSIVE MODE`)
  const { rows } = await query(
    `SELECT ${names.map((name) => `(SELECT count(*) FROM crowsnest.${name}) AS ${name}`).join(', ')}`,
  )
  const full = names.filter((name) => count(rows[0], name) > 0)
  const place = `PostgreSQL ${where}`
  if (full.length > 0) {
    const what = `it is not empty: it has ${full.map((name) => `${count(rows[0], name)} ${name}`).join(', ')}`
    throw new ExpectedError({ where: place, what, remedy: 'Name an empty database in DATABASE_URL' })
  }
  const others = await query(`
    SELECT count(*) AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'crowsnest' AND pid <> pg_backend_pid()`)
  if (count(others.rows[0]) === 0) return
  const remedy = 'End what uses it (npm run serve, npm run worker), and run this again'
  throw new ExpectedError({ where: place, what: 'it is in use', remedy })
}

/** Nothing of the file may be left behind. */
function assertKnown(counts: StoreCounts, tables: Tables, file: string): void {
  const unknown = Object.keys(counts).filter((table) => !tables.has(table) && (counts[table] ?? 0) > 0)
  if (unknown.length > 0) throw new ExpectedError(unknownParts(unknown, file))
}

const unknownParts = (names: readonly string[], file: string): Problem => ({
  where: displayPath(file),
  what: `it has ${names.join(', ')}, which this program cannot bring to PostgreSQL`,
  remedy: 'Run a newer program (git pull)',
})

async function copyTables(
  query: PostgresQuery,
  source: DatabaseSync,
  {
    tables,
    counts,
    onRows,
  }: {
    readonly tables: Tables
    readonly counts: StoreCounts
    readonly onRows: (done: number, total: number) => void
  },
): Promise<void> {
  const total = Object.values(counts).reduce((sum, rows) => sum + rows, 0)
  let done = 0
  for (const [table, columns] of tables) {
    if ((counts[table] ?? 0) === 0) continue
    const names = columns.map(({ name }) => `"${name}"`).join(', ')
    const given = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ')
    const statement = `INSERT INTO crowsnest.${table} (${names}) SELECT * FROM unnest(${given})`
    const select = source.prepare(`SELECT ${names} FROM "${table}"`)
    for (const slice of inSlices(select.iterate())) {
      await query(
        statement,
        columns.map(({ name }) => slice.map((row) => toPostgres(row[name]))),
      )
      done += slice.length
      onRows(done, total)
    }
    for (const { name } of columns.filter(({ counts: isCounter }) => isCounter)) {
      await query(
        `SELECT setval(pg_get_serial_sequence('crowsnest.${table}', '${name}'), max("${name}")) FROM crowsnest.${table}`,
      )
    }
  }
}

function* inSlices<T>(values: Iterable<T>): Iterable<T[]> {
  let slice: T[] = []
  for (const value of values) {
    slice.push(value)
    if (slice.length < SLICE) continue
    yield slice
    slice = []
  }
  if (slice.length > 0) yield slice
}

const toPostgres = (value: SQLOutputValue | undefined) => (value instanceof Uint8Array ? Buffer.from(value) : value)

async function assertSameCounts(query: PostgresQuery, counts: StoreCounts, { where }: PostgresDatabase): Promise<void> {
  for (const [table, rows] of Object.entries(counts)) {
    if (rows === 0) continue
    const written = count((await query(`SELECT count(*) AS count FROM crowsnest.${table}`)).rows[0])
    if (written === rows) continue
    const what = `it has ${written} ${table}, and the file ${rows}`
    throw new ExpectedError({ where: `PostgreSQL ${where}`, what, remedy: 'Nothing was kept of it: run this again' })
  }
}

async function setMeta(query: PostgresQuery, source: DatabaseSync, home: string): Promise<void> {
  const secret = source.prepare("SELECT value FROM meta WHERE name = 'secret'").get()?.value as Uint8Array
  const values = {
    identity: readStoreIdentity(source).identity,
    secret: Buffer.from(secret).toString('base64url'),
    generation: makeStoreId(),
    home,
  }
  await query(
    `INSERT INTO crowsnest.meta (name, value) SELECT * FROM unnest($1::text[], $2::text[])
    ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [Object.keys(values), Object.values(values)],
  )
}
