import { isKubernetesPart } from '../release/kubernetes-part.ts'
import type { Advisory } from './advisory.ts'
import { FIRST, minorStart, settleRanges, type SettledRange } from './settle-ranges.ts'
import { comparePoints, pointOf, type VersionPoint } from './stated-version.ts'

/** What an advisory means for who runs a minor. */
export interface Concern {
  /** `affected`: some of its patches have the flaw. `unknown`: the advisory leaves it open. */
  readonly state: 'affected' | 'not-affected' | 'unknown'
  /** The first patch of the minor without the flaw, where the advisory says one. */
  readonly fixedIn?: string
}

/**
 * Reads out of an advisory what it means for a minor of Kubernetes, like `1.27`, and no more than it says. A minor that
 * it does not list is not affected only where the advisory says that the flaw came later, or was mended before; who
 * lists minors one by one may have left out those that were out of support. Versions of what is not released with
 * Kubernetes say nothing of it.
 */
export function concernsMinor(advisory: Advisory, minor: string): Concern {
  const ranges = [...byComponent(advisory.affected).values()].flatMap(settleRanges)
  const fixes = advisory.fixed.filter(({ component }) => isKubernetesPart(component))
  const [major, number] = pointOf(minor)
  const [start, end] = [minorStart(major, number), minorStart(major, number + 1)]
  const own = fixes.filter(({ version }) => isWithin(pointOf(version), start, end))
  const isSound = own.some(({ version }) => comparePoints(pointOf(version), [major, number, 0, 1]) <= 0)
  // Its alphas and betas do not make a minor affected: nobody runs 1.10 by them.
  const first: VersionPoint = [major, number, 0, 1]
  const touched = ranges.filter(({ from, to }) => comparePoints(from, end) < 0 && comparePoints(first, to) < 0)
  if (touched.length > 0) {
    const isOpen = touched.every(({ to }) => comparePoints(end, to) <= 0)
    if (isSound) return { state: isOpen && ranges.some(isEndless) ? 'not-affected' : 'unknown' }
    if (touched.every(isEndless) && fixes.length > 0 && own.length === 0 && isAfterAll(fixes, start)) {
      return { state: 'unknown' }
    }
    const fixedIn = firstSound(own, touched) ?? endOf(touched, start, end)
    return { state: 'affected', ...(fixedIn === undefined ? {} : { fixedIn }) }
  }
  if (isSound) return { state: 'not-affected' }
  if (ranges.length === 0) {
    const fixedIn = firstSound(own, [])
    return fixedIn === undefined ? { state: 'unknown' } : { state: 'affected', fixedIn }
  }
  return { state: isBefore(ranges, end) || isAfter(ranges, fixes, start) ? 'not-affected' : 'unknown' }
}

const isWithin = (point: VersionPoint, from: VersionPoint, to: VersionPoint) =>
  comparePoints(from, point) <= 0 && comparePoints(point, to) < 0

const isEndless = ({ to }: SettledRange) => to[0] === Infinity

const isAfterAll = (fixes: Advisory['fixed'], start: VersionPoint) =>
  fixes.every(({ version }) => comparePoints(pointOf(version), start) < 0)

function byComponent(affected: Advisory['affected']): Map<string, Advisory['affected']> {
  const groups = new Map<string, Advisory['affected']>()
  for (const range of affected) {
    if (!isKubernetesPart(range.component)) continue
    const name = range.component?.toLowerCase() ?? ''
    groups.set(name, [...(groups.get(name) ?? []), range])
  }
  return groups
}

/** The flaw came later, by the word of the advisory. */
function isBefore(ranges: readonly SettledRange[], end: VersionPoint): boolean {
  const lowest = ranges[0] && ranges.reduce((one, other) => (comparePoints(other.from, one.from) < 0 ? other : one))
  if (lowest === undefined || comparePoints(end, lowest.from) > 0) return false
  return lowest.isFromStated && !lowest.isOfOneMinor && comparePoints(lowest.from, FIRST) > 0
}

/** The flaw ended before, by the word of the advisory: a version that mends it follows the last one that has it. */
function isAfter(ranges: readonly SettledRange[], fixes: Advisory['fixed'], start: VersionPoint): boolean {
  const last = ranges.reduce((one, other) => (comparePoints(other.to, one.to) > 0 ? other : one))
  if (comparePoints(last.to, start) > 0) return false
  return (
    last.isEndFixed ||
    fixes.some(({ version }) => isWithin(pointOf(version), [last.to[0], last.to[1], last.to[2], 0], start))
  )
}

/** The first patch that is said to be sound, of each component, and of these the last; none that is said to have the flaw. */
function firstSound(own: Advisory['fixed'], touched: readonly SettledRange[]): string | undefined {
  const firsts = new Map<string, string>()
  for (const { component = '', version } of own) {
    const before = firsts.get(component.toLowerCase())
    if (before === undefined || comparePoints(pointOf(version), pointOf(before)) < 0) {
      firsts.set(component.toLowerCase(), version)
    }
  }
  const last = [...firsts.values()].sort((one, other) => comparePoints(pointOf(one), pointOf(other))).at(-1)
  if (last === undefined) return undefined
  const isContradicted = touched.some((range) => !isEndless(range) && isWithin(pointOf(last), range.from, range.to))
  return isContradicted ? undefined : last
}

/** "Before 1.27.2" says that 1.27.2 is sound. */
function endOf(touched: readonly SettledRange[], start: VersionPoint, end: VersionPoint): string | undefined {
  const last = touched.reduce((one, other) => (comparePoints(other.to, one.to) > 0 ? other : one))
  const [major, minor, patch, isFinal] = last.to
  return last.isEndFixed && isFinal === 1 && isWithin(last.to, start, end) ? `${major}.${minor}.${patch}` : undefined
}
