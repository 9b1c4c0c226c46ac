import fs from 'node:fs'
import path from 'node:path'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { flushToDisk, isSameFile, linkNew, unfinishedName } from './place-file.ts'
import { connectSqlite } from './sqlite-database.ts'
import { versionOf } from './sqlite-migrations.ts'
import { withSqliteProblems } from './sqlite-problem.ts'
import { storeFile } from './store-files.ts'
import { renewGeneration } from './store-identity.ts'
import { assertWhole, countRows, type StoreCounts } from './store-inspection.ts'
import { withStoreLock } from './store-lock.ts'

/**
 * Copies the store of a state folder into one file, whole and as it is at one moment, while others go on writing; reads
 * the copy through before it gets its name. It has the addresses of readers in it, and the rights 0600.
 *
 * @param options.replace whether a file of that name may be replaced
 * @returns what is in the copy
 * @throws ExpectedError where there is no store, where it is damaged, and where the copy cannot be written or is not whole
 */
export function backUpStore(
  state: string,
  file: string,
  { replace = false }: { readonly replace?: boolean } = {},
): StoreCounts {
  const source = storeFile(state)
  const where = displayPath(file)
  if (!fs.existsSync(source)) {
    const what = 'there is no store here yet'
    throw new ExpectedError({ where: displayPath(source), what, remedy: 'Name its folder with --state' })
  }
  const taken = { where, what: 'it is there already', remedy: 'Name a file that is not' }
  if (isSameFile(file, source) || (fs.existsSync(file) && !replace)) throw new ExpectedError(taken)
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  const unfinished = unfinishedName(file)
  try {
    // SQLite writes into a file that is empty; so the copy never has other rights.
    fs.closeSync(fs.openSync(unfinished, 'wx', 0o600))
    const before = withStoreLock(state, 'shared', () => copyInto(source, unfinished))
    const counts = finishCopy(unfinished)
    if (before !== undefined) assertSame(counts, before, where)
    flushToDisk(unfinished)
    if (replace) fs.renameSync(unfinished, file)
    else if (!linkNew(unfinished, file)) throw new ExpectedError(taken)
    flushToDisk(path.dirname(file))
    return counts
  } finally {
    for (const each of [unfinished, `${unfinished}-journal`]) fs.rmSync(each, { force: true })
  }
}

/** What the store had, where nobody wrote while it was copied. */
function copyInto(source: string, copy: string): StoreCounts | undefined {
  return withSqliteProblems(source, () => {
    using connection = connectSqlite(source)
    versionOf(connection, { file: source })
    const changes = () => Number(connection.prepare('PRAGMA data_version').get()?.data_version)
    const [before, counts] = [changes(), countRows(connection)]
    connection.prepare('VACUUM INTO ?').run(copy)
    return changes() === before ? counts : undefined
  })
}

/** Gives a copy a generation of its own, by which it is told from what it was made of, and reads it through. */
function finishCopy(copy: string): StoreCounts {
  return withSqliteProblems(copy, () => {
    using connection = connectSqlite(copy)
    connection.exec('PRAGMA journal_mode = DELETE')
    renewGeneration(connection)
    assertWhole(connection, copy)
    return countRows(connection)
  })
}

function assertSame(counts: StoreCounts, before: StoreCounts, where: string): void {
  for (const [table, rows] of Object.entries(before)) {
    if (counts[table] === rows) continue
    const what = `the copy has ${counts[table] ?? 0} ${table}, and the store ${rows}`
    throw new ExpectedError({ where, what, remedy: 'Nothing was kept of it: run this again' })
  }
}
