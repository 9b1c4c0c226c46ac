import { setTimeout as wait } from 'node:timers/promises'
import type { Subscription } from '../core/subscription/subscription.ts'
import type { ImportCounts, RetentionCounts, StatsPeriod, SubscriptionList } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, type Row, text, toTime } from './sqlite-rows.ts'
import { columnsOf, readSubscription, readSuppression, type SqliteChanges } from './sqlite-store-changes.ts'

/** So many rows are read or written before others have their turn. */
const SLICE = 1_000
/** More at once where it is one who brings a list: the same pages are written for all of them. */
const IMPORT_SLICE = 10_000
/** Milliseconds in which others may write. */
const TURN = 2

/** What goes over the whole list. */
export function createSqliteList(database: SqliteDatabase, changes: SqliteChanges): SubscriptionList {
  const insert = database.prepare(`
    INSERT INTO subscriptions (id, address, state, origin, requested_at, confirmed_at, unsubscribed_at, wording,
      requested_from, confirmed_from)
    VALUES ($id, $address, $state, $origin, $requested_at, $confirmed_at, $unsubscribed_at, $wording,
      $requested_from, $confirmed_from)
    ON CONFLICT DO NOTHING`)
  const knows = database.prepare('SELECT 1 FROM subscriptions WHERE address = ?')
  const isSuppressed = database.prepare('SELECT 1 FROM suppressions WHERE key = ?')
  const anySuppressed = database.prepare('SELECT 1 FROM suppressions LIMIT 1')
  const pages = {
    all: database.prepare(`SELECT * FROM subscriptions WHERE id > ? ORDER BY id LIMIT ${SLICE}`),
    some: database.prepare(`SELECT * FROM subscriptions WHERE id > ? AND state = ? ORDER BY id LIMIT ${SLICE}`),
    suppressions: database.prepare(`SELECT * FROM suppressions WHERE key > ? ORDER BY key LIMIT ${SLICE}`),
  }

  const traces = database.prepare(`
    SELECT (SELECT count(*) FROM signups WHERE address = $address COLLATE NOCASE) AS signups,
      (SELECT count(*) FROM mails WHERE key = $key AND state = 'queued') AS mails,
      (SELECT count(*) FROM suggestions WHERE address = $address) AS suggestions`)

  function importSlice(slice: readonly Subscription[]): ImportCounts {
    const counts = { added: 0, known: 0, suppressed: 0 }
    const mayBeSuppressed = anySuppressed.get() !== undefined
    for (const each of slice) {
      const suppressed = mayBeSuppressed && isSuppressed.get(changes.keyOf(each.address)) !== undefined
      if (suppressed) counts[knows.get(each.address) === undefined ? 'suppressed' : 'known'] += 1
      else counts[insert.run(columnsOf(each)).changes > 0 ? 'added' : 'known'] += 1
    }
    return counts
  }

  async function* inPages<T>(query: (after: string) => Row[], key: string, read: (row: Row) => T): AsyncIterable<T> {
    let after = ''
    for (;;) {
      const from = after
      const rows = await database.read(() => query(from))
      for (const row of rows) yield read(row)
      const last = rows.at(-1)
      if (last === undefined || rows.length < SLICE) return
      after = text(last, key)
    }
  }

  return {
    async importSubscriptions(batch) {
      const counts = { added: 0, known: 0, suppressed: 0 }
      for (let at = 0; at < batch.length; at += IMPORT_SLICE) {
        if (at > 0) await wait(TURN)
        const slice = batch.slice(at, at + IMPORT_SLICE)
        const part = await database.write(() => importSlice(slice), { flush: at + IMPORT_SLICE >= batch.length })
        counts.added += part.added
        counts.known += part.known
        counts.suppressed += part.suppressed
      }
      return counts
    },
    list: (state) =>
      state === undefined
        ? inPages((after) => pages.all.all(after), 'id', readSubscription)
        : inPages((after) => pages.some.all(after, state), 'id', readSubscription),
    listSuppressions: () => inPages((after) => pages.suppressions.all(after), 'key', readSuppression),
    countTraces: (address) =>
      database.read(() => {
        const row = traces.get({ address, key: changes.keyOf(address) })
        return { signups: count(row, 'signups'), mails: count(row, 'mails'), suggestions: count(row, 'suggestions') }
      }),
    stats: createStats(database),
    retain: createRetain(database, changes),
  }
}

