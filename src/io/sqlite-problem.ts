import { ExpectedError, type Problem } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'

/** That another process is writing, and a later try may do. */
export class StoreBusyError extends ExpectedError {}

/** Primary result codes of SQLite, https://sqlite.org/rescode.html */
const BUSY = 5
const LOCKED = 6
const REASONS: Readonly<Record<number, readonly [what: string, remedy: string]>> = {
  3: ['it may not be opened by this user', 'Give the user that runs this the right to read and write it'],
  8: ['it cannot be written to', 'Give the user that runs this the right to write it and its folder'],
  10: ['the disk could not read or write it', 'See whether the disk is well and has room, then run this again'],
  11: ['the database is damaged', 'Restore a backup: npm run subscribers -- restore FILE'],
  13: ['the disk is full', 'Make room on it, and run this again'],
  14: ['it cannot be opened', 'Give the user that runs this the right to read and write it and its folder'],
  26: ['it is no database', 'Move it away, and restore a backup: npm run subscribers -- restore FILE'],
}

/** The primary result code of what `node:sqlite` threw; undefined for any other error. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}

/** Whether somebody else has the lock just now. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === BUSY || code === LOCKED
}

/** What SQLite refused, as a problem that its owner can mend; undefined for any other error, which may be a bug. */
export function sqliteProblem(error: unknown, file: string): Problem | undefined {
  const reason = REASONS[sqliteCode(error) ?? -1]
  if (reason === undefined) return undefined
  const detail = (error as Error).message
  return { where: displayPath(file), what: `${reason[0]} (${detail})`, remedy: reason[1] }
}

/** That the wait for others was in vain. */
export function busyProblem(file: string, seconds: number): Problem {
  return {
    where: displayPath(file),
    what: `another process has been writing to it for ${seconds} seconds`,
    remedy: 'Wait for it to end, and run this again',
  }
}

/** Does something to a file; what SQLite refuses for a reason that its owner can mend comes out as an `ExpectedError`. */
export function withSqliteProblems<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    const problem = sqliteProblem(error, file)
    throw problem === undefined ? error : new ExpectedError(problem)
  }
}
