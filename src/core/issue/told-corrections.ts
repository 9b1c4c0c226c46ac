import { dayOf } from '../text/moment.ts'
import type { Issue, ToldCorrection } from './issue.ts'
import { lastPublished } from './pool.ts'

/**
 * What an issue tells its readers of earlier ones. Of a published issue, what it told; of any other, the corrections
 * that no published issue has told yet, the oldest first. What was corrected before the last cut-off is left out: the
 * issue of that cut-off was the first one after it.
 */
export function findToldCorrections(issue: Issue, issues: readonly Issue[]): readonly ToldCorrection[] {
  if (issue.status === 'published') return issue.corrects
  const published = issues.filter(({ status, key }) => status === 'published' && key !== issue.key)
  const told = new Set(published.flatMap(({ corrects }) => corrects.map(keyOf)))
  const since = dayOf(lastPublished(published)?.covers.to ?? new Date(0))
  return published
    .toSorted((a, b) => a.number - b.number)
    .flatMap(correctionsOf)
    .filter((correction) => correction.date >= since && !told.has(keyOf(correction)))
    .sort((a, b) => (a.date === b.date ? 0 : a.date < b.date ? -1 : 1))
}

/** The issue with what it will tell of earlier ones, to be looked at before it is published. */
export function withToldCorrections(issue: Issue, issues: readonly Issue[]): Issue {
  const corrects = findToldCorrections(issue, issues)
  return corrects === issue.corrects ? issue : { ...issue, corrects: [...corrects] }
}

function correctionsOf({ key, number, corrections, picks }: Issue): ToldCorrection[] {
  return corrections.map(({ date, pick, text }) => {
    const title = picks.find(({ id }) => id === pick)?.title
    return {
      issue: key,
      ...{ number, date },
      ...(pick === undefined ? {} : { pick }),
      ...(title === undefined ? {} : { title }),
      text,
    }
  })
}

const keyOf = ({ issue, date, pick, text }: ToldCorrection) => JSON.stringify([issue, date, pick, text])
