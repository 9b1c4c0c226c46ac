import { dayOf, daySchema, hasBegun } from '../text/moment.ts'
import { failure, type Result, success } from '../text/problem.ts'
import type { Retirement, Source } from './source.ts'

/** What a person says of a retirement. */
export interface RetirementWishes {
  /** The day since which it is so, as it was typed; else that which it has already, or today. */
  readonly since?: string | undefined
  /** Else that which it has already, if it has one. */
  readonly reason?: string | undefined
}

/** A source that is followed no more; the same as before where nothing is said that it does not say already. */
export function retireSource(source: Source, wishes: RetirementWishes, now: Date): Result<Source> {
  const since = wishes.since ?? source.retired?.since ?? dayOf(now)
  const where = '--since'
  const day = daySchema.safeParse(since)
  if (!day.success) return failure({ where, what: `${day.error.issues[0]?.message ?? ''}; found "${since}"` })
  if (!hasBegun(since, now)) {
    return failure({ where, what: `${since} is still to come`, remedy: 'Retire the source on that day' })
  }
  const reason = wishes.reason ?? source.retired?.reason
  return success({ ...source, retired: { since, ...(reason === undefined ? {} : { reason }) } })
}

/** A source that is followed again. */
export const resumeSource = ({ retired: _retired, ...source }: Source): Source => source

/** `retired since 2026-11-24: the blog has ended`, for the command line. */
export const tellRetirement = ({ since, reason }: Retirement): string =>
  `retired since ${since}${reason === undefined ? '' : `: ${reason}`}`
