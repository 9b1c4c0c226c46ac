/**
 * Begins to measure what a work takes of the processor, for tests that hold that it is quick: on a busy machine all takes
 * longer, and no more of it. (A limit of the test runner ends nothing that never waits, and lets it pass.)
 *
 * @returns says how many milliseconds of it this process has had since
 */
export function startProcessorTime(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return Math.round((user + system) / 1_000)
  }
}
