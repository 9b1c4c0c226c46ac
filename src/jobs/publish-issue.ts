import { checkIssue } from '../core/issue/check-issue.ts'
import { coverIssue } from '../core/issue/cover-issue.ts'
import type { Curation } from '../core/issue/curation.ts'
import type { Operation } from '../core/issue/operation.ts'
import { describeRefresh, NO_REFRESH, refreshSections } from '../core/issue/refresh-sections.ts'
import { findToldCorrections } from '../core/issue/told-corrections.ts'
import { formatHour, formatMoment } from '../core/text/moment.ts'
import type { Result } from '../core/text/problem.ts'
import { type Change, nothing, planChange } from './plan-change.ts'
import { type CheckedChange, curationAfter, judgeChange } from './checked-change.ts'

export interface PublishOptions {
  /** Only what is held until a moment, and that moment has come: for a schedule, which must publish no draft. */
  readonly isDueOnly?: boolean | undefined
}

/**
 * What publishing would come to: status, day, cut-off, number of candidates, the generated sections, and what is told of
 * earlier issues. What is published already stays as it is, and what is held waits for its moment.
 */
export function planPublication(curation: Curation, { isDueOnly = false }: PublishOptions = {}): Result<Change> {
  const { issue, issues, now } = curation
  const { key, publishAt, status } = issue
  if (status === 'published') return nothing(`${key} is published already`)
  if (publishAt !== undefined && Date.parse(publishAt) > now.getTime()) {
    const off = `npm run curate -- --issue ${key} hold --off`
    return nothing(
      `${key} is held until ${formatHour(publishAt)}, and published then; \`${off}\` makes it a draft again`,
    )
  }
  if (isDueOnly && (status !== 'ready' || publishAt === undefined)) return nothing('no issue is held for this hour')
  const number = freeNumber(curation)
  const corrects = findToldCorrections(issue, issues)
  const operation: Operation = {
    verb: 'publish',
    // What was held is settled: later news belongs to the next issue.
    ...(status === 'ready' ? { from: issue.covers.from, to: issue.covers.to } : coverIssue(curation)),
    at: formatMoment(now),
    ...(number === issue.number ? {} : { number }),
    ...(corrects.length > 0 ? { corrects: [...corrects] } : {}),
  }
  const renumbered = number === issue.number ? '' : ` (it was ${issue.number}, and a later number came out before it)`
  // What was held is settled with all its words; any other gets the sections of this moment.
  const { operations, ...refresh } = status === 'ready' ? NO_REFRESH : refreshSections(curation)
  return planChange(
    curation,
    [...operations, operation],
    `published ${key}, number ${number}${renumbered}: ${issue.title}${describeRefresh(refresh)}`,
  )
}

/** Publishes an issue that, as it will then stand, passes every check that needs nothing but the content folder. */
export function publishIssue(curation: Curation, options: PublishOptions = {}): Result<CheckedChange> {
  const planned = planPublication(curation, options)
  if (!planned.ok) return planned
  const after = curationAfter(curation, planned.value)
  return judgeChange(planned.value, after === undefined ? [] : checkIssue(after))
}

/** Numbers count issues in the order of publication: one that was overtaken while it was held takes the next. */
function freeNumber({ issue, issues }: Curation): number {
  const others = issues.filter(({ key }) => key !== issue.key)
  const isOvertaken = others.some(({ status, number }) => status === 'published' && number > issue.number)
  return isOvertaken ? 1 + Math.max(...others.map(({ number }) => number)) : issue.number
}
