import type { SubscriptionChange } from '../core/subscription/subscription-change.ts'
import type { SendLedger } from '../jobs/send-ledger.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, toTime } from './sqlite-rows.ts'
import { isErasure, type SqliteChanges } from './sqlite-store-changes.ts'

/** The number that stands for a kind, the greater the harder. */
export const KINDS = { soft: 0, hard: 1, complaint: 2 } as const

/** What came back, a row for each send and reader. */
export function createSqliteBounces(database: SqliteDatabase, changes: SqliteChanges): SendLedger['noteBounce'] {
  const recipient = database.prepare(`
    SELECT reader FROM recipients
    WHERE send = $send AND reader = (SELECT number FROM subscriptions WHERE id = $id)`)
  const noted = database.prepare('SELECT kind FROM bounces WHERE reader = $reader AND send = $send')
  const note = database.prepare(`
    INSERT INTO bounces (reader, send, kind, at) VALUES ($reader, $send, $kind, $at)
    ON CONFLICT (reader, send) DO UPDATE SET kind = excluded.kind, at = excluded.at`)
  const countSoft = database.prepare(
    `SELECT count(*) AS count FROM bounces WHERE reader = ? AND kind = ${KINDS.soft} AND at >= ?`,
  )

  return async ({ subscriptionId: id, send, kind, at }, { softSince }, plan) => {
    const change = await database.write((): SubscriptionChange | 'noted' | 'unknown' => {
      const reader = recipient.get({ send, id })?.reader
      if (reader === undefined) return 'unknown'
      const before = noted.get({ reader, send })
      if (before !== undefined && Number(before.kind) >= KINDS[kind]) return 'noted'
      note.run({ reader, send, kind: KINDS[kind], at: toTime(at) })
      const softBounces = count(countSoft.get(reader, toTime(softSince)))
      const planned = plan({ ...changes.find({ id }), softBounces })
      changes.apply(planned)
      return planned
    })
    if (typeof change === 'object' && isErasure(change)) await database.emptyLog()
    return change
  }
}
