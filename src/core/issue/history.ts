import type { LogEntry } from './decision-log.ts'

/** A change that can be taken back, or done once more. */
export interface Step {
  /** The change as it was made the first time. */
  readonly entry: LogEntry
  /** The line that did it last: its `back` says what takes that back. */
  readonly last: LogEntry
}

/** What an editor can take back, and do once more; of each the next one last. */
export interface History {
  readonly done: readonly Step[]
  readonly undone: readonly Step[]
}

/** Reads out of an editor's log where they stand. A new change ends what could have been done once more. */
export function readHistory(log: readonly LogEntry[]): History {
  let done: Step[] = []
  let undone: Step[] = []
  for (const entry of log) {
    const id = entry.undoes ?? entry.redoes
    if (id === undefined) {
      done.push({ entry, last: entry })
      undone = []
      continue
    }
    const [from, to] = entry.undoes === undefined ? [undone, done] : [done, undone]
    const step = from.find((each) => each.entry.id === id)
    // The line that it speaks of is lost: there is nothing left to take back or do once more.
    if (step === undefined) continue
    to.push({ entry: step.entry, last: entry })
    if (entry.undoes === undefined) undone = undone.filter((each) => each !== step)
    else done = done.filter((each) => each !== step)
  }
  return { done, undone }
}
