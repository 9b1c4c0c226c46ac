import type { Issue } from '../core/issue/issue.ts'
import { dayOf } from '../core/text/moment.ts'
import type { Line } from './line.ts'

/** One day of an issue: how many candidates it brought, and how many of them were picked. */
export interface StripDay {
  readonly day: string
  readonly seen: number
  readonly picked: number
}

const DAY = 86_400_000
const LONGEST = 35
const FEWEST = 12

/**
 * The days that an issue covers, for a picture of them. Nothing where there is too little to draw: under twelve
 * candidates, or a stretch over five weeks.
 */
export function createWeekStrip(issue: Issue, pool: readonly Line[], picked: ReadonlySet<string>): StripDay[] {
  const first = Date.parse(dayOf(issue.covers.from))
  const last = Date.parse(dayOf(issue.covers.to))
  const length = (last - first) / DAY + 1
  if (length > LONGEST || length < 3) return []
  const days = Array.from({ length }, (_, index) => {
    const day = dayOf(new Date(first + index * DAY))
    const lines = pool.filter((line) => line.day === day)
    return { day, seen: lines.length, picked: lines.filter(({ id }) => picked.has(id)).length }
  })
  return days.reduce((sum, { seen }) => sum + seen, 0) < FEWEST ? [] : days
}
