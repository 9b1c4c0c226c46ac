import { DatabaseSync } from 'node:sqlite'
import { storeFile } from '../src/io/store-files.ts'

/** Every row of every table of a store of subscriptions, in the order in which they were written. */
export function storeContent(state: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new DatabaseSync(storeFile(state), { readOnly: true, timeout: 5_000 })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all()
    return Object.fromEntries(
      tables.map(({ name }) => [String(name), database.prepare(`SELECT * FROM "${String(name)}" ORDER BY 1`).all()]),
    )
  } finally {
    database.close()
  }
}

/** Whether all that came in is decided, and each mail is gone. */
export function isSettled(state: string): boolean {
  const { signups = [], mails = [] } = storeContent(state)
  return signups.length === 0 && (mails as readonly { state: string }[]).every((mail) => mail.state !== 'queued')
}
