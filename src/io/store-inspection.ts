import fs from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { connectSqlite } from './sqlite-database.ts'
import { versionOf } from './sqlite-migrations.ts'
import { withSqliteProblems } from './sqlite-problem.ts'
import { count, text } from './sqlite-rows.ts'

/** How many rows each table of a store has: `{ subscriptions: 1200, … }`. */
export type StoreCounts = Readonly<Record<string, number>>

/** With what every database of SQLite begins: https://sqlite.org/fileformat.html#the_database_header */
const MAGIC = 'SQLite format 3\0'

/** @throws ExpectedError for what is not there, or is no database at all; reads its first bytes and no more */
export function assertDatabase(file: string): void {
  const where = displayPath(file)
  const remedy = 'Name a file that `npm run subscribers -- backup` has made'
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat === undefined) throw new ExpectedError({ where, what: 'there is no such file', remedy })
  if (!stat.isFile()) throw new ExpectedError({ where, what: 'it is no file', remedy })
  const head = Buffer.alloc(MAGIC.length)
  const handle = fs.openSync(file, 'r')
  try {
    fs.readSync(handle, head)
  } finally {
    fs.closeSync(handle)
  }
  if (head.toString('latin1') !== MAGIC) throw new ExpectedError({ where, what: 'it is no store', remedy })
}

/**
 * Reads a store through.
 *
 * @param file where it is
 * @param name what a problem calls it, where that is another
 * @throws ExpectedError for what is no store, is damaged, or was written by a newer program
 */
export function inspectStore(file: string, name = file): StoreCounts {
  return withSqliteProblems(name, () => {
    using connection = connectSqlite(file)
    if (versionOf(connection, { file: name }) === 0) {
      const remedy = 'Name a file that `npm run subscribers -- backup` has made'
      throw new ExpectedError({ where: displayPath(name), what: 'it is an empty database', remedy })
    }
    assertWhole(connection, name)
    return countRows(connection)
  })
}

/** @throws ExpectedError where pages, indexes or references contradict one another */
export function assertWhole(connection: DatabaseSync, file: string): void {
  const found = connection.prepare('PRAGMA integrity_check(3)').all()
  const damage = found.map((row) => text(row, 'integrity_check')).join('; ')
  const lost = connection.prepare('PRAGMA foreign_key_check').all().length
  if (damage === 'ok' && lost === 0) return
  const what = `it is damaged (${damage === 'ok' ? `${lost} rows without what they belong to` : damage})`
  throw new ExpectedError({ where: displayPath(file), what, remedy: 'Use another backup' })
}

export function countRows(connection: DatabaseSync): StoreCounts {
  const tables = connection
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'meta'")
    .all()
    .map((row) => text(row, 'name'))
  return Object.fromEntries(
    tables
      .toSorted()
      .map((table) => [table, count(connection.prepare(`SELECT count(*) AS count FROM "${table}"`).get())]),
  )
}
