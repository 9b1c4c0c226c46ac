import { type Pace, recover, startPace } from '../core/send/pace.ts'
import { rateOf } from '../core/send/plan-share.ts'
import type { SendEnd } from '../core/send/send-progress.ts'
import { createRateLimit } from './rate-limit.ts'
import type { Throttle } from './throttle.ts'

/** What a busy server has taught one sender, for all of them. */
export interface SharedPace {
  /** Mails a second of all together. */
  readonly rate: number
  /** How long the rest after the next such answer is. */
  readonly nextRest: number
  /** Milliseconds for which nothing is started; below 0 since when it has been calm. */
  readonly restsFor: number
}

export interface ShareRequest {
  readonly send: number
  /** Names one sender, and one time that it takes part; never given again. */
  readonly sender: string
  /** As people call it. */
  readonly name: string
  /** Counts from 1, which joins: what comes late, after one that was asked later, changes nothing. */
  readonly number: number
  /** Permits that it may use until it hears otherwise, or that are out: nobody else gets them. */
  readonly obeys: number
  /** What it has just learnt, and how many had slowed all of them down when it did. */
  readonly slowed?: SharedPace & { readonly after: number }
}

export interface ShareGrant {
  /** Mails a second of all together, now. */
  readonly rate: number
  /** What it may use from now on. */
  readonly permits: number
  /** What it may have when the others have given back what is too much. */
  readonly fair: number
  /** How many times all were slowed down. */
  readonly slowDowns: number
  /** The last of them. */
  readonly pace: SharedPace | undefined
  /** Why nobody is to send any more. */
  readonly stopped: SendEnd | undefined
}

/** Where senders say that they take part, and are told what they may do. */
export interface SenderBoard {
  /** @returns undefined where it takes no part (any more) */
  readonly renewShare: (request: ShareRequest) => Promise<ShareGrant | undefined>
  /** It uses nothing any more, and nothing of it is under way. */
  readonly leaveShare: (send: number, sender: string) => Promise<void>
}

/** A sender's part of a rate. */
export interface SharedThrottle extends Throttle {
  /** Aborted as soon as it is over, for good. */
  readonly over: AbortSignal
  /** Whether what is under way may still go: by the clock, so that who slept sends nothing of what it had. */
  readonly mayFinish: () => boolean
  /** Why nobody is to send any more. */
  readonly stopped: () => SendEnd | undefined
  readonly permits: () => number
  /** Starts nothing any more, waits until all permits are back, and gives them to the others. */
  readonly leave: () => Promise<void>
}

export interface SharePorts {
  readonly board: SenderBoard
  /** Milliseconds of a clock that never goes back. */
  readonly elapsed: () => number
  /**
   * Milliseconds of a clock that goes on while the machine sleeps, if it has one; that it is put forward does no harm.
   */
  readonly lived?: () => number
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Breaks off whatever is under way. */
  readonly cut?: () => void
}

/** Milliseconds between two renewals. */
const RENEWAL = 2_000
/** The first ones, and while there is more to be had, or something to give back. */
const SOON = 500
/** A share is good for so long, from when it was asked for. */
export const SHARE = 10_000
/** After that, what is under way may go on for so long, and is broken off then. */
export const DRAIN = 5_000
/** A database takes longer than a disk, the more so the more senders there are; and of a part of a rate few start at once. */
const AHEAD = 100
/**
 * So long after it was granted a share is for others, by the clock of the board, which starts later than the holder's: the
 * holder has broken off all mails then, and the second that counts them is over, with time for a server that has what was
 * sent and not yet counted it, and for clocks that differ by a hundredth.
 */
export const SHARE_HELD = SHARE + DRAIN + 5_000

/**
 * Takes part in a send, as one of several that share its rate. By its own clock, a share that could not be renewed is over
 * before others get it, so a sender that was stopped, or cut off from the board, starts nothing.
 *
 * @param given.rate mails a second of all together
 * @returns undefined where that cannot be (the send is stopped, or is none of several)
 */
