/** Thrown where the store does not answer; the app says so, and that nothing was saved. */
export class StoreOutOfReach extends Error {
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'StoreOutOfReach'
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
