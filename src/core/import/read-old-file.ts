import { parse as parseToml, TomlError } from 'smol-toml'
import { splitFrontMatter } from '../text/front-matter.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { parseYaml } from '../text/yaml.ts'

/** Fields by their names in lower case: Pelican writes `Title:` where others write `title:`. */
export type OldFields = ReadonlyMap<string, unknown>

/** One file of an old archive. */
export interface OldFile {
  /** How its fields are written; `metadata` is what Pelican has, lines without a fence. */
  readonly form: 'yaml' | 'toml' | 'json' | 'metadata'
  readonly fields: OldFields
  readonly body: string
  /** Line of the file on which the body begins, counted from 1. */
  readonly bodyLine: number
}

/**
 * Reads the front matter of a markdown file as Jekyll, Hugo and Pelican take it: YAML between `---`, TOML between `+++`,
 * JSON in braces, or lines of metadata. Nothing of it is ever run: `---js` is a problem.
 */
export function readOldFile(text: string, where: string): Result<OldFile> {
  const whole = text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n')
  if (/^---[ \t]*(?:ya?ml)?[ \t]*\n/i.test(whole)) return readYaml(whole.replace(/^---[^\n]*/, '---'), where)
  const language = /^---[ \t]*([\w.+-]+)[ \t]*\n/.exec(whole)?.[1]
  if (language !== undefined) {
    return failure({
      where,
      line: 1,
      what: `its front matter is written in "${language}", which is not read, and never run`,
      remedy: 'Write it as YAML between two lines of ---',
    })
  }
  if (/^\+\+\+[ \t]*\n/.test(whole)) return readToml(whole, where)
  if (/^\{[ \t]*\n/.test(whole)) return readJson(whole, where)
  return readMetadata(whole, where)
}

function readYaml(whole: string, where: string): Result<OldFile> {
  const file = splitFrontMatter(whole, where)
  if (!file.ok) return file
  const yaml = parseYaml(file.value.yaml, where, 1)
  if (!yaml.ok) return yaml
  return fileOf('yaml', yaml.value.value ?? {}, whole, file.value.body, where)
}

function readToml(whole: string, where: string): Result<OldFile> {
  const end = /\n\+\+\+[ \t]*(?:\n|$)/.exec(whole)
  if (end === null) return unclosed('+++', where)
  try {
    const data = plainDates(parseToml(whole.slice(whole.indexOf('\n') + 1, end.index + 1)))
    return fileOf('toml', data, whole, whole.slice(end.index + end[0].length).replace(/^\n+/, ''), where)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const what = `this is not TOML: ${error.message.split('\n')[0]}`
    return failure({ where, line: error.line + 1, what, remedy: 'Mend that line; text goes in quotes' })
  }
}

function readJson(whole: string, where: string): Result<OldFile> {
  const end = /\n\}[ \t]*(?:\n|$)/.exec(whole)
  if (end === null) return unclosed('}', where)
  try {
    const data = JSON.parse(whole.slice(0, end.index + 2)) as unknown
    return fileOf('json', data, whole, whole.slice(end.index + end[0].length).replace(/^\n+/, ''), where)
  } catch (error) {
    const what = `this is not JSON: ${error instanceof Error ? error.message : String(error)}`
    return failure({ where, line: 1, what, remedy: 'Mend it, or write it as YAML between two lines of ---' })
  }
}

const FIELD = /^ {0,3}([A-Za-z][\w-]*):[ \t]*(.*)$/

/** Lines of `Key: value` up to the first blank one, as Python-Markdown reads them; an indented line goes on with a value. */
function readMetadata(whole: string, where: string): Result<OldFile> {
  const lines = whole.split('\n')
  const fields = new Map<string, string>()
  let last: string | undefined
  let at = 0
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const [, key, value = ''] = FIELD.exec(line) ?? []
    if (key !== undefined) {
      last = key.toLowerCase()
      fields.set(last, value.trim())
    } else if (last !== undefined && /^ {4,}\S/.test(line)) {
      fields.set(last, [fields.get(last), line.trim()].filter(Boolean).join('\n'))
    } else break
  }
  if (fields.size === 0 || (lines[at] ?? '').trim() !== '') {
    return failure({
      where,
      line: fields.size === 0 ? 1 : at + 1,
      what: 'it begins with no front matter',
      remedy: 'Put its title and date on top, between two lines of ---, or take the file out if it is no issue',
    })
  }
  while (at < lines.length && (lines[at] ?? '').trim() === '') at++
  return success({ form: 'metadata', fields, body: lines.slice(at).join('\n'), bodyLine: at + 1 })
}

function fileOf(form: OldFile['form'], data: unknown, whole: string, body: string, where: string): Result<OldFile> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    const remedy = 'Write a line `title: …` and a line `date: …`'
    return failure({ where, line: 1, what: 'its front matter has no fields with names', remedy })
  }
  if (!isOfUsualSize(data)) {
    const what = `its front matter holds more than ${MOST_VALUES} values, or some more than ${DEEPEST} deep within others`
    return failure({ where, line: 1, what, remedy: 'Take out what no reader sees, or leave the file out' })
  }
  const bodyLine = whole.slice(0, whole.length - body.length).split('\n').length
  return success({
    form,
    fields: new Map(Object.entries(data).map(([key, value]) => [key.toLowerCase(), value as unknown])),
    body,
    bodyLine,
  })
}

/** Levels, as of all the YAML that we read. */
const DEEPEST = 100
/** A few aliases of YAML can stand for millions. */
const MOST_VALUES = 20_000

function isOfUsualSize(data: object): boolean {
  let level: unknown[] = [data]
  let count = 0
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length
    if (depth > DEEPEST || count > MOST_VALUES) return false
    const next: unknown[] = []
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue
      for (const inner of Object.values(value)) {
        next.push(inner)
        if (next.length > MOST_VALUES) return false
      }
    }
    level = next
  }
  return true
}

const unclosed = (mark: string, where: string) =>
  failure({
    where,
    line: 1,
    what: `its front matter is not closed by a line ${mark}`,
    remedy: `Write the line ${mark}`,
  })

/** TOML has days and hours of its own kind: as they are written. */
function plainDates(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plainDates)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainDates(inner)]))
}

/** The first of some fields that holds words, on one line. */
export function textField(fields: OldFields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields.get(name)
    const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    if (text !== '') return text
  }
  return undefined
}

/** All that some fields list; a text may hold several, parted by `separator`. */
export function listField(fields: OldFields, separator: RegExp | undefined, ...names: readonly string[]): string[] {
  return names
    .flatMap((name) => {
      const value = fields.get(name)
      if (typeof value === 'string') return separator === undefined ? [value] : value.split(separator)
      if (!Array.isArray(value)) return typeof value === 'object' && value !== null ? namesIn([value]) : []
      return namesIn(value)
    })
    .map((text) => text.trim())
    .filter(Boolean)
}

/** Some write an author as `{ name: … }`. */
const namesIn = (list: readonly unknown[]): string[] =>
  list.flatMap((one) => {
    const named = typeof one === 'object' && one !== null ? (one as { name?: unknown }).name : one
    return typeof named === 'string' || typeof named === 'number' ? [String(named)] : []
  })
