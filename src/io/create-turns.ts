/** Lets work of this process come one after the other, in the order in which it was asked for. */
export interface Turns {
  /** While nothing else is done. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** Together with other work that may be done together. */
  readonly together: <T>(work: () => Promise<T>) => Promise<T>
}

export function createTurns(): Turns {
  const waiting: { readonly isAlone: boolean; readonly start: () => Promise<void> }[] = []
  let working = 0
  let isAlone = false

  function startNext(): void {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      if (isAlone || (next.isAlone && working > 0)) return
      waiting.shift()
      working += 1
      isAlone = next.isAlone
      void next.start().then(() => {
        working -= 1
        isAlone = false
        startNext()
      })
    }
  }

  const add = <T>(work: () => Promise<T>, alone: boolean) =>
    new Promise<T>((resolve, reject) => {
      const start = () => work().then(resolve, reject)
      waiting.push({ isAlone: alone, start })
      startNext()
    })
  return { alone: (work) => add(work, true), together: (work) => add(work, false) }
}
