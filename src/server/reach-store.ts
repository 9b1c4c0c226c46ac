import { ExpectedError, type Problem } from '../core/text/problem.ts'

/** Thrown where the store does not answer; the app says so, and that nothing was saved. */
export class StoreOutOfReach extends Error {
  readonly problems: readonly Problem[]

  constructor(cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause)
    super(what, { cause })
    this.name = 'StoreOutOfReach'
    this.problems = cause instanceof ExpectedError ? cause.problems : [{ where: 'the store of subscriptions', what }]
  }
}

/** Waits for the store; whatever goes wrong there is a `StoreOutOfReach`. */
export async function reachStore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new StoreOutOfReach(error)
  }
}
