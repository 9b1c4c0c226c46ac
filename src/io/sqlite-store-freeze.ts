import { setTimeout as wait } from 'node:timers/promises'
import type { FrozenMail } from '../core/send/send.ts'
import type { SendLedger } from '../jobs/send-ledger.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { text, toTime } from './sqlite-rows.ts'

/** So many recipients are written before others have their turn. */
const SLICE = 10_000
/** Milliseconds in which others may write. */
const TURN = 2

type Terms = Parameters<SendLedger['startSend']>[1]

/**
 * Freezes a send: who is confirmed is read at one moment, which keeps nobody from writing, and written slice by slice. The
 * row of the send comes last, with the last slice, so until then there is none; what a freeze that was cut off has left
 * is taken away by the next.
 *
 * @returns gives whether it was; false where the issue has a send already
 */
export function createSqliteFreeze(database: SqliteDatabase): (mail: FrozenMail, terms: Terms) => Promise<boolean> {
  const known = database.prepare('SELECT 1 FROM sends WHERE issue = ?')
  const newest = database.prepare('SELECT coalesce(max(number), 0) AS number FROM sends')
  const removeRest = database.prepare(`
    DELETE FROM recipients
    WHERE (send, reader) IN (SELECT send, reader FROM recipients WHERE send >= ? LIMIT ${SLICE})`)
  const nextSlice = database.prepare(`
    SELECT max(number) AS last, json_group_array(number) AS numbers FROM
      (SELECT number FROM subscriptions WHERE state = 'confirmed' AND number > ? ORDER BY number LIMIT ${SLICE})`)
  const insertAll = database.prepare('INSERT INTO recipients (send, reader) SELECT ?, value FROM json_each(?)')
  const insert = database.prepare(`
    INSERT INTO sends (number, issue, subject, key_id, url, sender, bounces, started_at, not_after, signing, recipients,
      queued)
    VALUES ($send, $issue, $subject, $key_id, $url, $from, $bounces, $started_at, $not_after, $signing, $count,
      $count)`)
  const insertMessage = database.prepare('INSERT INTO send_messages (send, message) VALUES (?, ?)')
  let last = Promise.resolve<unknown>(undefined)

  /** Everybody who is confirmed, as lists that SQLite reads: a million numbers are a few megabytes so. */
  function readSlices(): string[] {
    const slices: string[] = []
    for (let after = 0; ;) {
      const row = nextSlice.get(after)
      if (row === undefined || row.last === null) return slices
      slices.push(text(row, 'numbers'))
      after = Number(row.last)
    }
  }

  async function freeze(mail: FrozenMail, { at, notAfter, signing }: Terms): Promise<boolean> {
    const { issue, subject, keyId: key_id, url, from, bounces = null } = mail
    const [started_at, not_after] = [toTime(at), toTime(notAfter)]
    const columns = { issue, subject, key_id, url, from, bounces, started_at, not_after, signing }
    if (known.get(issue) !== undefined) return false
    const send = Number(newest.get()?.number) + 1
    while ((await database.write(() => removeRest.run(send).changes, { flush: false })) === SLICE) await wait(TURN)
    const slices = await database.read(readSlices)
    const addSlice = (slice: string) => Number(insertAll.run(send, slice).changes)
    const lastSlice = slices.pop() ?? '[]'
    let count = 0
    for (const slice of slices) {
      count += await database.write(() => addSlice(slice), { flush: false })
      await wait(TURN)
    }
    return database.write(() => {
      if (known.get(issue) !== undefined) return false
      count += addSlice(lastSlice)
      insert.run({ ...columns, send, count })
      insertMessage.run(send, mail.message)
      return true
    })
  }

  /** One after the other: of other processes none sends meanwhile (`lockSending`). */
  return (mail, terms) => {
    const frozen = last.then(() => freeze(mail, terms))
    last = frozen.catch(() => undefined)
    return frozen
  }
}
