import type { Subscription } from '../core/subscription/subscription.ts'
import type { ImportCounts, SubscriptionList } from '../jobs/subscription-store.ts'
import type { PostgresDatabase, PostgresQuery, PostgresRow } from './postgres-database.ts'
import {
  GIVEN_SUBSCRIPTIONS,
  INSERT_SUBSCRIPTIONS,
  type PostgresChanges,
  spellingOf,
  subscriptionColumns,
} from './postgres-store-changes.ts'
import { createPostgresRetention } from './postgres-store-retention.ts'
import { createPostgresStats } from './postgres-store-stats.ts'
import { count, text } from './sqlite-rows.ts'
import { readSubscription, readSuppression } from './sqlite-store-changes.ts'

/** So many rows are read at once. */
const SLICE = 1_000
/** So many are written in one transaction. */
const IMPORT_SLICE = 5_000

/** What goes over the whole list, to bring it along and to take it away. */
export function createPostgresList(database: PostgresDatabase, changes: PostgresChanges): SubscriptionList {
  async function importSlice(query: PostgresQuery, slice: readonly Subscription[]): Promise<ImportCounts> {
    const keys = slice.map(({ address }) => changes.keyOf(address))
    const suppressed = await query('SELECT key FROM crowsnest.suppressions WHERE key = ANY ($1::text[])', [keys])
    const isSuppressed = new Set(suppressed.rows.map((row) => text(row, 'key')))
    const held = slice.filter((_, index) => isSuppressed.has(keys[index] ?? ''))
    const free = slice.filter((_, index) => !isSuppressed.has(keys[index] ?? ''))
    const { count: added } = await query(
      `${INSERT_SUBSCRIPTIONS} ${GIVEN_SUBSCRIPTIONS} ORDER BY place ON CONFLICT DO NOTHING`,
      subscriptionColumns(free),
    )
    const known = await query(
      `SELECT count(*) AS count FROM unnest($1::text[]) AS given
      WHERE EXISTS (SELECT FROM crowsnest.subscriptions WHERE lower(address) = lower(given COLLATE "C"))`,
      [held.map(({ address }) => address)],
    )
    const heldAndKnown = count(known.rows[0])
    return { added, known: free.length - added + heldAndKnown, suppressed: held.length - heldAndKnown }
  }

  async function* inPages<T>(
    from: string,
    { key, values, read }: { readonly key: string; readonly values: unknown[]; readonly read: (row: PostgresRow) => T },
  ): AsyncIterable<T> {
    let after = ''
    for (;;) {
      const { rows } = await database.query(`SELECT * ${from} ORDER BY ${key} LIMIT ${SLICE}`, [after, ...values])
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
        const slice = batch.slice(at, at + IMPORT_SLICE)
        const part = await database.transaction((query) => importSlice(query, slice), { lock: 'change' })
        counts.added += part.added
        counts.known += part.known
        counts.suppressed += part.suppressed
      }
      return counts
    },
    list: (state) =>
      inPages(`FROM crowsnest.subscriptions WHERE id > $1 ${state === undefined ? '' : 'AND state = $2'}`, {
        ...{ key: 'id', read: readSubscription },
        values: state === undefined ? [] : [state],
      }),
    listSuppressions: () =>
      inPages('FROM crowsnest.suppressions WHERE key > $1', { key: 'key', values: [], read: readSuppression }),
    async countTraces(address) {
      const { rows } = await database.query(
        `SELECT (SELECT count(*) FROM crowsnest.signups WHERE lower(address) = ${spellingOf(1)}) AS signups,
          (SELECT count(*) FROM crowsnest.mails WHERE key = $2 AND state = 'queued') AS mails,
          (SELECT count(*) FROM crowsnest.suggestions WHERE lower(address) = ${spellingOf(1)}) AS suggestions`,
        [address, changes.keyOf(address)],
      )
      const [row] = rows
      return { signups: count(row, 'signups'), mails: count(row, 'mails'), suggestions: count(row, 'suggestions') }
    },
    stats: createPostgresStats(database),
    retain: createPostgresRetention(database, changes),
  }
}
