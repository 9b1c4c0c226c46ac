import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

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

/** A folder for this process, which goes when it does, also when it is interrupted. */
export function makeFolder(parent: string = os.tmpdir()): string {
  const folder = fs.mkdtempSync(path.join(parent, 'crowsnest-bench-'))
  process.once('exit', () => {
    fs.rmSync(folder, { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
  return folder
}

/** The middle of several measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
