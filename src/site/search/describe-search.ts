import { countNoun } from '../../core/text/count-noun.ts'
import type { SearchQuery } from './search-query.ts'

/**
 * What the status line says of a search.
 *
 * @param found what the index named: pages, and parts of busy days
 * @param dropped of those looked at so far, those of which the filters leave nothing
 * @param isComplete whether all have been looked at
 */
export function describeSearch(
  { text, kind, topic, year }: SearchQuery,
  { found, dropped, isComplete }: { readonly found: number; readonly dropped: number; readonly isComplete: boolean },
): string {
  const count = found - dropped
  if (count === 0) {
    const isNarrowed = kind !== '' || topic !== '' || year !== ''
    return isNarrowed ? `No result for “${text}” of that kind, topic and year.` : `No result for “${text}”.`
  }
  // A day that passes the filters may turn out to have the words elsewhere.
  const upTo = dropped > 0 && !isComplete ? 'Up to ' : ''
  return `${upTo}${countNoun(count, 'result')} for “${text}”.`
}
