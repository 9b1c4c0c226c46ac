import { formatMoment } from '../text/moment.ts'
import type { Delivery } from './delivery.ts'
import { outcomeReason } from './outcome-reason.ts'
import type { RecipientOutcome } from './send.ts'

/** What to do about a mail that may have arrived: never send it again, or rather twice than not at all. */
export type OnUnknown = 'hold' | 'retry'

/**
 * What an answer says of the server, whoever the reader is: it wants less at a time (`busy`), is not there
 * (`unreachable`), or takes no mail from us (`closed`: a password, a certificate, a block).
 */
export type ServerTrouble = 'busy' | 'unreachable' | 'closed'

export interface ClassifiedOutcome {
  readonly outcome: RecipientOutcome
  readonly trouble: ServerTrouble | undefined
}

const MINUTE = 60_000
/** Minutes to the next try, by how many there were; after the last of them, a reader's 4xx is a failure. */
const BACK_OFF = [1, 5, 15, 60] as const

/** RFC 5321 section 3.8 and RFC 4954 section 6: they are about the server, not about a reader, wherever they come. */
const isBusy = (code: number | undefined): boolean => code === 421 || code === 454

/**
 * What becomes of a reader by what became of one try. A 5xx is final; a 4xx and a connection that broke are tried again
 * after a while, and fail in the end; what is the server's trouble fails nobody.
 *
 * @param attempts tries so far, this one counted
 */
export function classifyOutcome(
  delivery: Delivery,
  { attempts, now, onUnknown }: { readonly attempts: number; readonly now: Date; readonly onUnknown: OnUnknown },
): ClassifiedOutcome {
  const at = formatMoment(now)
  if (delivery.outcome === 'sent') return { outcome: { state: 'sent', at }, trouble: undefined }
  const reason = outcomeReason(delivery)
  const later = (minutes: number) => formatMoment(new Date(now.getTime() + minutes * MINUTE))
  const minutes = BACK_OFF[attempts - 1]
  if (delivery.outcome === 'unknown') {
    const isRetried = onUnknown === 'retry' && minutes !== undefined
    const outcome: RecipientOutcome = isRetried
      ? { state: 'queued', after: later(minutes), reason }
      : { state: 'unknown', at, reason }
    return { outcome, trouble: undefined }
  }
  const { code, unreachable } = delivery
  const why = code === undefined ? { reason } : { code, reason }
  if (unreachable) {
    const trouble = isBusy(code) ? 'busy' : code !== undefined && code >= 500 ? 'closed' : 'unreachable'
    return { outcome: { state: 'queued', after: at, ...why, uncounted: true }, trouble }
  }
  if (isBusy(code)) {
    return {
      outcome: { state: 'queued', after: later(minutes ?? BACK_OFF[BACK_OFF.length - 1] ?? 0), ...why },
      trouble: 'busy',
    }
  }
  const isFinal = minutes === undefined || (code !== undefined && code >= 500)
  return {
    outcome: isFinal ? { state: 'failed', at, ...why } : { state: 'queued', after: later(minutes), ...why },
    trouble: undefined,
  }
}
