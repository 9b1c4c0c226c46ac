import type { RetentionCounts, RetentionLimits, SubscriptionList } from '../jobs/subscription-store.ts'
import type { PostgresDatabase, PostgresQuery } from './postgres-database.ts'
import type { PostgresChanges } from './postgres-store-changes.ts'
import { count, text, toTime } from './sqlite-rows.ts'

/** So many rows are gone through in one transaction. */
const SLICE = 1_000
/** What somebody else is at just now is left for the next time. */
const SOME = `LIMIT ${SLICE} FOR UPDATE SKIP LOCKED`

const UNCONFIRMED = "FROM crowsnest.subscriptions WHERE state = 'unconfirmed' AND requested_at < $1"
const UNSUBSCRIBED =
  "FROM crowsnest.subscriptions WHERE state = 'unsubscribed' AND coalesce(unsubscribed_at, requested_at) < $1"
const CONSENTS = `FROM crowsnest.subscriptions
  WHERE (requested_from IS NOT NULL AND requested_at < $1)
    OR (confirmed_from IS NOT NULL AND coalesce(confirmed_at, requested_at) < $1)`
const SUGGESTIONS = 'FROM crowsnest.suggestions WHERE at < $1 AND (network IS NOT NULL OR address IS NOT NULL)'
const OLD_SUGGESTIONS = 'FROM crowsnest.suggestions WHERE at < $1'
const CONFIRMATIONS = 'FROM crowsnest.confirmations WHERE expires_at < $1'
const MAILS = 'FROM crowsnest.mails WHERE at < $1'
const RECIPIENTS = 'FROM crowsnest.recipients WHERE send IN (SELECT number FROM crowsnest.sends WHERE not_after < $1)'

const deletion = (table: string, key: string, from: string) =>
  `DELETE FROM crowsnest.${table} WHERE ${key} IN (SELECT ${key.replace(/[()]/g, '')} ${from} ${SOME})`

/** Forgets what was held long enough (`planRetention`), or counts it. */
export function createPostgresRetention(
  database: PostgresDatabase,
  changes: PostgresChanges,
): SubscriptionList['retain'] {
  /** Slice by slice, so that nobody waits long; gives how many it was. */
  async function inSlices(slice: (query: PostgresQuery) => Promise<number>): Promise<number> {
    let total = 0
    for (;;) {
      const done = await database.transaction(slice, { lock: 'change' })
      total += done
      if (done < SLICE) return total
    }
  }

  const doing = (statement: string, limit: number) => inSlices(async (query) => (await query(statement, [limit])).count)

  const removing = (from: string, limit: number, suppressedAt?: number) =>
    inSlices(async (query) => {
      const { rows } = await query(`SELECT id, address ${from} ${SOME}`, [limit])
      const ids = rows.map((row) => text(row, 'id'))
      if (suppressedAt !== undefined) {
        await query(
          `INSERT INTO crowsnest.suppressions (key, reason, at) SELECT key, 'erased', $2 FROM unnest($1::text[]) AS key
          ON CONFLICT (key) DO NOTHING`,
          [rows.map((row) => changes.keyOf(text(row, 'address'))), suppressedAt],
        )
      }
      await query("DELETE FROM crowsnest.mails WHERE subscription_id = ANY ($1::text[]) AND state = 'queued'", [ids])
      return (await query('DELETE FROM crowsnest.subscriptions WHERE id = ANY ($1::text[])', [ids])).count
    })

  async function counting(limits: Readonly<Record<keyof RetentionLimits, number>>) {
    const of = async (from: string, limit: number) =>
      count((await database.query(`SELECT count(*) AS count ${from}`, [limit])).rows[0])
    return {
      unconfirmed: await of(UNCONFIRMED, limits.unconfirmed),
      unsubscribed: await of(UNSUBSCRIBED, limits.unsubscribed),
      visitors: (await of(CONSENTS, limits.visitors)) + (await of(SUGGESTIONS, limits.visitors)),
      suggestions: await of(OLD_SUGGESTIONS, limits.suggestions),
      confirmations: await of(CONFIRMATIONS, limits.unconfirmed),
      mails: await of(MAILS, limits.visitors),
      recipients: await of(RECIPIENTS, limits.recipients),
    }
  }

  return async (limits, { dryRun, at }): Promise<RetentionCounts> => {
    const [unconfirmed, unsubscribed] = [toTime(limits.unconfirmed), toTime(limits.unsubscribed)]
    const [visitors, suggestions] = [toTime(limits.visitors), toTime(limits.suggestions)]
    const recipients = toTime(limits.recipients)
    if (dryRun) return counting({ unconfirmed, unsubscribed, visitors, suggestions, recipients })
    await database.transaction(
      async (query) => {
        for (const table of ['bounces', 'send_messages']) {
          await query(
            `DELETE FROM crowsnest.${table} WHERE send IN (SELECT number FROM crowsnest.sends WHERE not_after < $1)`,
            [recipients],
          )
        }
      },
      { isRepeatable: true },
    )
    const forgetConsents = `UPDATE crowsnest.subscriptions
      SET requested_from = CASE WHEN requested_at < $1 THEN NULL ELSE requested_from END,
        confirmed_from = CASE WHEN coalesce(confirmed_at, requested_at) < $1 THEN NULL ELSE confirmed_from END
      WHERE id IN (SELECT id ${CONSENTS} ${SOME})`
    const forgetVisitors = `UPDATE crowsnest.suggestions SET network = NULL, address = NULL
      WHERE number IN (SELECT number ${SUGGESTIONS} ${SOME})`
    return {
      recipients: await doing(deletion('recipients', '(send, reader)', RECIPIENTS), recipients),
      mails: await doing(deletion('mails', 'number', MAILS), visitors),
      confirmations: await doing(deletion('confirmations', 'hash', CONFIRMATIONS), unconfirmed),
      visitors: (await doing(forgetConsents, visitors)) + (await doing(forgetVisitors, visitors)),
      suggestions: await doing(deletion('suggestions', 'number', OLD_SUGGESTIONS), suggestions),
      unconfirmed: await removing(UNCONFIRMED, unconfirmed),
      unsubscribed: await removing(UNSUBSCRIBED, unsubscribed, toTime(at)),
    }
  }
}
