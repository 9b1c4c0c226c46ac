/**
 * What is wrong with something a person wrote or a machine sent: where, what, and what to do about it.
 * An expected failure is a value; only a bug is thrown.
 */
export interface Problem {
  /** File, URL, or name of what is wrong, as a person would look it up. */
  readonly where: string
  /** Path of the field inside it, `picks[2].blurb`. */
  readonly field?: string | undefined
  /** Line in the file, counted from 1. */
  readonly line?: number | undefined
  /** What is wrong and what was expected, without a full stop at the end. */
  readonly what: string
  /** What to do; an imperative, or a command to run. */
  readonly remedy?: string | undefined
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problems: readonly Problem[] }

export const success = <T>(value: T): Result<T> => ({ ok: true, value })

export const failure = (...problems: readonly Problem[]): Result<never> => ({ ok: false, problems })

/** One paragraph: `where:line, field: what. remedy.` */
export function formatProblem({ where, field, line, what, remedy }: Problem): string {
  const place = `${where}${line === undefined ? '' : `:${line}`}${field === undefined ? '' : `, ${field}`}`
  const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
  return [`${place}: ${sentence(what)}`, remedy && sentence(remedy)].filter(Boolean).join(' ')
}

/** Thrown by a command to end with a message and no stack trace; caught in `io/command-line.ts` alone. */
export class ExpectedError extends Error {
  readonly problems: readonly Problem[]
  /** Exit code: 1 failed, 2 usage, 3 a check failed, 4 nothing to do. */
  readonly exitCode: number

  constructor(problems: Problem | readonly Problem[], exitCode = 1) {
    const all = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem]
    super(all.map(formatProblem).join('\n'))
    this.name = 'ExpectedError'
    this.problems = all
    this.exitCode = exitCode
  }
}

/** The value of a result; throws its problems as an `ExpectedError`, to end the command with. */
export function take<T>(result: Result<T>, exitCode = 1): T {
  if (!result.ok) throw new ExpectedError(result.problems, exitCode)
  return result.value
}
