import type { StatsPeriod } from '../core/subscription/subscription-stats.ts'
import type { SubscriptionList } from '../jobs/subscription-store.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { count, text } from './sqlite-rows.ts'

/** How many there are of what; each table and its indexes are gone through once. */
export function createSqliteStats(database: SqliteDatabase): SubscriptionList['stats'] {
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
