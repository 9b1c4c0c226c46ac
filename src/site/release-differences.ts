import { type Claims, disagree, listClaims } from '../core/release/claims.ts'
import { RELEASE_SOURCE_IDS, RELEASE_SOURCES } from '../core/release/release-source.ts'
import { dateOf, type Patch, type Release } from '../core/release/release.ts'
import { plainDay } from './release-view.ts'

/** A value, and who states it. */
export interface Said {
  readonly value: string
  readonly by: readonly string[]
}

/** One fact of which sources say different things. */
export interface ReleaseDifference {
  readonly minor: string
  /** `end of life` */
  readonly fact: string
  /** What is said, and by whom; the one that we go by first. */
  readonly claims: readonly Said[]
}

/** A minor with patches of which sources give different days. */
export interface PatchDifferences {
  readonly minor: string
  readonly count: number
}

/** What sources do not agree on, of all releases in their order; days of patches are counted by `countPatchDifferences`. */
export function findDifferences(releases: readonly Release[]): ReleaseDifference[] {
  return releases.flatMap((release) => {
    const latest = latestClaims(release)
    return [
      compare(release, 'day that is aimed at', release.planned, dateOf(release, 'planned')?.value, plainDay),
      compare(release, 'day of release', release.released, dateOf(release, 'released')?.value, plainDay),
      compare(release, 'maintenance', release.maintenance, dateOf(release, 'maintenance')?.value, plainDay),
      compare(release, 'end of life', release.endOfLife, dateOf(release, 'endOfLife')?.value, plainDay),
      compare(release, 'latest patch', latest, latest['kubernetes-tags'], (version) => version),
    ].filter((difference) => difference !== undefined)
  })
}

/** The minors that have patches of which sources give different days, in their order. */
export function countPatchDifferences(releases: readonly Release[]): PatchDifferences[] {
  return releases
    .map(({ minor, patches }) => ({ minor, count: patches.filter(hasDifferentDays).length }))
    .filter(({ count }) => count > 0)
}

/** Whether sources give different days for a patch. */
export const hasDifferentDays = ({ days }: Patch): boolean => disagree(days)

/** The patch that each source calls the latest; for the tags, the last one that is tagged. */
export function latestClaims({ latest, patches }: Release): Claims {
  const tagged = patches.findLast(({ days }) => days['kubernetes-tags'] !== undefined)
  return tagged === undefined ? latest : { ...latest, 'kubernetes-tags': tagged.version }
}

/** What is said of a fact, and by whom: what we go by first, then the others in the order of the sources. */
export function groupClaims(claims: Claims, ours: string | undefined, format: (value: string) => string): Said[] {
  const said = Map.groupBy(listClaims(claims, RELEASE_SOURCE_IDS), ({ value }) => value)
  return [...said]
    .sort(([one], [other]) => Number(other === ours) - Number(one === ours))
    .map(([value, by]) => ({ value: format(value), by: by.map(({ source }) => RELEASE_SOURCES[source].title) }))
}

function compare(
  { minor }: Release,
  fact: string,
  claims: Claims,
  ours: string | undefined,
  format: (value: string) => string,
): ReleaseDifference | undefined {
  return disagree(claims) ? { minor, fact, claims: groupClaims(claims, ours, format) } : undefined
}
