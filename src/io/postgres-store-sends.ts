import type { FrozenMail, RecipientState, Send } from '../core/send/send.ts'
import type { SendLedger } from '../jobs/send-ledger.ts'
import type { PostgresDatabase, PostgresQuery } from './postgres-database.ts'
import { createPostgresBounces } from './postgres-store-bounces.ts'
import type { PostgresChanges } from './postgres-store-changes.ts'
import { createPostgresRecipients } from './postgres-store-recipients.ts'
import { count, toMoment, toTime } from './sqlite-rows.ts'
import { RECIPIENT_STATES } from './sqlite-store-recipients.ts'
import { readSend } from './sqlite-store-sends.ts'

/** So many recipients are written in one statement. */
const SLICE = 100_000

const COUNTS = RECIPIENT_STATES.map(
  (state) =>
    `${state} + coalesce((SELECT sum(${state}) FROM crowsnest.send_counts WHERE send = $1), 0)::bigint AS ${state}`,
).join(', ')

/**
 * The first recipient of those for whom there is an index in this order, to be found by it. `EXISTS` reads the table from its
 * beginning where many were among them when it was looked at last, and the more of them are sent, the further.
 */
export const firstOf = (which: string, order: string) =>
  `(SELECT ${order} FROM crowsnest.recipients WHERE ${which} ORDER BY ${order} LIMIT 1)`

/** Who got which issue (docs/decisions/0039-a-ledger-of-sends.md). */
export function createPostgresSends(database: PostgresDatabase, changes: PostgresChanges): SendLedger {
  async function find(query: PostgresQuery, issue: string): Promise<Send | undefined> {
    const { rows } = await query(
      `SELECT sends.*, message FROM crowsnest.sends LEFT JOIN crowsnest.send_messages ON send = number
      WHERE issue = $1`,
      [issue],
    )
    return rows[0] && readSend(rows[0])
  }

  /** All of it, or nothing; everybody who is confirmed when the transaction begins. */
  async function freeze(query: PostgresQuery, mail: FrozenMail, { at, notAfter, signing }: Terms): Promise<boolean> {
    // Where another begins the same at this moment, what it has begun is not seen, and this is done anew.
    await query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
    const { issue, subject, keyId, url, from, bounces = null, message } = mail
    const { rows } = await query(
      `INSERT INTO crowsnest.sends (number, issue, subject, key_id, url, sender, bounces, started_at, not_after,
        signing, recipients, queued)
      SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0 FROM crowsnest.sends
      ON CONFLICT DO NOTHING RETURNING number`,
      [issue, subject, keyId, url, from, bounces, toTime(at), toTime(notAfter), signing],
    )
    const send = rows[0]?.number
    if (send === undefined) return false
    await query('INSERT INTO crowsnest.send_messages (send, message) VALUES ($1, $2)', [send, Buffer.from(message)])
    let recipients = 0
    for (let after: unknown = '0'; ;) {
      const { rows: slices } = await query(
        `WITH slice AS MATERIALIZED (
          SELECT number FROM crowsnest.subscriptions WHERE state = 'confirmed' AND number > $2
          ORDER BY number LIMIT ${SLICE}),
        written AS (INSERT INTO crowsnest.recipients (send, reader) SELECT $1, number FROM slice)
        SELECT count(*) AS count, max(number) AS last FROM slice`,
        [send, after],
      )
      const written = count(slices[0])
      recipients += written
      if (written < SLICE) break
      after = slices[0]?.last
    }
    await query('UPDATE crowsnest.sends SET recipients = $2, queued = $2 WHERE number = $1', [send, recipients])
    return true
  }

  return {
    async startSend(mail, terms) {
      const isFrozen = await database.transaction((query) => freeze(query, mail, terms))
      if (!isFrozen) return undefined
      // Of a table that has just grown by half the planner knows nothing, and it may be a minute until it looks by itself.
      await database.query('ANALYZE crowsnest.recipients').catch(() => undefined)
      return find(database.query, mail.issue)
    },
    findSend: (issue) => find(database.query, issue),
    async extendSend(send, notAfter) {
      await database.query('UPDATE crowsnest.sends SET not_after = $2 WHERE number = $1', [send, toTime(notAfter)])
    },
    async changeSigning(send, signing) {
      await database.query('UPDATE crowsnest.sends SET signing = $2 WHERE number = $1', [send, signing])
    },
    async countRecipients(send) {
      const { rows } = await database.query(
        `SELECT started_at, ${COUNTS},
          ${firstOf('send = $1 AND state = 0 AND due_at IS NOT NULL', 'due_at')} AS put_off,
          (${firstOf('send = $1 AND state = 0 AND due_at IS NULL', 'reader')} IS NOT NULL)::int AS has_untried
        FROM crowsnest.sends WHERE number = $1`,
        [send],
      )
      const [row] = rows
      if (row === undefined) throw new RangeError(`no send ${send}`)
      const counts = Object.fromEntries(RECIPIENT_STATES.map((state) => [state, count(row, state)]))
      const due = [...(row.has_untried === 1 ? [row.started_at] : []), ...(row.put_off === null ? [] : [row.put_off])]
      const nextDue = due.length === 0 ? undefined : toMoment(Math.min(...due.map(Number)))
      return { counts: counts as Record<RecipientState, number>, nextDue }
    },
    ...createPostgresRecipients(database, changes),
    noteBounce: createPostgresBounces(changes),
  }
}

type Terms = Parameters<SendLedger['startSend']>[1]
