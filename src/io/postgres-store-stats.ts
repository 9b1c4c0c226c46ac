import type { StatsPeriod } from '../core/subscription/subscription-stats.ts'
import type { SubscriptionList } from '../jobs/subscription-store.ts'
import type { PostgresDatabase } from './postgres-database.ts'
import { count } from './sqlite-rows.ts'

const MOMENTS = ['requested', 'confirmed', 'unsubscribed'] as const
const SUMS = Array.from({ length: 12 }, (_, month) =>
  MOMENTS.map(
    (each) => `count(*) FILTER (WHERE ${each}_at >= $${month + 1} AND ${each}_at < $${month + 2}) AS ${each}${month}`,
  ),
)
const REASONS = ['erased', 'bounced', 'complained'] as const
const QUERY = `
  SELECT subscriptions.*, reasons.*,
    (SELECT count(*) FROM crowsnest.signups) AS signups,
    (SELECT count(*) FROM crowsnest.mails WHERE state = 'queued') AS mails,
    (SELECT count(*) FROM crowsnest.suggestions) AS suggestions
  FROM
    (SELECT count(*) AS every, count(*) FILTER (WHERE state = 'unconfirmed') AS waiting,
      count(*) FILTER (WHERE state = 'unsubscribed') AS gone, ${SUMS.flat().join(', ')}
      FROM crowsnest.subscriptions) AS subscriptions,
    (SELECT ${REASONS.map((reason) => `count(*) FILTER (WHERE reason = '${reason}') AS ${reason}`).join(', ')}
      FROM crowsnest.suppressions) AS reasons`

/** How many there are of what, all of it at one moment. */
export function createPostgresStats(database: PostgresDatabase): SubscriptionList['stats'] {
  return async (now) => {
    const [year, month] = now.split('-').map(Number)
    const starts = Array.from({ length: 13 }, (_, index) => Date.UTC(year ?? 0, (month ?? 1) - 12 + index))
    const { rows } = await database.query(QUERY, starts)
    const of = (name: string) => count(rows[0], name)
    const [unconfirmed, unsubscribed] = [of('waiting'), of('gone')]
    return {
      states: { unconfirmed, confirmed: of('every') - unconfirmed - unsubscribed, unsubscribed },
      suppressions: { erased: of('erased'), bounced: of('bounced'), complained: of('complained') },
      waiting: { signups: of('signups'), mails: of('mails') },
      suggestions: of('suggestions'),
      months: starts.slice(0, 12).map((start, index): StatsPeriod => ({
        month: new Date(start).toISOString().slice(0, 7),
        requested: of(`requested${index}`),
        confirmed: of(`confirmed${index}`),
        unsubscribed: of(`unsubscribed${index}`),
      })),
    }
  }
}
