import fs from 'node:fs'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'
import { besideName, flushToDisk, isSameFile, linkNew, unfinishedName } from './place-file.ts'
import { connectSqlite } from './sqlite-database.ts'
import { withSqliteProblems } from './sqlite-problem.ts'
import { storeFile } from './store-files.ts'
import { adoptStore, checkAdoption, forgetMove, readStoreIdentity, renewGeneration } from './store-identity.ts'
import { assertDatabase, inspectStore, type StoreCounts } from './store-inspection.ts'
import { withStoreLock } from './store-lock.ts'

export interface Restored {
  readonly counts: StoreCounts
  /** Where the store that was there before is now. */
  readonly replaced?: string
  /** It was the store itself, and adopted before: nothing was changed. */
  readonly wasAdopted?: true
}

/**
 * Puts a backup in the place of a state folder's store, which is kept beside. Sends from it are refused
 * (`checkAdoption`) until it is adopted, for it does not know what was sent after it was made. A restore that is cut off
 * leaves the old store or the new one.
 *
 * @param options.adopt says that sends may go from it; with the store's own file, does that and no more, and nothing where they may
 * @param options.now goes into the name of what is replaced
 * @throws ExpectedError for what is no store, is damaged, or was written by a newer program; where the store is in use
 */
export function restoreStore(
  file: string,
  state: string,
  { adopt, now }: { readonly adopt: boolean; readonly now: Date },
): Restored {
  const target = storeFile(state)
  assertDatabase(file)
  if (isSameFile(file, target)) return adoptInPlace(state, adopt)
  fs.mkdirSync(state, { recursive: true, mode: 0o700 })
  const unfinished = unfinishedName(target)
  try {
    copyWhole(file, unfinished)
    const counts = inspectStore(unfinished, file)
    flushToDisk(unfinished)
    const replaced = withStoreLock(state, 'alone', () => {
      const aside = putAside(target, now)
      fs.renameSync(unfinished, target)
      flushToDisk(state)
      if (adopt) adoptFile(state)
      return aside
    })
    return { counts, ...(replaced === undefined ? {} : { replaced }) }
  } finally {
    for (const each of filesOf(unfinished)) fs.rmSync(each, { force: true })
  }
}

function adoptInPlace(state: string, adopt: boolean): Restored {
  const file = storeFile(state)
  if (!adopt) {
    const remedy = 'Say --adopt as well to have sends go from it'
    throw new ExpectedError({ where: displayPath(file), what: 'it is the store itself', remedy })
  }
  return withStoreLock(state, 'shared', () => {
    const counts = inspectStore(file)
    const problem = withSqliteProblems(file, () => {
      using connection = connectSqlite(file)
      return checkAdoption(state, readStoreIdentity(connection))
    })
    if (problem === undefined) return { counts, wasAdopted: true }
    adoptFile(state)
    return { counts }
  })
}

/** The store has a new generation from here on: the backup that it came from, put back once more, is another. */
function adoptFile(state: string): void {
  const file = storeFile(state)
  withSqliteProblems(file, () => {
    using connection = connectSqlite(file)
    forgetMove(connection)
    renewGeneration(connection)
    adoptStore(state, readStoreIdentity(connection))
  })
}

/** A database, and what of it may lie beside it until it is closed. */
const filesOf = (file: string) => [file, `${file}-wal`, `${file}-journal`, `${file}-shm`] as const

/** Copies a database with what of it lies beside into one file, and leaves the original untouched. */
function copyWhole(file: string, copy: string): void {
  const copies = filesOf(copy)
  for (const [index, from] of filesOf(file).entries()) {
    const to = copies[index]
    if (to === undefined || from.endsWith('-shm') || !fs.existsSync(from)) continue
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL)
    fs.chmodSync(to, 0o600)
  }
  withSqliteProblems(file, () => {
    using connection = connectSqlite(copy)
    connection.exec('PRAGMA journal_mode = DELETE')
  })
}

/**
 * Gives the store that is there a second name, that says what it is. Until another file takes its first, both are it, so
 * that there never is none.
 */
function putAside(target: string, now: Date): string | undefined {
  const isEmpty = filesOf(target).every((file) => (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0)
  if (isEmpty) return undefined
  const stamp = `replaced-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`
  for (let number = 1; ; number += 1) {
    const aside = besideName(target, number === 1 ? stamp : `${stamp}-${number}`)
    if (!linkNew(target, aside)) continue
    const [, ...beside] = filesOf(target)
    const [, ...besideAside] = filesOf(aside)
    for (const [index, from] of beside.entries()) {
      if (fs.existsSync(from)) fs.renameSync(from, besideAside[index] ?? '')
    }
    return aside
  }
}
