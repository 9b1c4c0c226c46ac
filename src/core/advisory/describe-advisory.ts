import { isKubernetesPart } from '../release/kubernetes-part.ts'
import type { Advisory, AffectedRange } from './advisory.ts'
import { FIRST, settleRanges } from './settle-ranges.ts'
import { comparePoints, isWholeMinor, pointOf } from './stated-version.ts'

/** What is said of one part; `undefined` is Kubernetes as a whole. */
export interface StatedPart {
  readonly component: string | undefined
  /** `1.27.0 to 1.27.1`, in the order of the advisory. */
  readonly words: readonly string[]
}

const ALL = 'all versions'

/** A range in words: `1.27.0 to 1.27.1`, `before 1.2.3`, `all of 1.7`, `all versions`. */
function describeRange({ from, through, before }: AffectedRange): string {
  if (from !== undefined && from === through) return isWholeMinor(from) ? `all of ${from}` : from
  if (from === undefined) {
    if (through !== undefined) return `up to ${through}`
    return before === undefined ? ALL : `before ${before}`
  }
  if (through !== undefined) return `${from} to ${through}`
  return before === undefined ? `${from} and later` : `${from} to before ${before}`
}

/** The affected versions as they are stated, by part. */
export const describeAffected = ({ affected }: Pick<Advisory, 'affected'>): StatedPart[] =>
  byPart(affected, (own) => own.map(describeRange))

/** The versions that are said to be sound, by part, the lowest first. */
export const describeFixed = ({ fixed }: Pick<Advisory, 'fixed'>): StatedPart[] =>
  byPart(fixed, (own) =>
    own.map(({ version }) => version).sort((one, other) => comparePoints(pointOf(one), pointOf(other))),
  )

function byPart<T extends { readonly component?: string | undefined }>(
  stated: readonly T[],
  describe: (own: T[]) => string[],
): StatedPart[] {
  const parts = Map.groupBy(stated, ({ component }) => component?.toLowerCase())
  return [...parts.values()].map((own) => ({ component: own[0]?.component, words: [...new Set(describe(own))] }))
}

/**
 * The affected versions at a glance: `Kubernetes 1.25 to 1.27`, `kubelet up to 1.27`, `ingress-nginx before 1.11.2`.
 * None where none are stated.
 */
export function summariseAffected({ affected }: Pick<Advisory, 'affected'>): string[] {
  const parts = Map.groupBy(affected, ({ component }) => component?.toLowerCase())
  return [...parts.values()].map((own) => {
    const component = own[0]?.component
    const words = isKubernetesPart(component) ? spanOfMinors(own) : listWords(own.map(describeRange))
    const name = component ?? 'Kubernetes'
    return words === ALL ? `${ALL} of ${name}` : `${name} ${words}`
  })
}

/** From the first minor to the last; what lies between, the advisory lists. */
function spanOfMinors(own: readonly AffectedRange[]): string {
  const ranges = settleRanges(own)
  const [lowest] = ranges
  if (lowest === undefined) return listWords(own.map(describeRange))
  const last = ranges.reduce((one, other) => (comparePoints(other.to, one.to) > 0 ? other : one))
  const isFromFirst = comparePoints(lowest.from, FIRST) === 0
  if (last.to[0] === Infinity) return isFromFirst ? ALL : `from ${lowest.from[0]}.${lowest.from[1]} on`
  const first = `${lowest.from[0]}.${lowest.from[1]}`
  const [major, minor, patch, isFinal] = last.to
  const end = patch === 0 && isFinal === 0 ? `${major}.${minor - 1}` : `${major}.${minor}`
  if (isFromFirst) return patch === 0 && isFinal === 1 ? `before ${end}` : `up to ${end}`
  return first === end ? first : `${first} to ${end}`
}

const MOST_WORDS = 4

/** Some of the words, and how many more there are: `1.2.3, 1.1.4 and 3 more`. */
export function listWords(words: readonly string[]): string {
  const all = [...new Set(words)]
  const rest = all.length - MOST_WORDS
  return rest > 0 ? `${all.slice(0, MOST_WORDS).join(', ')} and ${rest} more` : all.join(', ')
}
