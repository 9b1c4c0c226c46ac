import { type Result, success } from '../text/problem.ts'
import type { FieldPath } from '../text/check-fields.ts'
import {
  createFactReader,
  type FactReader,
  isNothing,
  type MinorFacts,
  onePerMinor,
  type PatchFact,
  readDays,
  refuseFacts,
  type ReleaseFacts,
} from './release-facts.ts'

/** The names of the fields in the two versions of the interface. */
const FORMS = {
  v1: { minor: 'name', released: 'releaseDate', maintenance: 'eoasFrom', endOfLife: 'eolFrom' },
  v0: { minor: 'cycle', released: 'releaseDate', maintenance: 'support', endOfLife: 'eol' },
} as const

/**
 * Reads what endoflife.date answers for a product, by either version of its interface: `/api/v1/products/kubernetes/`
 * (https://endoflife.date/docs/api/v1/), or `/api/kubernetes.json`, where a day may also be `true` or `false`, which
 * says no day.
 *
 * @param where the address, for the problems
 */
export function parseEndoflife(text: string, where: string): Result<ReleaseFacts> {
  const refuse = (what: string) => refuseFacts(where, what)
  if (text.trim() === '') return refuse('this is empty')
  if (text.trimStart().startsWith('<')) return refuse('this is a web page, not data in JSON')
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    return refuse('this is not JSON; it may have been cut short')
  }
  const form = Array.isArray(document) ? 'v0' : 'v1'
  const list = form === 'v0' ? document : fieldOf(fieldOf(document, 'result'), 'releases')
  if (!Array.isArray(list) || list.length === 0) return refuse('expected a list of releases, with entries')
  const reader = createFactReader(where, () => undefined)
  const minors = (list as unknown[]).flatMap((value, index) => {
    const path = [...(form === 'v0' ? [] : ['result', 'releases']), index]
    const entry = reader.fields(value, path)
    const facts = entry && readMinor(entry, form, path, reader)
    return facts ? [{ facts, path }] : []
  })
  return success({ source: 'endoflife-date', minors: onePerMinor(minors, reader), problems: reader.problems })
}

function readMinor(
  entry: Readonly<Record<string, unknown>>,
  form: keyof typeof FORMS,
  path: FieldPath,
  reader: FactReader,
): MinorFacts | undefined {
  const names = FORMS[form]
  const minor = reader.minor(entry[names.minor], [...path, names.minor])
  if (minor === undefined) return undefined
  const stated = Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value !== 'boolean'))
  const last =
    form === 'v1' ? readLast(entry.latest, path, reader) : { name: entry.latest, date: entry.latestReleaseDate }
  const latest = isNothing(last.name) ? undefined : reader.patch(last.name, minor, [...path, 'latest'])
  const patches: PatchFact[] =
    latest === undefined ? [] : [{ version: latest, day: reader.day(last.date, [...path, 'latest']) }]
  return { minor, ...readDays(stated, names, path, reader), latest, patches }
}

function readLast(value: unknown, path: FieldPath, reader: FactReader): { name?: unknown; date?: unknown } {
  if (isNothing(value)) return {}
  return reader.fields(value, [...path, 'latest']) ?? {}
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
