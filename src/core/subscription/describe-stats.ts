import { type ChartStyle, drawChart } from './draw-chart.ts'
import type { SubscriptionStats } from './subscription-stats.ts'

/** The numbers of a store for a terminal: what there is, and a chart of its months. */
export function describeStats(stats: SubscriptionStats, style: ChartStyle): string[] {
  const { states, suppressions, waiting, suggestions, months } = stats
  const counts = [
    ['confirmed', states.confirmed, 'get every issue'],
    ['unconfirmed', states.unconfirmed, 'asked, and have not said yes'],
    ['unsubscribed', states.unsubscribed, 'left'],
    ['suppressed', suppressions.erased + suppressions.bounced + suppressions.complained, describe(suppressions)],
    ['waiting', waiting.signups + waiting.mails, `${waiting.signups} to be decided, ${waiting.mails} mails to be sent`],
    ['suggestions', suggestions, 'links from readers'],
  ] as const
  const widths = [
    Math.max(...counts.map(([name]) => name.length)),
    Math.max(...counts.map(([, count]) => format(count).length)),
  ] as const
  const rows = months.map(({ month, requested, confirmed, unsubscribed }) => ({
    label: month,
    values: [requested, confirmed, unsubscribed],
  }))
  return [
    ...counts.map(([name, count, what]) => {
      const start = `${name.padEnd(widths[0])}  ${format(count).padStart(widths[1])}`
      return start.length + what.length + 3 > style.width ? start : `${start}   ${what}`
    }),
    '',
    ...drawChart(['signed up', 'confirmed', 'left'], rows, style),
  ]
}

const format = (count: number) => count.toLocaleString('en')

const describe = (suppressions: SubscriptionStats['suppressions']) =>
  Object.entries(suppressions)
    .map(([reason, count]) => `${format(count)} ${reason}`)
    .join(', ')
