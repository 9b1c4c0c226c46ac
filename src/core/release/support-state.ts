import { countDays } from '../text/count-days.ts'
import { dayOf } from '../text/moment.ts'
import { dateOf, latestPatch, type Release } from './release.ts'

export type Support =
  /** Not out; `day` is aimed at, and has not passed. */
  | { readonly state: 'planned'; readonly day: string; readonly daysTo: number }
  /** The day that was aimed at has passed, and nobody has said yet that it came out. */
  | { readonly state: 'due'; readonly day: string; readonly daysAgo: number }
  | { readonly state: 'supported' | 'maintenance'; readonly ends: string; readonly daysLeft: number }
  | { readonly state: 'ended'; readonly ended: string; readonly daysAgo: number }
  /** Out, and nobody says until when it is supported. */
  | { readonly state: 'unknown' }

/**
 * How a minor stands on the UTC day of `now`. The day of the release, and that on which maintenance begins, are the
 * first of their state; the day of the end of life is the last day of support, with 0 days left.
 */
export function supportOf(release: Release, now: Date): Support {
  const today = dayOf(now)
  const released = dateOf(release, 'released')?.value
  const day = released ?? dateOf(release, 'planned')?.value
  // A minor of which no day of release is known may still be known to be out, by its patches.
  if (day === undefined && latestPatch(release, now) === undefined) return stateAtEnd(release, today, true)
  if (day !== undefined && (released === undefined || released > today)) {
    return day >= today
      ? { state: 'planned', day, daysTo: countDays(today, day) }
      : { state: 'due', day, daysAgo: countDays(day, today) }
  }
  return stateAtEnd(release, today, false)
}

/** The state of a minor by its end alone; one of which nobody knows whether it is out can only have ended. */
function stateAtEnd(release: Release, today: string, isUnsure: boolean): Support {
  const ends = dateOf(release, 'endOfLife')?.value
  if (ends === undefined || (isUnsure && ends >= today)) return { state: 'unknown' }
  if (ends < today) return { state: 'ended', ended: ends, daysAgo: countDays(ends, today) }
  const maintenance = dateOf(release, 'maintenance')?.value
  const state = maintenance !== undefined && maintenance <= today ? 'maintenance' : 'supported'
  return { state, ends, daysLeft: countDays(today, ends) }
}
