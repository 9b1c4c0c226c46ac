import fs from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ExpectedError } from '../core/text/problem.ts'
import { displayPath } from './content-folder.ts'

/** That another is at work, and a later try may do. */
export class CurateLockedError extends ExpectedError {}

/** Milliseconds that a command waits for its turn. */
const PATIENCE = 10_000

/**
 * Does something to the issue at work while no other command of this machine does, so that desk and command line, or two
 * of either, never write over each other. It is SQLite's lock on an empty database, which the system lets go with the
 * process, however that ends.
 *
 * @param state the state folder (`--state`)
 */
export function withCurateLock<T>(state: string, action: () => T): T {
  const file = path.join(state, 'curate.lock')
  fs.mkdirSync(state, { recursive: true })
  const lock = new DatabaseSync(file, { timeout: PATIENCE })
  try {
    try {
      lock.exec('BEGIN EXCLUSIVE')
    } catch (error) {
      if (!/locked|busy/i.test(String(error))) throw error
      const what = 'another command has been at work on the issue for ten seconds'
      throw new CurateLockedError({ where: displayPath(file), what, remedy: 'Wait for it to end, and say it again' })
    }
    return action()
  } finally {
    lock.close()
  }
}
