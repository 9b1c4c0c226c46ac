import type { AffectedRange } from './advisory.ts'
import { comparePoints, isWholeMinor, pointOf, type VersionPoint } from './stated-version.ts'

/** From `from`, and up to but without `to`. */
export interface SettledRange {
  readonly from: VersionPoint
  readonly to: VersionPoint
  /** Whether the advisory says itself where it begins, and not only that the minor before has a range of its own. */
  readonly isFromStated: boolean
  /** Whether the advisory says with it that what follows is sound: "before 1.27.2", and not "up to 1.27.1". */
  readonly isEndFixed: boolean
  /** One of several lines, each for a minor: it says nothing of the minors that have no line. */
  readonly isOfOneMinor: boolean
}

export const FIRST: VersionPoint = [0, 0, 0, 0]
const LAST: VersionPoint = [Infinity, 0, 0, 0]

/**
 * What the ranges of one component mean together, the lowest first. "Before 1.28.1, before 1.27.5" is said of two
 * minors: of several ranges without a beginning only the lowest begins with the first version, the others with their
 * minor. Ranges that end before they begin are left out.
 */
export function settleRanges(ranges: readonly AffectedRange[]): SettledRange[] {
  const open = ranges.filter(({ from, through, before }) => from === undefined && (through ?? before) !== undefined)
  const ends = open.map(({ through, before }) => pointOf(through ?? before ?? '0.0')).sort(comparePoints)
  const lowest = ends[0]
  return ranges
    .map((range) => settleRange(range, lowest))
    .filter(({ from, to }) => comparePoints(from, to) < 0)
    .sort((one, other) => comparePoints(one.from, other.from) || comparePoints(one.to, other.to))
}

function settleRange({ from, through, before }: AffectedRange, lowest: VersionPoint | undefined): SettledRange {
  const end = through ?? before
  const [major, minor] = end === undefined ? [0, 0] : pointOf(end)
  const isLowest = end === undefined || lowest === undefined || comparePoints(pointOf(end), lowest) <= 0
  const start = from === undefined ? (isLowest ? FIRST : minorStart(major, minor)) : pointOf(from)
  const to = through === undefined ? (before === undefined ? LAST : pointOf(before)) : after(through)
  const isOfOneMinor = end !== undefined && start[0] === major && start[1] === minor && start[2] === 0
  const isFromStated = from !== undefined || (isLowest && end !== undefined)
  return { from: start, to, isFromStated, isEndFixed: before !== undefined, isOfOneMinor }
}

/** The first final version of a minor, and the first of all that carry its number, alphas included. */
export const minorStart = (major: number, minor: number): VersionPoint => [major, minor, 0, 0]

/** The place right after a version: the next patch, or the next minor. */
function after(version: string): VersionPoint {
  const [major, minor, patch, isFinal] = pointOf(version)
  if (isWholeMinor(version)) return minorStart(major, minor + 1)
  return isFinal === 0 ? [major, minor, patch, 1] : [major, minor, patch + 1, 0]
}
