import type { FieldPath } from '../text/check-fields.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { parseYaml } from '../text/yaml.ts'

export interface FactsYaml {
  /** The list that the document is there for, with an entry at least. */
  readonly entries: readonly unknown[]
  readonly document: Readonly<Record<string, unknown>>
  readonly lineOf: (path: FieldPath) => number | undefined
}

/** Reads a foreign document of YAML, versions and days as the text that they are; a failure where its list is missing. */
export function readFactsYaml(text: string, list: string, where: string): Result<FactsYaml> {
  const problem = (what: string) => failure({ where, what, remedy: 'What was known before stays as it is' })
  if (text.trim() === '') return problem('this is empty')
  if (text.trimStart().startsWith('<')) return problem(`this is a web page, not a list of releases in YAML`)
  const yaml = parseYaml(text, where)
  if (!yaml.ok) return yaml
  const { value, lineOf } = yaml.value
  const document = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const entries = document[list]
  if (!Array.isArray(entries) || entries.length === 0) return problem(`expected a list named ${list}, with entries`)
  return success({ entries: entries as unknown[], document, lineOf })
}
