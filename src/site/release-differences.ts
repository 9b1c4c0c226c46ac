import { type Claims, disagree, listClaims } from '../core/release/claims.ts'
import { RELEASE_SOURCE_IDS, RELEASE_SOURCES } from '../core/release/release-source.ts'
import { dateOf, type Release } from '../core/release/release.ts'
import { plainDay } from './release-view.ts'

/** One fact of which sources say different things. */
export interface ReleaseDifference {
  readonly minor: string
  /** `end of life` */
  readonly fact: string
  /** What is said, and by whom; the one that we go by first. */
  readonly claims: readonly { readonly value: string; readonly by: readonly string[] }[]
}

/** What sources do not agree on, of all releases in their order. */
export function findDifferences(releases: readonly Release[]): ReleaseDifference[] {
  return releases.flatMap((release) => {
    const latest = {
      ...release.latest,
      ...(release.patches.length > 0 ? { 'kubernetes-tags': release.patches.at(-1)?.version } : {}),
    }
    return [
      compare(release.minor, 'day of release', release.released, dateOf(release, 'released')?.value, plainDay),
      compare(release.minor, 'end of life', release.endOfLife, dateOf(release, 'endOfLife')?.value, plainDay),
      compare(release.minor, 'latest patch', latest, latest['kubernetes-tags'], (version) => version),
    ].filter((difference) => difference !== undefined)
  })
}

function compare(
  minor: string,
  fact: string,
  claims: Claims,
  ours: string | undefined,
  format: (value: string) => string,
): ReleaseDifference | undefined {
  if (!disagree(claims)) return undefined
  const said = Map.groupBy(listClaims(claims, RELEASE_SOURCE_IDS), ({ value }) => value)
  const ordered = [...said].sort(([one], [other]) => Number(other === ours) - Number(one === ours))
  return {
    minor,
    fact,
    claims: ordered.map(([value, by]) => ({
      value: format(value),
      by: by.map(({ source }) => RELEASE_SOURCES[source].title),
    })),
  }
}
