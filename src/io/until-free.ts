import { setTimeout as wait } from 'node:timers/promises'
import { busyProblem, isBusy, StoreBusyError } from './sqlite-problem.ts'

/**
 * Tries until nobody else has the lock of a database; between two tries this process does other things.
 *
 * @param file of the database, for the problem
 * @param patience milliseconds after which it is a `StoreBusyError`
 */
export async function untilFree<T>(
  attempt: () => T,
  { file, patience }: { readonly file: string; readonly patience: number },
): Promise<T> {
  const end = performance.now() + patience
  for (;;) {
    try {
      return attempt()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() > end) throw new StoreBusyError(busyProblem(file, Math.round(patience / 1_000)))
    }
    await wait(2)
  }
}
