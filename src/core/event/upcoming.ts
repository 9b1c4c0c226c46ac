import { compareText } from '../text/compare-text.ts'
import { addDays } from '../text/count-days.ts'
import { cfpOf, type CommunityEvent, earliestEventFirst, listingOf } from './event.ts'

/** A call for talks, and the day on which it closes. */
export interface ClosingCall {
  readonly event: CommunityEvent
  readonly url: string
  readonly closes: string
}

/** Events that are on, or begin within so many days after `day`; the earliest first. */
export function findUpcoming(events: readonly CommunityEvent[], day: string, within: number): CommunityEvent[] {
  const last = addDays(day, within)
  return events
    .filter((event) => listingOf(event).end >= day && listingOf(event).start <= last)
    .toSorted(earliestEventFirst)
}

/** Calls for talks that close on `day` or within so many days after it; the one that closes next first. */
export function findClosingCalls(events: readonly CommunityEvent[], day: string, within: number): ClosingCall[] {
  const last = addDays(day, within)
  return events
    .flatMap((event): ClosingCall[] => {
      const { url, closes } = cfpOf(event) ?? {}
      if (event.cancelled || url === undefined || closes === undefined) return []
      return closes >= day && closes <= last ? [{ event, url, closes }] : []
    })
    .sort((one, other) => compareText(one.closes, other.closes) || earliestEventFirst(one.event, other.event))
}
