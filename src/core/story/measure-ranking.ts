/** How well one week's ranking would have done. */
export interface Measures {
  /** Chance that a story that was picked stands before one that was not; one half is no better than a shuffle. */
  readonly auc: number
  /** Discounted gain of the picks by their places, of the most that there could be. */
  readonly ndcg: number
  /** Shares of the first 5 and 10 that were picked. */
  readonly p5: number
  readonly p10: number
  /** Share of the picks that stand among the first 60. */
  readonly first60: number
  /** Mean place of the picks, from 1. */
  readonly meanPlace: number
}

export const MEASURES = ['auc', 'ndcg', 'p5', 'p10', 'first60', 'meanPlace'] as const satisfies (keyof Measures)[]

/**
 * Measures an order of stories, best first, each with whether it was picked and with its score; equal scores are a draw
 * for the AUC. Nothing where all or none were picked.
 */
export function measureRanking(
  ranked: readonly { readonly isPicked: boolean; readonly score: number }[],
): Measures | undefined {
  const places = ranked.flatMap(({ isPicked }, index) => (isPicked ? [index] : []))
  const others = ranked.length - places.length
  if (places.length === 0 || others === 0) return undefined
  const share = (count: number) => places.filter((place) => place < count).length / Math.min(count, ranked.length)
  return {
    auc: wins(ranked) / (places.length * others),
    ndcg: gain(places) / gain(places.map((_, index) => index)),
    p5: share(5),
    p10: share(10),
    first60: places.filter((place) => place < 60).length / places.length,
    meanPlace: 1 + mean(places),
  }
}

const gain = (places: readonly number[]) => places.reduce((sum, place) => sum + 1 / Math.log2(place + 2), 0)

/** Pairs of a pick and another in which the pick has the higher score; a draw is half of one. */
function wins(ranked: readonly { readonly isPicked: boolean; readonly score: number }[]): number {
  const picks = ranked.filter(({ isPicked }) => isPicked)
  const others = ranked.filter(({ isPicked }) => !isPicked)
  let sum = 0
  for (const pick of picks) for (const other of others) sum += 0.5 + Math.sign(pick.score - other.score) / 2
  return sum
}

/** The mean of some values; NaN of none. */
export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** A mean, and where it would lie in 95 of 100 such samples. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

const SAMPLES = 4_000

/** The mean of one value a week, with the interval of a bootstrap over weeks. Seeded, so the same every time. */
export function bootstrapMean(values: readonly number[]): Interval {
  const random = createRandom(20_26)
  const means = Array.from({ length: SAMPLES }, () => {
    return mean(values.map(() => values[Math.floor(random() * values.length)] ?? 0))
  }).sort((a, b) => a - b)
  const at = (share: number) => means[Math.floor(share * SAMPLES)] ?? NaN
  return { mean: mean(values), low: at(0.025), high: at(0.975) }
}

/** Numbers from 0 to 1 that look like chance, the same for a seed (the generator mulberry32, in the public domain). */
export function createRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
