import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import { ExpectedError, type Problem } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { displayPath } from './content-folder.ts'
import { text } from './sqlite-rows.ts'
import { identityFile, storeFile } from './store-files.ts'

/** Which database this is. */
export interface StoreIdentity {
  /** What a store is born with, and a copy has too. */
  readonly identity: string
  /**
   * What a store is given when it is made, backed up or adopted, and when a send begins, so that it is told from what it
   * is a copy of.
   */
  readonly generation: string
  /** The PostgreSQL that all of it was brought to, `host:port/database`; nothing is sent from here since. */
  readonly movedTo?: string | undefined
}

/** 128 random bits in base64url. */
export const makeStoreId = () => randomBytes(16).toString('base64url')

export function readStoreIdentity(connection: DatabaseSync): StoreIdentity {
  const select = connection.prepare("SELECT name, value FROM meta WHERE name IN ('identity', 'generation', 'moved')")
  const values = new Map(select.all().map((row) => [text(row, 'name'), text(row, 'value')]))
  return {
    identity: values.get('identity') ?? '',
    generation: values.get('generation') ?? '',
    movedTo: values.get('moved'),
  }
}

export function renewGeneration(connection: DatabaseSync, generation = makeStoreId()): void {
  connection.prepare("UPDATE meta SET value = ? WHERE name = 'generation'").run(generation)
}

/** Notes in a store that all of it is in a PostgreSQL now, so that whoever comes back to it learns where to go. */
export function markMoved(connection: DatabaseSync, movedTo: string): void {
  connection.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('moved', ?)").run(movedTo)
  renewGeneration(connection)
}

/** Takes back `markMoved`, for a store that sends shall go from again. */
export function forgetMove(connection: DatabaseSync): void {
  connection.exec("DELETE FROM meta WHERE name = 'moved'")
}

/** Writes down beside the database which one it is: sends go from this one, in this very file. */
export function adoptStore(state: string, identity: StoreIdentity): void {
  writeDown(state, identity, [identity.generation])
}

/**
 * Whether a database is the one that stands written beside it. A backup that was put back knows nothing of what was sent
 * since, and a copy nothing of what the other sends: neither may send before somebody says that it shall. The number of
 * the file (its inode) stands there, too, so that a copy of the whole folder is told from the first.
 *
 * @param store of one that is open, its `generation` is asked for anew
 * @returns what is wrong, or undefined
 */
export function checkAdoption(state: string, store: StoreIdentity): Problem | undefined {
  let written = readWritten(state)
  for (;;) {
    const problem = findForeign(state, store, written)
    if (problem === undefined) return undefined
    // Between the look at the file and that at the database another process may have begun a send (`renewStore`).
    const after = readWritten(state)
    if (isDeepStrictEqual(after, written)) return problem
    written = after
  }
}

/**
 * Gives a store that may send another generation, as each send does before its first mail: a copy that was made before,
 * and is put back, is found out. The file beside has both while it is done, so whenever this is cut off the store goes on
 * being the one that may send; and so may a copy with the old one, until the next send is begun. It misses nothing: no mail
 * has gone before this resolves.
 *
 * @throws ExpectedError for what may not send (`checkAdoption`)
 */
export async function renewStore(
  state: string,
  store: StoreIdentity & { readonly setGeneration: (generation: string) => Promise<void> },
): Promise<void> {
  const problem = checkAdoption(state, store)
  if (problem) throw new ExpectedError(problem)
  const generation = makeStoreId()
  writeDown(state, store, [store.generation, generation])
  await store.setGeneration(generation)
  writeDown(state, store, [generation])
}

/** Brings what a program wrote down that knew of no numbers of files up to date. */
export function completeAdoption(state: string, store: StoreIdentity): void {
  const written = readWritten(state)
  if (written === undefined || written.inode !== undefined) return
  if (written.identity === store.identity && written.generations.includes(store.generation)) adoptStore(state, store)
}

function findForeign(state: string, store: StoreIdentity, written: Written | undefined): Problem | undefined {
  const file = identityFile(state)
  const isSame = written?.identity === store.identity && written.generations.includes(store.generation)
  const isOther = written?.inode !== inodeOf(state)
  if (isSame && !isOther && !written.isPutBack && store.movedTo === undefined) return undefined
  const place = displayPath(storeFile(state))
  const adopt = `npm run subscribers -- restore ${place} --adopt`
  if (store.movedTo !== undefined) {
    const what = `all of it was brought to PostgreSQL ${store.movedTo}, and it does not know what was sent from there`
    const remedy = `Name that database in DATABASE_URL. Only where it never sent anything, and never shall: ${adopt}`
    return { where: place, what, remedy }
  }
  const beside = displayPath(file)
  const what =
    written === undefined
      ? `nothing beside it says which database it is (${beside} is missing): it may be a copy of another`
      : isSame && isOther
        ? `it is another file than the one that ${beside} was written for: a copy of it, which does not know what the other sends`
        : 'it is a backup or a copy, not the database that sends went from before, and may not know what was sent'
  return { where: place, what, remedy: `See that no other copy sends, then say: ${adopt}` }
}

type Written = NonNullable<ReturnType<typeof readWritten>>

/**
 * `<identity> <generation> <inode>`; while the generation is being renewed `<generation>+<next>`. Then a line with the
 * moment at which this file was made, where the disk tells: a folder that was put back file by file, over the same inodes,
 * has another.
 */
function readWritten(state: string) {
  const file = identityFile(state)
  if (!fs.existsSync(file)) return undefined
  // Another process may put a new one in its place between two looks by its name.
  const handle = fs.openSync(file, 'r')
  let [content, born] = ['', '']
  try {
    content = fs.readFileSync(handle, 'utf8')
    born = birthOf(handle)
  } finally {
    fs.closeSync(handle)
  }
  const [line = '', birth, ...end] = content.split('\n')
  const [identity, generations = '', inode] = line.trim().split(' ')
  // A line that was cut off has no end.
  return { identity, generations: generations.split('+'), inode, isPutBack: end.length > 0 && birth !== born }
}

function writeDown(state: string, { identity }: StoreIdentity, generations: readonly string[]): void {
  const file = identityFile(state)
  const line = `${identity} ${generations.join('+')} ${inodeOf(state)}\n`
  writeFileAtomic(file, line, { mode: 0o600 })
  fs.chmodSync(file, 0o600)
  const handle = fs.openSync(file, 'a')
  let isKnown: boolean
  try {
    const birth = birthOf(handle)
    if (birth === '0') return
    fs.appendFileSync(handle, `${birth}\n`, { flush: true })
    isKnown = birthOf(handle) === birth
  } finally {
    fs.closeSync(handle)
  }
  // Some disks tell of the last change instead.
  if (!isKnown) writeFileAtomic(file, line, { mode: 0o600 })
}

/** Nanoseconds; 0 where the disk does not know. */
const birthOf = (handle: number) => String(fs.fstatSync(handle, { bigint: true }).birthtimeNs)

/** All its digits: on some disks they are more than a number holds. */
const inodeOf = (state: string) => String(fs.statSync(storeFile(state), { bigint: true }).ino)
