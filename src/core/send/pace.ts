/**
 * How fast a send goes just now. Times are milliseconds of any clock that never goes back. A server that wants less
 * (421, 454) gets a rest and then half as much; one that is out of reach is tried now and then.
 */
export interface Pace {
  /** Mails a second, as the operator allows. */
  readonly full: number
  /** Mails a second, now. */
  readonly rate: number
  /** Nothing is started before. */
  readonly startAt: number
  /** What it rests for. */
  readonly trouble: 'busy' | 'unreachable' | undefined
  /** When the server was last busy; what was under way then says nothing new. */
  readonly busyAt: number
  /** How long the next rest of a busy server is. */
  readonly rest: number
  /** When the rate last changed. */
  readonly steppedAt: number
  /** Since when no server is there, and when that was last seen. */
  readonly lostSince: number | undefined
  readonly lostAt: number
}

const SECOND = 1_000
const FIRST_REST = 30 * SECOND
const LONGEST_REST = 600 * SECOND
/** One mail in ten seconds. */
const LEAST_RATE = 0.1
/** Without trouble, for a step up. */
const CALM = 60 * SECOND
const FIRST_LOOK = 5 * SECOND
const LONGEST_LOOK = 60 * SECOND
const NEVER = -Infinity

/** @param full mails a second */
export const startPace = (full: number): Pace => ({
  ...{ full, rate: full, startAt: NEVER, trouble: undefined },
  ...{ busyAt: NEVER, rest: FIRST_REST, steppedAt: NEVER, lostSince: undefined, lostAt: NEVER },
})

/** The server wants less. What it says to mails that were under way when it said so before, it has said already. */
export function slowDown(pace: Pace, { at, startedAt }: { readonly at: number; readonly startedAt: number }): Pace {
  if (startedAt <= pace.busyAt) return pace
  return {
    ...foundAgain(pace),
    rate: Math.max(Math.min(LEAST_RATE, pace.full), pace.rate / 2),
    startAt: at + pace.rest,
    trouble: 'busy',
    busyAt: at,
    rest: Math.min(pace.rest * 2, LONGEST_REST),
    steppedAt: at + pace.rest,
  }
}

/** No server could be talked to. */
export function lose(pace: Pace, { at, startedAt }: { readonly at: number; readonly startedAt: number }): Pace {
  if (startedAt <= pace.lostAt) return pace
  const lostSince = pace.lostSince ?? at
  const look = Math.min(Math.max(FIRST_LOOK, at - lostSince), LONGEST_LOOK)
  return { ...pace, startAt: Math.max(pace.startAt, at + look), trouble: 'unreachable', lostSince, lostAt: at }
}

/** Somebody is there, whatever they said. */
export function foundAgain(pace: Pace): Pace {
  return pace.lostSince === undefined ? pace : { ...pace, lostSince: undefined }
}

/** A step up for each minute without trouble: twice as much, and the next rest half as long. */
export function recover(pace: Pace, at: number): Pace {
  let { rate, rest, steppedAt } = pace
  while (rate < pace.full && at - steppedAt >= CALM) {
    rate = Math.min(pace.full, rate * 2)
    rest = Math.max(FIRST_REST, rest / 2)
    steppedAt += CALM
  }
  return rate === pace.rate ? pace : { ...pace, rate, steppedAt, rest: rate === pace.full ? FIRST_REST : rest }
}

/** Connections that are used at once: a server that wants less mostly means fewer of them, too. */
export const connectionsAt = ({ rate, full }: Pace, connections: number): number =>
  Math.max(1, Math.ceil((connections * rate) / full))
