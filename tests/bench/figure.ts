import process from 'node:process'

/** One measurement, beside what it is compared with in the same run. */
export interface Figure {
  readonly what: string
  readonly ours: number
  /** Of `ours` and `peer`. */
  readonly unit: string
  readonly peer: number
  readonly peerName: string
  /** What `ours` is to be: at least or at most so many times the peer's, or at most so much. */
  readonly asked?: { readonly atLeast: number } | { readonly atMost: number } | { readonly atMostOurs: number }
}

/** The measurements of a benchmark, for the command that started it. */
export function printFigures(figures: readonly Figure[]): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
