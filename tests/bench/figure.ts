import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Figure } from '../../src/core/bench/figure.ts'

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
