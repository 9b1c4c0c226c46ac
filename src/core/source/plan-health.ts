import { formatMoment } from '../text/moment.ts'
import type { SourceHealth } from './source-health.ts'

/** A source that is well says so anew after a week. */
const PRECISION = 7 * 86_400_000

/** What came of asking a source. */
export type Poll =
  | { readonly outcome: 'ok'; readonly movedTo?: string | undefined }
  | {
      readonly outcome: 'failed' | 'gone'
      readonly reason: string
      /** When it was last read, where that is remembered to the second. */
      readonly lastSuccess?: string | undefined
    }

/** How a source is after a poll; the same as before where that means nothing new. */
export function planHealth(before: SourceHealth | undefined, poll: Poll, now: Date): SourceHealth {
  const at = formatMoment(now)
  if (poll.outcome === 'ok') {
    const isKnown = before?.status === 'ok' && before.lastSuccess !== undefined
    const isFresh = isKnown && now.getTime() - Date.parse(before.lastSuccess ?? at) < PRECISION
    return {
      status: 'ok',
      since: before?.status === 'ok' ? before.since : at,
      lastSuccess: isFresh ? before.lastSuccess : at,
      ...(poll.movedTo === undefined ? {} : { movedTo: poll.movedTo }),
    }
  }
  const status = poll.outcome === 'gone' ? 'parked' : 'failing'
  const lastSuccess = before?.status === 'ok' ? (poll.lastSuccess ?? before.lastSuccess) : before?.lastSuccess
  return {
    status,
    since: before?.status === status ? before.since : at,
    ...(lastSuccess === undefined ? {} : { lastSuccess }),
    reason: poll.reason,
    ...(before?.movedTo === undefined ? {} : { movedTo: before.movedTo }),
  }
}
