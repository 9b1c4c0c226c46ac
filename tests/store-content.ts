import { DatabaseSync } from 'node:sqlite'
import { storeFile } from '../src/io/store-files.ts'

/** Every row of every table of a store of subscriptions, in the order in which they were written. */
export function storeContent(state: string): Readonly<Record<string, readonly unknown[]>> {
  return readStore(state, (database) => {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
    return Object.fromEntries(
      tables.map(({ name }) => [String(name), database.prepare(`SELECT * FROM "${String(name)}" ORDER BY 1`).all()]),
    )
  })
}

/** Whether all that came in is decided, and each mail is gone. */
export function isSettled(state: string): boolean {
  const waiting = "SELECT 1 FROM signups UNION ALL SELECT 1 FROM mails WHERE state = 'queued' LIMIT 1"
  return readStore(state, (database) => database.prepare(waiting).get() === undefined)
}

function readStore<T>(state: string, read: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(storeFile(state), { readOnly: true, timeout: 5_000 })
  try {
    return read(database)
  } finally {
    database.close()
  }
}