export async function shareRate(
  given: { readonly send: number; readonly rate: number; readonly sender: string; readonly name: string },
  ports: SharePorts,
): Promise<SharedThrottle | undefined> {
  const { send, rate, sender, name } = given
  const { board, elapsed, wait } = ports
  const lived = ports.lived ?? elapsed
  const limit = createRateLimit(rate)
  limit.setRate(0)
  const over = new AbortController()
  let pace = startPace(rate)
  let permits = 0
  let fair = 1
  let number = 0
  let slowDowns = 0
  let slowed = false
  let stopped: SendEnd | undefined
  const leaving = new AbortController()
  let until = { elapsed: elapsed(), lived: lived() }
  let endedAt: number | undefined
  let rested = new AbortController()

  const left = () => Math.min(until.elapsed - elapsed(), until.lived - lived())
  const isOver = () => over.signal.aborted || left() <= 0

  function end(): void {
    endedAt ??= elapsed()
    permits = 0
    limit.setRate(0)
    over.abort()
  }

  function apply(): void {
    limit.setRate(isOver() || leaving.signal.aborted ? 0 : rateOf(permits, pace.full) * (pace.rate / pace.full))
  }

  /** What another has learnt, unless it is what this one has. */
  function adopt(grant: ShareGrant, at: number): void {
    if (grant.pace === undefined || grant.slowDowns === slowDowns) return
    slowDowns = grant.slowDowns
    const { rate: slow, nextRest, restsFor } = grant.pace
    const startAt = at + restsFor
    const found: Pace = {
      ...{ ...pace, rate: slow, startAt: Math.max(pace.startAt, startAt), trouble: 'busy' },
      ...{ busyAt: at, rest: nextRest, steppedAt: startAt },
    }
    pace = recover(found, at)
  }

  async function renew(): Promise<void> {
    const at = elapsed()
    const asked = { elapsed: at + SHARE, lived: lived() + SHARE }
    number += 1
    const told = slowed
      ? { slowed: { rate: pace.rate, nextRest: pace.rest, restsFor: pace.startAt - at, after: slowDowns } }
      : {}
    slowed = false
    let grant: ShareGrant | undefined
    try {
      grant = await board.renewShare({
        ...{ send, sender, name, number, obeys: Math.max(leaving.signal.aborted ? 0 : permits, limit.out(at)) },
        ...told,
      })
    } catch (error) {
      slowed ||= 'slowed' in told
      throw error
    }
    if (over.signal.aborted) return
    if (grant === undefined) {
      end()
      return
    }
    // One that is over by now has ended for good: `watch` may just not have seen it yet.
    if (number > 1 && left() <= 0) {
      end()
      return
    }
    until = asked
    permits = grant.permits
    if (grant.rate !== pace.full) pace = startPace(grant.rate)
    fair = grant.fair
    stopped ??= grant.stopped
    if ('slowed' in told && grant.slowDowns === slowDowns + 1) slowDowns = grant.slowDowns
    adopt(grant, at)
    if (stopped !== undefined) end()
    else apply()
  }

  async function keepUp(): Promise<void> {
    while (!over.signal.aborted && !leaving.signal.aborted) {
      const isSettled = permits === fair && limit.out(elapsed()) <= permits
      rested = new AbortController()
      await wait(slowed ? 0 : isSettled ? RENEWAL : SOON, AbortSignal.any([rested.signal, over.signal]))
      if (over.signal.aborted || leaving.signal.aborted) return
      // What cannot be renewed is over soon enough.
      await renew().catch(() => undefined)
    }
  }

  async function watch(): Promise<void> {
    const never = new AbortController().signal
    while (!over.signal.aborted && left() > 0) await wait(left(), over.signal)
    end()
    while (left() + DRAIN > 0 && limit.out(elapsed()) > 0) await wait(Math.min(left() + DRAIN, SOON), never)
    if (limit.out(elapsed()) > 0) ports.cut?.()
  }

  await renew()
  if (stopped !== undefined || over.signal.aborted) {
    await board.leaveShare(send, sender).catch(() => undefined)
    return undefined
  }
  const watching = watch()
  const keeping = keepUp()
  return {
    delay: (now) => (isOver() ? Infinity : limit.delay(now)),
    ahead: AHEAD,
    allowance: (now, ahead) => (isOver() ? 0 : limit.allowance(now, ahead)),
    start: limit.start,
    done: limit.done,
    pace: () => pace,
    setPace(changed) {
      if (changed.busyAt > pace.busyAt) {
        slowed = true
        rested.abort()
      }
      pace = changed
      apply()
    },
    over: over.signal,
    // That its share is over is noticed late by who slept: only what it was good for counts.
    mayFinish: () => left() + DRAIN > 0 && elapsed() - (endedAt ?? Infinity) < DRAIN,
    stopped: () => stopped,
    permits: () => permits,
    async leave() {
      leaving.abort()
      limit.setRate(0)
      rested.abort()
      await keeping
      while (!over.signal.aborted && limit.out(elapsed()) > 0) await wait(SOON / 5, over.signal)
      const isClean = limit.out(elapsed()) === 0
      end()
      await watching
      // One that is not clean is ended by who notices.
      if (isClean) await board.leaveShare(send, sender).catch(() => undefined)
    },
  }
}
