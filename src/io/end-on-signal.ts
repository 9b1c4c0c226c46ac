/** On SIGINT or SIGTERM, does what is to be done before the end, and ends with 0. */
export function endOnSignal(end: () => Promise<void> | undefined): void {
  process.removeAllListeners('SIGINT')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void (end() ?? Promise.resolve()).then(() => process.exit(0)))
  }
}
