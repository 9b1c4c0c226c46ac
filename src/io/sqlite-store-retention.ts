import { setTimeout as wait } from 'node:timers/promises'
import type { RetentionCounts, SubscriptionList } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, type Row, text, toTime } from './sqlite-rows.ts'
import type { SqliteChanges } from './sqlite-store-changes.ts'

/** So many rows are gone through before others have their turn. */
const SLICE = 1_000
/** Milliseconds in which others may write. */
const TURN = 2

const UNCONFIRMED = "FROM subscriptions WHERE state = 'unconfirmed' AND requested_at < ?"
const UNSUBSCRIBED = "FROM subscriptions WHERE state = 'unsubscribed' AND coalesce(unsubscribed_at, requested_at) < ?"
const CONSENTS = `((requested_from IS NOT NULL AND requested_at < $limit)
  OR (confirmed_from IS NOT NULL AND coalesce(confirmed_at, requested_at) < $limit))`
const OVER = 'SELECT number FROM sends WHERE not_after < ?'
const SUGGESTIONS = 'at < ? AND (network IS NOT NULL OR address IS NOT NULL)'

/** Forgets what was held long enough (`planRetention`), or counts it. */
export function createSqliteRetention(database: SqliteDatabase, changes: SqliteChanges): SubscriptionList['retain'] {
  const counted = (sql: string) => database.prepare(`SELECT count(*) AS count ${sql}`)
  const counting = {
    unconfirmed: counted(UNCONFIRMED),
    unsubscribed: counted(UNSUBSCRIBED),
    consents: counted(`FROM subscriptions WHERE ${CONSENTS}`),
    suggestions: counted(`FROM suggestions WHERE ${SUGGESTIONS}`),
    forgotten: counted('FROM suggestions WHERE at < ?'),
    confirmations: counted('FROM confirmations WHERE expires_at < ?'),
    mails: counted('FROM mails WHERE at < ?'),
    recipients: counted(`FROM recipients WHERE send IN (${OVER})`),
  }
  const next = {
    unconfirmed: database.prepare(`SELECT id ${UNCONFIRMED} LIMIT ${SLICE}`),
    unsubscribed: database.prepare(`SELECT id, address ${UNSUBSCRIBED} LIMIT ${SLICE}`),
  }
  const removeMails = database.prepare("DELETE FROM mails WHERE subscription_id = ? AND state = 'queued'")
  const remove = database.prepare('DELETE FROM subscriptions WHERE id = ?')
  const suppress = database.prepare(
    "INSERT INTO suppressions (key, reason, at) VALUES (?, 'erased', ?) ON CONFLICT (key) DO NOTHING",
  )
  const forgetConsents = database.prepare(`
    UPDATE subscriptions
    SET requested_from = iif(requested_at < $limit, NULL, requested_from),
      confirmed_from = iif(coalesce(confirmed_at, requested_at) < $limit, NULL, confirmed_from)
    WHERE number IN (SELECT number FROM subscriptions WHERE ${CONSENTS} LIMIT ${SLICE})`)
  const forgetSuggestions = database.prepare(`
    UPDATE suggestions SET network = NULL, address = NULL
    WHERE number IN (SELECT number FROM suggestions WHERE ${SUGGESTIONS} LIMIT ${SLICE})`)
  const removeSuggestions = database.prepare(
    `DELETE FROM suggestions WHERE number IN (SELECT number FROM suggestions WHERE at < ? LIMIT ${SLICE})`,
  )
  const removeConfirmations = database.prepare(`
    DELETE FROM confirmations WHERE hash IN (SELECT hash FROM confirmations WHERE expires_at < ? LIMIT ${SLICE})`)
  const removeOldMails = database.prepare(
    `DELETE FROM mails WHERE number IN (SELECT number FROM mails WHERE at < ? LIMIT ${SLICE})`,
  )

  const removeRecipients = database.prepare(`
    DELETE FROM recipients
    WHERE (send, reader) IN (SELECT send, reader FROM recipients WHERE send IN (${OVER}) LIMIT ${SLICE})`)
  const removeBounces = database.prepare(`DELETE FROM bounces WHERE send IN (${OVER})`)
  const removeMessages = database.prepare(`DELETE FROM send_messages WHERE send IN (${OVER})`)

  /** Slice by slice, so that nobody waits long; gives how many it was. */
  async function inSlices(slice: () => number | bigint): Promise<number> {
    let total = 0
    for (;;) {
      const done = Number(await database.write(slice))
      total += done
      if (done < SLICE) return total
      await wait(TURN)
    }
  }

  function removeRows(rows: readonly Row[], alsoDo: (row: Row) => void): number {
    for (const row of rows) {
      alsoDo(row)
      removeMails.run(text(row, 'id'))
      remove.run(text(row, 'id'))
    }
    return rows.length
  }

  return async (limits, { dryRun, at }): Promise<RetentionCounts> => {
    const [unconfirmed, unsubscribed] = [toTime(limits.unconfirmed), toTime(limits.unsubscribed)]
    const [visitors, suggestions] = [toTime(limits.visitors), toTime(limits.suggestions)]
    const recipients = toTime(limits.recipients)
    if (dryRun) {
      return database.read(() => ({
        unconfirmed: count(counting.unconfirmed.get(unconfirmed)),
        unsubscribed: count(counting.unsubscribed.get(unsubscribed)),
        visitors: count(counting.consents.get({ limit: visitors })) + count(counting.suggestions.get(visitors)),
        suggestions: count(counting.forgotten.get(suggestions)),
        confirmations: count(counting.confirmations.get(unconfirmed)),
        mails: count(counting.mails.get(visitors)),
        recipients: count(counting.recipients.get(recipients)),
      }))
    }
    await database.write(() => {
      removeBounces.run(recipients)
      removeMessages.run(recipients)
    })
    return {
      recipients: await inSlices(() => removeRecipients.run(recipients).changes),
      mails: await inSlices(() => removeOldMails.run(visitors).changes),
      confirmations: await inSlices(() => removeConfirmations.run(unconfirmed).changes),
      visitors:
        (await inSlices(() => forgetConsents.run({ limit: visitors }).changes)) +
        (await inSlices(() => forgetSuggestions.run(visitors).changes)),
      suggestions: await inSlices(() => removeSuggestions.run(suggestions).changes),
      unconfirmed: await inSlices(() => removeRows(next.unconfirmed.all(unconfirmed), () => undefined)),
      unsubscribed: await inSlices(() =>
        removeRows(next.unsubscribed.all(unsubscribed), (row) =>
          suppress.run(changes.keyOf(text(row, 'address')), toTime(at)),
        ),
      ),
    }
  }
}
