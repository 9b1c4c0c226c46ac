/** A place on the line of versions: major, minor, patch, and 0 for what comes before the final (alpha, beta, candidate). */
export type VersionPoint = readonly [major: number, minor: number, patch: number, isFinal: 0 | 1]

/** Where a version of an advisory stands, `1.27` at the beginning of its minor. */
export function pointOf(version: string): VersionPoint {
  const [numbers = '', ...prerelease] = version.split('-')
  const [major = 0, minor = 0, patch = 0] = numbers.split('.').map(Number)
  return [major, minor, patch, prerelease.length > 0 ? 0 : 1]
}

/** Whether a version names a minor, and so all its patches: `1.27`. */
export const isWholeMinor = (version: string): boolean => version.split('.').length === 2

/** The order of two places, the lower first. */
export function comparePoints(one: VersionPoint, other: VersionPoint): number {
  return one.map((number, at) => number - (other[at] ?? 0)).find((difference) => difference !== 0) ?? 0
}
