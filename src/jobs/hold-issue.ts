import { curateCommand } from '../core/issue/check.ts'
import { coverIssue } from '../core/issue/cover-issue.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { IssueFields, Operation } from '../core/issue/operation.ts'
import { describeRefresh, NO_REFRESH, refreshSections } from '../core/issue/refresh-sections.ts'
import { dayOf, formatHour, formatMoment } from '../core/text/moment.ts'
import { failure, type Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'

/** Until when an issue is held; without a moment, until somebody publishes it. `isOff` makes it a draft again. */
export interface Hold {
  readonly until?: string | undefined
  readonly isOff?: boolean | undefined
}

/**
 * What holding a finished issue would come to: `ready`, with what it covers and its generated sections settled, so that
 * another issue can be begun while it waits. Checks are for the caller to run on the outcome. Holding it again changes
 * the hour alone.
 */
export function holdIssue(curation: Curation, { until, isOff = false }: Hold): Result<Change> {
  const { issue, now } = curation
  const { key, status } = issue
  if (status === 'published') return nothing(`${key} is published already, and cannot be held`)
  if (isOff) return takeOff(curation)
  if (until !== undefined && Date.parse(until) <= now.getTime()) {
    const remedy = `Name a moment that is still to come, or publish it: ${curateCommand(curation)} publish`
    return failure({ where: `--until ${until}`, what: `it is ${formatMoment(now)} already`, remedy })
  }
  if (status === 'ready' && until === issue.publishAt) return nothing(`${key} is held already, ${untilText(until)}`)
  const isHeld = status === 'ready'
  const covers = isHeld ? { ...issue.covers, candidates: issue.candidates } : coverIssue(curation)
  const { candidates, ...span } = covers
  const date = until === undefined ? latestDay(issue.date, dayOf(now)) : dayOf(until)
  const { operations, ...refresh } = isHeld ? NO_REFRESH : refreshSections(curation, { day: date })
  const operation: Operation = {
    verb: 'hold',
    ...span,
    date,
    ...(candidates === undefined ? {} : { candidates }),
    ...(until === undefined ? {} : { until: formatMoment(until) }),
  }
  const message = `${key} is ready, and held ${untilText(until)}${describeRefresh(refresh)}`
  return planChange(curation, [...operations, operation], message)
}

/** A draft again: what came in meanwhile can be chosen, and what it covers is settled when it is finished. */
function takeOff(curation: Curation): Result<Change> {
  const { key, status, publishAt, candidates } = curation.issue
  if (status === 'draft') return nothing(`${key} is not held`)
  const fields: IssueFields = {
    status: 'draft',
    ...(publishAt === undefined ? {} : { publishAt: null }),
    ...(candidates === undefined ? {} : { candidates: null }),
  }
  return planChange(curation, [{ verb: 'restore', fields }], `${key} is a draft again`)
}

const latestDay = (one: string, other: string) => (one > other ? one : other)

const untilText = (until: string | undefined) =>
  until === undefined ? 'until somebody publishes it' : `until ${formatHour(until)}`
