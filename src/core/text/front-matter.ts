import matter from 'gray-matter'
import type { z } from 'astro/zod'
import { Document } from 'yaml'
import { failure, type Problem, type Result, success } from './problem.ts'
import { createYamlNode, formatDocument, parseYaml, type Path } from './yaml.ts'

/** gray-matter runs `---js` front matter as code unless its engines are taken away. */
const refuse = {
  parse(): never {
    throw new Error('only YAML front matter is read')
  },
}
const ENGINES = { javascript: refuse, js: refuse, json: refuse, yaml: { parse: () => ({}) } }

export interface MarkdownFile {
  /** The front matter as it stands, without the lines `---`. */
  readonly yaml: string
  /** All that follows, without leading blank lines. */
  readonly body: string
}

/** Splits a markdown file; a file without front matter, or with one that is not YAML, is a problem. */
export function splitFrontMatter(text: string, where: string): Result<MarkdownFile> {
  const whole = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
  try {
    const file = matter(whole, { engines: ENGINES })
    if (!/^---[ \t]*(yaml)?[ \t]*\n/.test(whole) || file.matter === undefined || !/\n---[ \t]*(\n|$)/.test(whole)) {
      return failure({
        where,
        line: 1,
        what: 'expected front matter between two lines of ---',
        remedy: 'Put --- on the first line, the fields below, and --- on the line after them',
      })
    }
    return success({ yaml: file.matter.replace(/^\n/, ''), body: file.content.replace(/^\n+/, '') })
  } catch (error) {
    return failure({ where, line: 1, what: error instanceof Error ? error.message : String(error) })
  }
}

/** Reads and checks a markdown file: all problems at once, each with its field and line. */
export function parseMarkdownFile<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  where: string,
): Result<{ data: z.output<Schema>; body: string }> {
  const file = splitFrontMatter(text, where)
  if (!file.ok) return file
  const data = parseYamlFile(file.value.yaml, schema, where, 1)
  return data.ok ? success({ data: data.value, body: file.value.body }) : data
}

/** Reads and checks YAML: all problems at once, each with its field and line. */
export function parseYamlFile<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
  where: string,
  lineOffset = 0,
): Result<z.output<Schema>> {
  const yaml = parseYaml(text, where, lineOffset)
  if (!yaml.ok) return yaml
  const checked = schema.safeParse(yaml.value.value)
  if (checked.success) return success(checked.data)
  const problems = checked.error.issues.map((issue): Problem => {
    const path = issue.path.filter((step) => typeof step !== 'symbol') as Path
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    const full = unknown === undefined ? path : [...path, unknown]
    const what = describe(issue, valueAt(yaml.value.value, path))
    return { where, field: formatPath(full) || undefined, line: yaml.value.lineOf(full), what }
  })
  // Of one field the first thing that is wrong: the others follow from it.
  return failure(
    ...new Map(problems.toReversed().map((problem) => [problem.field, problem])).values().toArray().reverse(),
  )
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce(
    (inner, step) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[step] : undefined,
    value,
  )
}

/** Writes a markdown file; `undefined` fields are left out. The same input gives the same bytes. */
export function formatMarkdownFile(data: Record<string, unknown>, body: string): string {
  const text = body.trim()
  return `---\n${formatYaml(data)}---\n${text === '' ? '' : `\n${text}\n`}`
}

export function formatYaml(data: Record<string, unknown>): string {
  const document = new Document()
  document.contents = createYamlNode(document, withoutUndefined(data))
  return formatDocument(document)
}

const withoutUndefined = (data: Record<string, unknown>) => JSON.parse(JSON.stringify(data)) as Record<string, unknown>

/** `picks[2].blurb` */
export function formatPath(path: Path): string {
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

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `no such field; is ${issue.keys.map((key) => `"${key}"`).join(', ')} misspelt?`
    case 'invalid_type': {
      const expected = TYPES[issue.expected] ?? issue.expected
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
      return `${decapitalise(issue.message)}${typeof value === 'object' ? '' : `; ${found(value)}`}`
    default:
      return decapitalise(issue.message)
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
