/** Chance that is the same in every run: a linear congruential generator, of which the upper bits are used. */
export interface Chance {
  /** A whole number from 0, and below this one. */
  readonly next: (below: number) => number
  readonly oneOf: <T>(list: readonly T[]) => T
}

export function makeChance(seed: number): Chance {
  let state = seed >>> 0
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return { next, oneOf: (list) => list[next(list.length)]! }
}
