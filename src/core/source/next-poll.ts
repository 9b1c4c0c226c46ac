/** When a feed may be asked again at the latest, whatever it says. */
const LONGEST_WAIT = 24 * 3_600_000

/** What an answer says about the next question: header fields as they were sent. */
export interface PollAdvice {
  readonly cacheControl?: string | undefined
  readonly expires?: string | undefined
  /** The server's own clock, by which `expires` is meant. */
  readonly date?: string | undefined
  readonly retryAfter?: string | undefined
}

/**
 * When a feed that was read is asked again: the latest of the source's interval (hours), the feed's `ttl` (minutes),
 * `max-age` and `Expires` (RFC 9111, 5.2.2.1 and 5.3), and `Retry-After`; a day at most.
 */
export function nextPoll(wait: { interval: number; ttl?: number | undefined }, advice: PollAdvice, now: Date): Date {
  const waits = [wait.interval * 3_600_000, (wait.ttl ?? 0) * 60_000, maxAge(advice), untilExpiry(advice, now)]
  const retry = retryMoment(advice.retryAfter, now)
  return after(now, Math.max(...waits, retry === undefined ? 0 : retry.getTime() - now.getTime()))
}

/** When a feed that failed so many times on end is asked again: the interval, doubled for each time after the first. */
export function backOff(failures: number, { interval }: { interval: number }, now: Date): Date {
  return after(now, interval * 3_600_000 * 2 ** Math.min(failures - 1, 10))
}

/** The moment that a `Retry-After` means, in seconds or as an HTTP date (RFC 9110, 10.2.3); a day from now at most. */
export function retryMoment(retryAfter: string | undefined, now: Date): Date | undefined {
  const text = retryAfter?.trim() ?? ''
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : httpDate(text) - now.getTime()
  return Number.isFinite(wait) && wait > 0 ? after(now, wait) : undefined
}

const after = (now: Date, wait: number) => new Date(now.getTime() + Math.min(wait, LONGEST_WAIT))

/** Milliseconds of `max-age`, unless the answer is not to be kept at all. */
function maxAge({ cacheControl = '' }: PollAdvice): number {
  const seconds = /(?:^|[,\s])max-age\s*=\s*"?(\d+)/i.exec(cacheControl)?.[1]
  return seconds === undefined || isUncacheable(cacheControl) ? 0 : Number(seconds) * 1_000
}

/** `max-age` is stronger than `Expires`; a date that cannot be read is one that has passed. */
function untilExpiry({ cacheControl = '', expires, date }: PollAdvice, now: Date): number {
  if (expires === undefined || /max-age/i.test(cacheControl) || isUncacheable(cacheControl)) return 0
  const sent = httpDate(date ?? '')
  const wait = httpDate(expires) - (Number.isNaN(sent) ? now.getTime() : sent)
  return Number.isNaN(wait) ? 0 : wait
}

const isUncacheable = (cacheControl: string) => /\bno-(cache|store)\b/i.test(cacheControl)

/** The three forms of RFC 9110, 5.6.7; all are UTC. NaN for anything else. */
function httpDate(text: string): number {
  const isDate = /^\w{3,9},? /.test(text) && /\d\d:\d\d:\d\d/.test(text)
  return isDate ? Date.parse(/GMT|UTC|[+-]\d{4}/.test(text) ? text : `${text} GMT`) : Number.NaN
}
