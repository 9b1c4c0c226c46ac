import { recipientKeys } from '../core/subscription/recipient.ts'
import type { ServiceMail } from '../core/subscription/service-mail.ts'
import type { ServiceMailQueue } from '../jobs/subscription-store.ts'
import type { PostgresDatabase, PostgresQuery } from './postgres-database.ts'
import { toTime } from './sqlite-rows.ts'
import { readMail } from './sqlite-store-mails.ts'

export interface PostgresMails {
  readonly store: ServiceMailQueue
  /** Inside a transaction of somebody else's. */
  readonly add: (query: PostgresQuery, mails: readonly ServiceMail[]) => Promise<void>
}

/**
 * Service mails. A lease is nothing but a later moment at which a mail is due, and many lease at the same time, each what
 * the others have not; one that is over keeps what caps count by, and no address.
 */
export function createPostgresMails(database: PostgresDatabase, secret: Uint8Array): PostgresMails {
  return {
    async add(query, mails) {
      const rows = mails.map(({ id, kind, to, key, network, at, subscriptionId = null, suggestionId = null }) => {
        const { mailbox, domain = null } = recipientKeys(to, secret)
        return [id, kind, to, key, mailbox, domain, network, toTime(at), subscriptionId, suggestionId]
      })
      await query(
        `INSERT INTO crowsnest.mails (id, kind, recipient, key, mailbox, domain, network, at, due_at, subscription_id,
          suggestion_id)
        SELECT id, kind, recipient, key, mailbox, domain, network, at, at, subscription_id, suggestion_id
        FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
          $9::text[], $10::text[]) WITH ORDINALITY AS given (id, kind, recipient, key, mailbox, domain, network, at,
          subscription_id, suggestion_id, place)
        ORDER BY place`,
        inColumns(rows, 10),
      )
    },
    store: {
      async leaseMails({ limit, now, until }) {
        const { rows } = await database.query(
          `WITH due AS MATERIALIZED (
            SELECT number FROM crowsnest.mails WHERE state = 'queued' AND due_at <= $2
            ORDER BY due_at, number LIMIT $1 FOR UPDATE SKIP LOCKED)
          UPDATE crowsnest.mails SET due_at = $3, attempts = attempts + 1
          FROM due WHERE mails.number = due.number
          RETURNING mails.*`,
          [limit, toTime(now), toTime(until)],
        )
        return rows.toSorted((one, other) => Number(one.number) - Number(other.number)).map(readMail)
      },
      async settleMail(id, outcome) {
        const reason = outcome.reason ?? null
        if (outcome.state === 'queued') {
          await database.query(
            "UPDATE crowsnest.mails SET due_at = $2, reason = $3 WHERE id = $1 AND state = 'queued'",
            [id, toTime(outcome.after), reason],
          )
          return
        }
        await database.query(
          `UPDATE crowsnest.mails SET state = $2, settled_at = $3, reason = $4, recipient = NULL
          WHERE id = $1 AND state = 'queued'`,
          [id, outcome.state, toTime(outcome.at), reason],
        )
      },
    },
  }
}

/** Rows as `unnest` takes them: a list for each column. */
export const inColumns = (rows: readonly (readonly unknown[])[], width: number): unknown[][] =>
  Array.from({ length: width }, (_, column) => rows.map((row) => row[column]))
