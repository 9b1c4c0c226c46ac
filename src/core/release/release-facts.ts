import { daySchema } from '../text/moment.ts'
import { type FieldPath, formatPath } from '../text/check-fields.ts'
import { failure, type Problem, type Result } from '../text/problem.ts'
import type { ReleaseSchedule } from './release-schedule.ts'
import type { ReleaseSourceId } from './release-source.ts'
import { minorOf, minorSchema, patchVersionSchema } from './version.ts'

/** A patch, and its day where the source says one that is a day. */
export interface PatchFact {
  readonly version: string
  readonly day?: string | undefined
}

/** What one source says of one minor. What is absent it does not say, or not so that it can be read. */
export interface MinorFacts {
  readonly minor: string
  /** The day on which it came out, or is to. */
  readonly released?: string | undefined
  readonly maintenance?: string | undefined
  readonly endOfLife?: string | undefined
  /** The patch that the source calls the latest, or the last. */
  readonly latest?: string | undefined
  /** What has come out, by the source. */
  readonly patches: readonly PatchFact[]
  /** What comes next, by the source; `unreadable` where it says something that cannot be read. */
  readonly plan?: PatchFact | 'unreadable' | undefined
}

/** What one source says of all minors that it names, tamed. */
export interface ReleaseFacts {
  readonly source: ReleaseSourceId
  readonly minors: readonly MinorFacts[]
  /** The days of patches that belong to no minor alone; absent where the source does not speak of them. */
  readonly rounds?: ReleaseSchedule['rounds'] | undefined
  /** What of it could not be read, each by its place; the rest was. */
  readonly problems: readonly Problem[]
}

/** What follows where something that a source says cannot be taken. */
export const KEPT = 'What was known before stays as it is'

/** Takes nothing of a document, and says why. */
export const refuseFacts = (where: string, what: string): Result<never> => failure({ where, what, remedy: KEPT })

/** Reads the fields of a foreign document one by one: what is wrong with one of them is noted, and costs no other. */
export interface FactReader {
  readonly problems: readonly Problem[]
  readonly note: (path: FieldPath, what: string) => undefined
  /** The fields of a mapping. */
  readonly fields: (value: unknown, path: FieldPath) => Readonly<Record<string, unknown>> | undefined
  /** The entries of a list; none where there is no list. */
  readonly list: (value: unknown, path: FieldPath) => readonly unknown[]
  /** A day; absent where nothing stands there. */
  readonly day: (value: unknown, path: FieldPath) => string | undefined
  readonly minor: (value: unknown, path: FieldPath) => string | undefined
  /** A patch of a minor. */
  readonly patch: (value: unknown, minor: string, path: FieldPath) => string | undefined
}

/** It began in 2014; who has no end writes one far ahead. */
const IS_OF_KUBERNETES = /^20(?:1[4-9]|[2-9]\d)-/

export function createFactReader(where: string, lineOf: (path: FieldPath) => number | undefined): FactReader {
  const problems: Problem[] = []
  const note = (path: FieldPath, what: string): undefined => {
    problems.push({ where, field: formatPath(path) || undefined, line: lineOf(path), what })
  }
  return {
    problems,
    note,
    fields: (value, path) =>
      isRecord(value) ? value : note(path, `expected fields with values${found(value)}; it was left out`),
    list(value, path) {
      if (Array.isArray(value)) return value as unknown[]
      if (!isNothing(value)) note(path, `expected a list${found(value)}; it was left out`)
      return []
    },
    day(value, path) {
      if (isNothing(value)) return undefined
      const day = daySchema.safeParse(typeof value === 'string' ? value.trim() : value)
      if (day.success && !IS_OF_KUBERNETES.test(day.data)) {
        return note(path, `${day.data} is no day of Kubernetes; it counts as unknown`)
      }
      return day.success ? day.data : note(path, `expected a day, like 2026-11-20${found(value)}; it counts as unknown`)
    },
    minor(value, path) {
      const minor = minorSchema.safeParse(value)
      return minor.success ? minor.data : note(path, `expected a minor, like 1.36${found(value)}; it was left out`)
    },
    patch(value, minor, path) {
      const version = patchVersionSchema.safeParse(value)
      if (version.success && minorOf(version.data) === minor) return version.data
      return note(path, `expected a patch of ${minor}, like ${minor}.1${found(value)}; it was left out`)
    },
  }
}

/** The days of a minor, without an end that lies before its beginning: one of the two is wrong, and who knows which. */
export function readDays(
  entry: Readonly<Record<string, unknown>>,
  names: { readonly released: string; readonly maintenance: string; readonly endOfLife: string },
  path: FieldPath,
  reader: FactReader,
): Pick<MinorFacts, 'released' | 'maintenance' | 'endOfLife'> {
  const released = reader.day(entry[names.released], [...path, names.released])
  const later = (name: string) => {
    const day = reader.day(entry[name], [...path, name])
    if (day === undefined || released === undefined || day >= released) return day
    return reader.note([...path, name], `${day} lies before the release on ${released}; it counts as unknown`)
  }
  return { released, maintenance: later(names.maintenance), endOfLife: later(names.endOfLife) }
}

/** The first entry of each minor; what stands there twice is noted. */
export function onePerMinor(
  entries: readonly { readonly facts: MinorFacts; readonly path: FieldPath }[],
  reader: FactReader,
): MinorFacts[] {
  const seen = new Map<string, MinorFacts>()
  for (const { facts, path } of entries) {
    if (seen.has(facts.minor)) reader.note(path, `${facts.minor} stands here twice; the first entry was taken`)
    else seen.set(facts.minor, facts)
  }
  return [...seen.values()]
}

/** Nothing stands there: no field, no value, or an empty text. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function found(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= 60 && !/[\p{Cc}\p{Cf}]/u.test(value) ? `, found ${JSON.stringify(value)}` : ', found a text'
  }
  return typeof value === 'number' || typeof value === 'boolean' ? `, found ${value}` : ''
}
