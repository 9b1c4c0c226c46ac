import { recipientKeys } from '../core/subscription/recipient.ts'
import type { ServiceMail, ServiceMailKind } from '../core/subscription/service-mail.ts'
import type { ServiceMailQueue } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { known, type Row, text, textOrNone, toMoment, toTime } from './sqlite-rows.ts'

export interface SqliteMails {
  readonly store: ServiceMailQueue
  /** Inside a transaction of somebody else's. */
  readonly add: (mail: ServiceMail) => void
}

/**
 * Service mails. A lease is nothing but a later moment at which a mail is due; one that is over keeps what caps count by,
 * and no address.
 */
export function createSqliteMails(database: SqliteDatabase, secret: Uint8Array): SqliteMails {
  const insert = database.prepare(`
    INSERT INTO mails (id, kind, recipient, key, mailbox, domain, network, at, due_at, subscription_id, suggestion_id)
    VALUES ($id, $kind, $to, $key, $mailbox, $domain, $network, $at, $at, $subscription_id, $suggestion_id)`)
  const lease = database.prepare(`
    UPDATE mails SET due_at = $until, attempts = attempts + 1
    WHERE number IN (SELECT number FROM mails WHERE state = 'queued' AND due_at <= $now ORDER BY due_at, number LIMIT $limit)
    RETURNING *`)
  const settle = database.prepare(`
    UPDATE mails SET state = $state, settled_at = $at, reason = $reason, recipient = NULL
    WHERE id = $id AND state = 'queued'`)
  const putOff = database.prepare(
    "UPDATE mails SET due_at = $after, reason = $reason WHERE id = $id AND state = 'queued'",
  )
  return {
    add({ id, kind, to, key, network, at, subscriptionId, suggestionId }) {
      const about = { subscription_id: subscriptionId ?? null, suggestion_id: suggestionId ?? null }
      const { mailbox, domain = null } = recipientKeys(to, secret)
      insert.run({ id, kind, to, key, mailbox, domain, network, at: toTime(at), ...about })
    },
    store: {
      leaseMails: ({ limit, now, until }) =>
        database.write(() => {
          const rows = lease.all({ limit, now: toTime(now), until: toTime(until) })
          return rows.toSorted((one, other) => Number(one.number) - Number(other.number)).map(readMail)
        }),
      async settleMail(id, outcome) {
        await database.write(() => {
          const reason = outcome.reason ?? null
          if (outcome.state === 'queued') putOff.run({ id, reason, after: toTime(outcome.after) })
          else settle.run({ id, reason, state: outcome.state, at: toTime(outcome.at) })
        })
      },
    },
  }
}

export const readMail = (row: Row): ServiceMail & { readonly attempts: number } =>
  known({
    id: text(row, 'id'),
    kind: text(row, 'kind') as ServiceMailKind,
    to: text(row, 'recipient'),
    key: text(row, 'key'),
    network: text(row, 'network'),
    at: toMoment(row.at),
    subscriptionId: textOrNone(row, 'subscription_id'),
    suggestionId: textOrNone(row, 'suggestion_id'),
    attempts: Number(row.attempts),
  })
