import type { SendLedger } from '../jobs/send-ledger.ts'
import type { PostgresQuery } from './postgres-database.ts'
import type { PostgresChanges } from './postgres-store-changes.ts'
import { count, toTime } from './sqlite-rows.ts'
import { KINDS } from './sqlite-store-bounces.ts'

/** What came back, a row for each send and reader. */
export function createPostgresBounces(changes: PostgresChanges): SendLedger['noteBounce'] {
  return ({ subscriptionId: id, send, kind, at }, { softSince }, plan) => {
    const note = async (query: PostgresQuery) => {
      const facts = await changes.findLocked(query, { id })
      const { rows } = await query(
        `SELECT reader FROM crowsnest.recipients
        WHERE send = $1 AND reader = (SELECT number FROM crowsnest.subscriptions WHERE id = $2)`,
        [send, id],
      )
      const reader = rows[0]?.reader
      if (reader === undefined) return 'unknown'
      const { count: noted } = await query(
        `INSERT INTO crowsnest.bounces (reader, send, kind, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (reader, send) DO UPDATE SET kind = excluded.kind, at = excluded.at
        WHERE bounces.kind < excluded.kind`,
        [reader, send, KINDS[kind], toTime(at)],
      )
      if (noted === 0) return 'noted'
      const soft = await query(
        `SELECT count(*) AS count FROM crowsnest.bounces WHERE reader = $1 AND kind = ${KINDS.soft} AND at >= $2`,
        [reader, toTime(softSince)],
      )
      const planned = plan({ ...facts, softBounces: count(soft.rows[0]) })
      await changes.apply(query, planned)
      return planned
    }
    return changes.during(note)
  }
}
