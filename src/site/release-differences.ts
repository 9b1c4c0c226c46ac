import { type Claims, disagree, listClaims, settle } from '../core/release/claims.ts'
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
      compare(release, 'latest patch', latest, settle(latest, WITNESSES)?.value, (version) => version),
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

/** Those who list patches as they come, and call none the latest. */
const WITNESSES = ['kubernetes-tags', 'kubernetes-feed'] as const

/**
 * The patch that each source calls the latest; for the tags and the feed of releases, the last one that either saw. The
 * other says nothing of it: it was not asked since, or knows only what lies further back.
 */
export function latestClaims({ latest, patches }: Release): Claims {
  const seen = patches.findLast(({ days }) => WITNESSES.some((id) => days[id] !== undefined))
  if (seen === undefined) return latest
  const witnesses = WITNESSES.filter((id) => seen.days[id] !== undefined)
  return { ...latest, ...Object.fromEntries(witnesses.map((id) => [id, seen.version])) }
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
