/**
 * Holds mails to so many a second. A permit is free again one second after its mail is done, so at whatever moment
 * between its start and its end a server counts a mail, no second holds more than the limit; and starts are spaced, so
 * that a second's mails do not come at once. Times are milliseconds of a clock that never goes back.
 */
export interface RateLimit {
  /** Milliseconds until one may start: 0 for now, Infinity where first one under way has to end. */
  readonly delay: (now: number) => number
  /** How many may start within so many milliseconds, should none end. */
  readonly allowance: (now: number, ahead: number) => number
  /** One starts. */
  readonly start: (now: number) => void
  /** One that was started is done. */
  readonly done: (now: number) => void
  /** @param rate mails a second; below 1, one in so many seconds; 0 for none */
  readonly setRate: (rate: number) => void
  /** Permits that are not back: of mails under way, and of those that some second still counts. */
  readonly out: (now: number) => number
}

const SECOND = 1_000
/** Clocks of others run a little slower or faster than ours. */
const WINDOW = SECOND + 5
/** Timers are late: starts make up for so many milliseconds. After a longer time without any, spacing begins anew. */
const SLACK = 50

/** @param rate mails a second */
export function createRateLimit(rate: number): RateLimit {
  /** When permits come back, in their order; those before `head` are back. */
  let returns: number[] = []
  let head = 0
  let underWay = 0
  let next = -Infinity
  let [permits, spacing] = [0, 0]

  function setRate(given: number): void {
    permits = given > 0 ? Math.max(1, Math.floor(given)) : 0
    spacing = SECOND / given
  }
  setRate(rate)

  /** Permits that are free now, and those that come back within so many milliseconds. */
  function free(now: number, ahead = 0): number {
    while (head < returns.length && (returns[head] ?? 0) <= now) head += 1
    if (head > 1_000 && head * 2 > returns.length) {
      returns = returns.slice(head)
      head = 0
    }
    let back = head
    while (back < returns.length && (returns[back] ?? 0) <= now + ahead) back += 1
    return permits - underWay - (returns.length - back)
  }

  const slot = (now: number) => (now - next > SLACK ? now : next)

  return {
    setRate,
    out: (now) => Math.max(permits - free(now), next > now ? 1 : 0),
    delay(now) {
      const missing = 1 - free(now)
      const spaced = Math.max(0, next - now)
      if (missing <= 0) return spaced
      const permit = returns[head + missing - 1]
      return permit === undefined ? Infinity : Math.max(spaced, permit - now)
    },
    allowance(now, ahead) {
      const spaced = Math.floor((now + ahead - slot(now)) / spacing) + 1
      return Math.max(0, Math.min(free(now, ahead), spaced))
    },
    start(now) {
      next = slot(now) + spacing
      underWay += 1
    },
    done(now) {
      underWay -= 1
      returns.push(now + WINDOW)
    },
  }
}
