import { type Pace, startPace } from '../core/send/pace.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'

/** How fast a sender may go: the limit that it keeps, and the pace that the mail server bears. */
export interface Throttle extends Pick<RateLimit, 'delay' | 'allowance' | 'start' | 'done'> {
  /** Milliseconds: what starts within them is leased now, so that no start waits for the ledger. */
  readonly ahead: number
  readonly pace: () => Pace
  readonly setPace: (pace: Pace) => void
}

/** A disk answers sooner. */
const AHEAD = 25

/**
 * That of one who sends alone.
 *
 * @param rate mails a second
 */
export function createThrottle(rate: number): Throttle {
  const limit = createRateLimit(rate)
  let pace = startPace(rate)
  return {
    ...limit,
    ahead: AHEAD,
    pace: () => pace,
    setPace(given) {
      pace = given
      limit.setRate(given.rate)
    },
  }
}
