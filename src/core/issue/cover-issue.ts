import { formatMoment } from '../text/moment.ts'
import type { Curation } from './curation.ts'

/**
 * What an issue covers that is finished now, and of how many candidates. A special one, which has no week, covers
 * nothing: what it did not pick still belongs to the weekly one at hand.
 */
export function coverIssue({ issue, span, pool, now }: Pick<Curation, 'issue' | 'span' | 'pool' | 'now'>): {
  readonly from: string
  readonly to: string
  readonly candidates?: number
} {
  const from = span.from ?? issue.covers.from
  return issue.weeks.length === 0 ? { from, to: from } : { from, to: formatMoment(now), candidates: pool.length }
}
