import matter from 'gray-matter'
import type { z } from 'astro/zod'
import { Document } from 'yaml'
import { checkFields } from './check-fields.ts'
import { readPlainYaml } from './plain-yaml.ts'
import { failure, type Result, success } from './problem.ts'
import { writePlainYaml } from './write-plain-yaml.ts'
import { createYamlNode, formatDocument, parseYaml } from './yaml.ts'

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
  // Nearly every file is plain and right. Any other is read with the reader of all YAML, which knows the lines.
  const plain = readPlainYaml(text)
  const checked = plain === undefined ? undefined : schema.safeParse(plain)
  if (checked?.success) return success(checked.data)
  const yaml = parseYaml(text, where, lineOffset)
  if (!yaml.ok) return yaml
  return checkFields(yaml.value.value, schema, where, yaml.value.lineOf)
}

/** Writes a markdown file; `undefined` fields are left out. The same input gives the same bytes. */
export function formatMarkdownFile(data: Record<string, unknown>, body: string): string {
  const text = body.trim()
  return `---\n${formatYaml(data)}---\n${text === '' ? '' : `\n${text}\n`}`
}

/** The same data gives the same bytes. */
export function formatYaml(data: Record<string, unknown>): string {
  const plain = writePlainYaml(data)
  if (plain !== undefined) return plain
  const document = new Document()
  document.contents = createYamlNode(document, withoutUndefined(data))
  return formatDocument(document)
}

const withoutUndefined = (data: Record<string, unknown>) => JSON.parse(JSON.stringify(data)) as Record<string, unknown>
