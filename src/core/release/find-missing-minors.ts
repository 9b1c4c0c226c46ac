import { dayOf } from '../text/moment.ts'
import type { ReleaseFacts } from './release-facts.ts'
import type { Release } from './release.ts'

/**
 * Minors that a source must name, and does not, so that its document was cut short: the schedule those that it called
 * supported and nobody lists as ended, the list of ended branches all that it named before. What endoflife.date says is
 * whole or cannot be read at all.
 */
export function findMissingMinors(
  { source, minors }: ReleaseFacts,
  releases: readonly Release[],
  now: Date,
): readonly string[] {
  const today = dayOf(now)
  const named = new Set(minors.map(({ minor }) => minor))
  const isExpected = ({ endOfLife }: Release): boolean => {
    const ends = endOfLife[source]
    if (ends === undefined) return false
    if (source === 'kubernetes-schedule') return ends >= today && endOfLife['kubernetes-eol'] === undefined
    return source === 'kubernetes-eol'
  }
  return releases.filter((release) => isExpected(release) && !named.has(release.minor)).map(({ minor }) => minor)
}
