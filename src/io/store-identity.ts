import fs from 'node:fs'
import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Problem } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { displayPath } from './content-folder.ts'
import { text } from './sqlite-rows.ts'
import { identityFile, storeFile } from './store-files.ts'

/** Which database this is. */
export interface StoreIdentity {
  /** What a store is born with, and a copy has too. */
  readonly identity: string
  /** What a store is given when it is made, backed up or adopted, so that it is told from what it is a copy of. */
  readonly generation: string
}

/** 128 random bits in base64url. */
export const makeStoreId = () => randomBytes(16).toString('base64url')

export function readStoreIdentity(connection: DatabaseSync): StoreIdentity {
  const select = connection.prepare("SELECT name, value FROM meta WHERE name IN ('identity', 'generation')")
  const values = new Map(select.all().map((row) => [text(row, 'name'), text(row, 'value')]))
  return { identity: values.get('identity') ?? '', generation: values.get('generation') ?? '' }
}

export function renewGeneration(connection: DatabaseSync): void {
  connection.prepare("UPDATE meta SET value = ? WHERE name = 'generation'").run(makeStoreId())
}

/** Writes down beside the database which one it is: sends go from this one. */
export function adoptStore(state: string, { identity, generation }: StoreIdentity): void {
  writeFileAtomic(identityFile(state), `${identity} ${generation}\n`)
  fs.chmodSync(identityFile(state), 0o600)
}

/**
 * Whether a database is the one that stands written beside it. A backup that was put back knows nothing of what was sent
 * since, and a copy nothing of what the other sends: neither may send before somebody says that it shall.
 *
 * @returns what is wrong, or undefined
 */
export function checkAdoption(state: string, { identity, generation }: StoreIdentity): Problem | undefined {
  const file = identityFile(state)
  const written = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : undefined
  if (written === `${identity} ${generation}`) return undefined
  const place = displayPath(storeFile(state))
  const what =
    written === undefined
      ? `nothing beside it says which database it is (${displayPath(file)} is missing): it may be a copy of another`
      : 'it is a backup or a copy, not the database that sends went from before, and may not know what was sent'
  const remedy = `See that no other copy sends, then say: npm run subscribers -- restore ${place} --adopt`
  return { where: place, what, remedy }
}