function createStats(database: SqliteDatabase): SubscriptionList['stats'] {
  const totals = database.prepare(`
    SELECT (SELECT count(*) FROM subscriptions) AS every,
      (SELECT count(*) FROM subscriptions WHERE state = 'unconfirmed') AS unconfirmed,
      (SELECT count(*) FROM subscriptions WHERE state = 'unsubscribed') AS unsubscribed,
      (SELECT count(*) FROM signups) AS signups,
      (SELECT count(*) FROM mails WHERE state = 'queued') AS mails,
      (SELECT count(*) FROM suggestions) AS suggestions`)
  const reasons = database.prepare('SELECT reason, count(*) AS count FROM suppressions GROUP BY reason')
  const moments = ['requested', 'confirmed', 'unsubscribed'] as const
  const sums = Array.from({ length: 12 }, (_, month) =>
    moments.map(
      (each) => `count(*) FILTER (WHERE ${each}_at >= $m${month} AND ${each}_at < $m${month + 1}) AS ${each}${month}`,
    ),
  )
  const months = database.prepare(`SELECT ${sums.flat().join(', ')} FROM subscriptions`)

  return (now) => {
    const [year, month] = now.split('-').map(Number)
    const starts = Array.from({ length: 13 }, (_, index) => Date.UTC(year ?? 0, (month ?? 1) - 12 + index))
    return database.read(() => {
      const total = totals.get()
      const byReason = new Map(reasons.all().map((row) => [text(row, 'reason'), count(row)]))
      const inMonths = months.get(Object.fromEntries(starts.map((start, index) => [`m${index}`, start])))
      const [unconfirmed, unsubscribed] = [count(total, 'unconfirmed'), count(total, 'unsubscribed')]
      const of = (name: string) => byReason.get(name) ?? 0
      return {
        states: { unconfirmed, confirmed: count(total, 'every') - unconfirmed - unsubscribed, unsubscribed },
        suppressions: { erased: of('erased'), bounced: of('bounced'), complained: of('complained') },
        waiting: { signups: count(total, 'signups'), mails: count(total, 'mails') },
        suggestions: count(total, 'suggestions'),
        months: starts.slice(0, 12).map((start, index): StatsPeriod => ({
          month: new Date(start).toISOString().slice(0, 7),
          requested: count(inMonths, `requested${index}`),
          confirmed: count(inMonths, `confirmed${index}`),
          unsubscribed: count(inMonths, `unsubscribed${index}`),
        })),
      }
    })
  }
}

const UNCONFIRMED = "FROM subscriptions WHERE state = 'unconfirmed' AND requested_at < ?"
const UNSUBSCRIBED = "FROM subscriptions WHERE state = 'unsubscribed' AND coalesce(unsubscribed_at, requested_at) < ?"
const CONSENTS = `((requested_from IS NOT NULL AND requested_at < $limit)
  OR (confirmed_from IS NOT NULL AND coalesce(confirmed_at, requested_at) < $limit))`
const SUGGESTIONS = 'at < ? AND (network IS NOT NULL OR address IS NOT NULL)'

function createRetain(database: SqliteDatabase, changes: SqliteChanges): SubscriptionList['retain'] {
  const counted = (sql: string) => database.prepare(`SELECT count(*) AS count ${sql}`)
  const counting = {
    unconfirmed: counted(UNCONFIRMED),
    unsubscribed: counted(UNSUBSCRIBED),
    consents: counted(`FROM subscriptions WHERE ${CONSENTS}`),
    suggestions: counted(`FROM suggestions WHERE ${SUGGESTIONS}`),
    forgotten: counted('FROM suggestions WHERE at < ?'),
    confirmations: counted('FROM confirmations WHERE expires_at < ?'),
    mails: counted('FROM mails WHERE at < ?'),
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
    if (dryRun) {
      return database.read(() => ({
        unconfirmed: count(counting.unconfirmed.get(unconfirmed)),
        unsubscribed: count(counting.unsubscribed.get(unsubscribed)),
        visitors: count(counting.consents.get({ limit: visitors })) + count(counting.suggestions.get(visitors)),
        suggestions: count(counting.forgotten.get(suggestions)),
        confirmations: count(counting.confirmations.get(unconfirmed)),
        mails: count(counting.mails.get(visitors)),
      }))
    }
    return {
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
