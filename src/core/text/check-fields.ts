import type { z } from 'astro/zod'
import { cutText } from './plain-text.ts'
import { failure, type Problem, type Result, success } from './problem.ts'

/** A path into a value, as zod counts it: `['picks', 2, 'blurb']`. */
export type FieldPath = readonly (string | number)[]

/**
 * Checks a value that was read from a file: all problems at once, each with its field and, where it is known, its line.
 *
 * @param lineOf the line of the file where a field stands, counted from 1
 */
export function checkFields<Schema extends z.ZodType>(
  value: unknown,
  schema: Schema,
  where: string,
  lineOf: (path: FieldPath) => number | undefined,
): Result<z.output<Schema>> {
  const checked = schema.safeParse(value)
  if (checked.success) return success(checked.data)
  const problems = checked.error.issues.map((issue): Problem => {
    const path = issue.path.filter((step) => typeof step !== 'symbol') as FieldPath
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    const full = unknown === undefined ? path : [...path, unknown]
    return {
      where,
      field: formatPath(full) || undefined,
      line: lineOf(full),
      what: describe(issue, valueAt(value, path), () => fieldsOf(schemaAt(schema, path)), path.length === 0),
    }
  })
  // Of one field the first thing that is wrong: the others follow from it.
  return failure(
    ...new Map(problems.toReversed().map((problem) => [problem.field, problem])).values().toArray().reverse(),
  )
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[step] : undefined,
    value,
  )
}

/** `picks[2].blurb` */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  )
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'fields with values',
  record: 'fields with values',
  null: 'nothing',
}

/** A rule may quote what stands in another field, which may be anything. */
const LONGEST_MESSAGE = 300

/** The schema of a field; undefined where the way there leads through one of several. */
function schemaAt(schema: z.core.$ZodType, path: FieldPath): z.core.$ZodType | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod
  if ('innerType' in def) return schemaAt(def.innerType, path)
  if (def.type === 'pipe') return schemaAt(def.in, path)
  const [step, ...rest] = path
  if (step === undefined) return schema
  const inner =
    def.type === 'object'
      ? def.shape[step]
      : def.type === 'array'
        ? def.element
        : def.type === 'record'
          ? def.valueType
          : undefined
  return inner && schemaAt(inner, rest)
}

/** ` (from, and if wanted replyTo, bounces)`: what stands in such a field; empty where that is not known. */
function fieldsOf(schema: z.core.$ZodType | undefined): string {
  const def = (schema as z.core.$ZodTypes | undefined)?._zod.def
  if (def?.type !== 'object') return ''
  const fields = Object.entries(def.shape)
  const needed = fields.filter(([, field]) => field._zod.optin === undefined).map(([name]) => name)
  const others = fields.filter(([, field]) => field._zod.optin !== undefined).map(([name]) => name)
  const parts = [needed.join(', '), others.length > 0 ? `if wanted ${others.join(', ')}` : '']
  return ` (${parts.filter((part) => part !== '').join(', and ')})`
}

function describe(issue: z.core.$ZodIssue, value: unknown, fields: () => string, isWhole: boolean): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `no such field; is ${issue.keys.map((key) => `"${key}"`).join(', ')} misspelt?`
    case 'invalid_type': {
      // Who wrote something else than a whole file needs another file, not a list of fields.
      const isNamed = !isWhole || value === undefined || value === null
      const expected = `${TYPES[issue.expected] ?? issue.expected}${isNamed ? fields() : ''}`
      return value === undefined
        ? `this field is missing; expected ${expected}`
        : `expected ${expected}, ${found(value)}`
    }
    case 'invalid_value': {
      const expected = `expected one of ${issue.values.map(String).join(', ')}`
      return value === undefined ? `this field is missing; ${expected}` : `${expected}; ${found(value)}`
    }
    case 'custom':
    case 'invalid_format':
      return `${cutText(decapitalise(issue.message), LONGEST_MESSAGE)}${typeof value === 'object' || value === undefined ? '' : `; ${found(value)}`}`
    default:
      return cutText(decapitalise(issue.message), LONGEST_MESSAGE)
  }
}

/** What stands there: the words where they are few, else what kind of thing it is. */
function found(value: unknown): string {
  if (typeof value === 'string' && value.length <= 60) return `found ${JSON.stringify(value)}`
  if (typeof value === 'number' || typeof value === 'boolean') return `found ${value}`
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return `found ${TYPES[type] ?? type}`
}

const decapitalise = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
