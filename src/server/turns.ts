/** Lets what has one name be done one after the other; what has another name does not wait for it. */
export function createTurns(): {
  /** Does the work when its turn has come; gives what it gives, and fails where it fails. */
  readonly take: <T>(name: string, work: () => Promise<T>) => Promise<T>
} {
  const last = new Map<string, Promise<unknown>>()
  return {
    take: async (name, work) => {
      const turn = (last.get(name) ?? Promise.resolve()).then(work)
      const done = turn.catch(() => undefined)
      last.set(name, done)
      try {
        return await turn
      } finally {
        if (last.get(name) === done) last.delete(name)
      }
    },
  }
}
