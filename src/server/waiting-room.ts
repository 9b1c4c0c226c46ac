import { MOST_WAITING } from '../core/subscription/waiting-limits.ts'

/** Counting is too dear to be done for every sign-up: a count stands for so many milliseconds, or until nothing is left. */
const COUNT_STANDS = 60_000
const FULL_STANDS = 1000

/**
 * Knows whether there is room for one more.
 *
 * @param count how many wait
 */
export function createWaitingRoom(
  count: () => Promise<number>,
  now: () => Date,
  most = MOST_WAITING,
): {
  /** Takes a place; false where there is none. Rejects where `count` does. */
  readonly takePlace: () => Promise<boolean>
} {
  let places = 0
  let countedAt = -Infinity
  let counting: Promise<void> | undefined
  const recount = async () => {
    const waiting = await count()
    places = Math.max(most - waiting, 0)
    countedAt = now().getTime()
  }
  return {
    takePlace: async () => {
      if (now().getTime() - countedAt >= (places > 0 ? COUNT_STANDS : FULL_STANDS)) {
        // Whoever comes meanwhile waits for the same count.
        counting ??= recount().finally(() => {
          counting = undefined
        })
        await counting
      }
      if (places === 0) return false
      places -= 1
      return true
    },
  }
}
