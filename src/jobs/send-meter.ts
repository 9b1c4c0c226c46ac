import type { Pace } from '../core/send/pace.ts'
import type { SendProgress } from '../core/send/send-progress.ts'
import type { RecipientCounts, RecipientState } from '../core/send/send.ts'

/** Counts along with a send, and says now and then how far it is. */
export interface SendMeter {
  /** One has come to this. */
  readonly count: (state: RecipientState) => void
  /** What the ledger says, which knows of those who had left, too. */
  readonly set: (counts: RecipientCounts) => void
  /** @param due milliseconds until somebody is due, where nobody is */
  readonly show: (pace: Pace, due?: number) => void
}

/** Milliseconds between two words. */
const REFRESH = 200
/** Milliseconds over which the speed is measured, and how many times in them. */
const SPAN = 10_000
const SAMPLES = 20

/**
 * @param elapsed milliseconds of a clock that never goes back
 */
export function createSendMeter(
  { recipients, counts }: { readonly recipients: number; readonly counts: RecipientCounts },
  { elapsed, tell }: { readonly elapsed: () => number; readonly tell: ((progress: SendProgress) => void) | undefined },
): SendMeter {
  const now = { ...counts }
  let toldAt = -Infinity
  const done = () => now.sent + now.failed + now.unknown + now.suppressed
  let samples = [{ at: elapsed(), done: done() }]

  function measure(at: number): number {
    const last = samples.at(-1)
    if (last === undefined || at - last.at >= SPAN / SAMPLES) samples.push({ at, done: done() })
    samples = samples.filter((sample, index) => at - sample.at <= SPAN || index === samples.length - 1)
    const [first] = samples
    return first === undefined || at <= first.at ? 0 : ((done() - first.done) * 1_000) / (at - first.at)
  }

  return {
    count(state) {
      if (state !== 'queued') now[state] += 1
    },
    set(given) {
      // What it was at the last look is no speed.
      const jump = given.suppressed - now.suppressed
      samples = samples.map((sample) => ({ ...sample, done: sample.done + jump }))
      Object.assign(now, given)
    },
    show(pace, due) {
      const at = elapsed()
      if (tell === undefined || at - toldAt < REFRESH) return
      toldAt = at
      const perSecond = Math.max(0, measure(at))
      const waiting = recipients - done()
      const resting = pace.startAt - at
      const waits =
        resting > 0 && pace.trouble !== undefined
          ? { why: pace.trouble, milliseconds: resting }
          : due !== undefined && due > 0
            ? { why: 'later' as const, milliseconds: due }
            : undefined
      tell({
        ...{ recipients, done: done(), failed: now.failed, unknown: now.unknown, perSecond, rate: pace.rate, waits },
        left: waits !== undefined || perSecond === 0 ? undefined : (waiting * 1_000) / perSecond,
      })
    },
  }
}
