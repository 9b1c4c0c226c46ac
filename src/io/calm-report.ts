import type { Problem } from '../core/text/problem.ts'
import { sayProblems } from './command-line.ts'

/** What goes on being wrong is said again after so many milliseconds. */
const QUIET = 600_000
/** Of so many problems it is remembered that they were said. */
const MOST_REMEMBERED = 100

/** Says what is wrong, once in a while for what goes on being wrong. */
export function createCalmReport(now: () => Date): (problem: Problem) => void {
  const said = new Map<string, number>()
  return (problem) => {
    const time = now().getTime()
    const last = said.get(problem.what)
    if (last !== undefined && time - last < QUIET) return
    if (said.size >= MOST_REMEMBERED) said.clear()
    said.set(problem.what, time)
    sayProblems([problem], 'warning')
  }
}
