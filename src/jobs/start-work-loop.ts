/** Work that is done when there is some. */
export interface WorkLoop {
  /** There is something to do: it is done now, or after what is being done. */
  readonly hint: () => void
  /** Resolves when what is being done is done, and nothing more will be. */
  readonly end: () => Promise<void>
}

/**
 * Does work at once, whenever it is told to, and from time to time; never twice at the same time. What it throws is told,
 * and the next time is another try.
 *
 * @param work takes a function that says whether to stop early
 * @param options.pause resolves after the time between two rounds, or as soon as the signal is aborted
 */
export function startWorkLoop(
  work: (isOver: () => boolean) => Promise<unknown>,
  options: { readonly pause: (signal: AbortSignal) => Promise<void>; readonly onError: (error: unknown) => void },
): WorkLoop {
  const end = new AbortController()
  const isOver = () => end.signal.aborted
  let isHinted = false
  let rest = new AbortController()
  const wake = () => {
    rest.abort()
  }

  async function run(): Promise<void> {
    while (!isOver()) {
      isHinted = false
      try {
        await work(isOver)
      } catch (error) {
        options.onError(error)
      }
      rest = new AbortController()
      if (!isOver() && !isHinted) await options.pause(rest.signal)
    }
  }

  const running = run()
  return {
    hint() {
      isHinted = true
      wake()
    },
    async end() {
      end.abort()
      wake()
      await running
    },
  }
}
