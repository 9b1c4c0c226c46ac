import type { SiteContent } from './site-content.ts'
import type { CalendarMonth } from './day-calendar.ts'
import { findPicks, indexPicks, type PickLink } from './day-picks.ts'

/** A day as the page of its month has it. */
export interface MonthDay {
  readonly day: string
  readonly count: number
  /** Which of its items issues picked. */
  readonly picks: readonly PickLink[]
}

/** The days of a month that have items, newest first. */
export function listMonthDays(
  { days }: Pick<CalendarMonth, 'days'>,
  { issues }: Pick<SiteContent, 'issues'>,
): MonthDay[] {
  const index = indexPicks(issues)
  return days.map(({ day, items }) => ({ day, count: items.length, picks: findPicks(items, index) }))
}
