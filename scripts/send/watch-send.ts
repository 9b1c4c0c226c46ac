import { describeProgress } from '../../src/core/send/describe-send.ts'
import type { SendProgress } from '../../src/core/send/send-progress.ts'
import { say } from '../../src/io/command-line.ts'
import { INTERRUPTED } from '../../src/io/exit-code.ts'
import { createProgressBar } from '../../src/io/progress-bar.ts'

/** Shows how far a send is; without a terminal, what it waits for is said once each time. */
export function watchSend(recipients: number) {
  const bar = createProgressBar('sending', recipients)
  let last: string | undefined
  return {
    show(progress: SendProgress): void {
      const words = describeProgress(progress)
      bar.show(progress.done, words)
      const why = progress.waits?.why
      if (why !== undefined && why !== last && !process.stderr.isTTY) say(`sending ${words}`)
      last = why
    },
    end: bar.end,
  }
}

/** The first SIGINT or SIGTERM ends a send when what is under way has arrived, the second at once. */
export function listenForSignals(): {
  readonly signal: AbortSignal
  /** Which one came first. */
  readonly name: () => NodeJS.Signals | undefined
} & Disposable {
  const interrupt = new AbortController()
  let first: NodeJS.Signals | undefined
  const onSignal = (name: NodeJS.Signals) => {
    if (interrupt.signal.aborted) process.exit(INTERRUPTED)
    // What the terminal has echoed stands in the line of the bar.
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K')
    say(
      'Ending as soon as the mails under way have arrived. Once more ends it at once; then they may have arrived or not.',
    )
    first = name
    interrupt.abort()
  }
  process.removeAllListeners('SIGINT')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal)
  return {
    signal: interrupt.signal,
    name: () => first,
    [Symbol.dispose]() {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, onSignal)
    },
  }
}
