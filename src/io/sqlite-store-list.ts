import { setTimeout as wait } from 'node:timers/promises'
import type { Subscription } from '../core/subscription/subscription.ts'
import type { ImportCounts, SubscriptionList } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, type Row, text } from './sqlite-rows.ts'
import { columnsOf, readSubscription, readSuppression, type SqliteChanges } from './sqlite-store-changes.ts'
import { createSqliteRetention } from './sqlite-store-retention.ts'
import { createSqliteStats } from './sqlite-store-stats.ts'

/** So many rows are read before others have their turn. */
const SLICE = 1_000
/** More at once where it is one who brings a list: the same pages are written for all of them. */
const IMPORT_SLICE = 10_000
/** Milliseconds in which others may write. */
const TURN = 2

/** What goes over the whole list, to bring it along and to take it away. */
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
    stats: createSqliteStats(database),
    retain: createSqliteRetention(database, changes),
  }
}
