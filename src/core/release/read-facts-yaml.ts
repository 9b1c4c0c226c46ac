import type { FieldPath } from '../text/check-fields.ts'
import { type Result, success } from '../text/problem.ts'
import { parseYaml } from '../text/yaml.ts'
import { refuseFacts } from './release-facts.ts'

export interface FactsYaml {
  /** The list that the document is there for, with an entry at least. */
  readonly entries: readonly unknown[]
  readonly document: Readonly<Record<string, unknown>>
  readonly lineOf: (path: FieldPath) => number | undefined
}

/** Reads a foreign document of YAML, versions and days as the text that they are; a failure where its list is missing. */
export function readFactsYaml(text: string, list: string, where: string): Result<FactsYaml> {
  const refuse = (what: string) => refuseFacts(where, what)
  if (text.trim() === '') return refuse('this is empty')
  if (text.trimStart().startsWith('<')) return refuse(`this is a web page, not a list of releases in YAML`)
  const yaml = parseYaml(text, where)
  if (!yaml.ok) return yaml
  const { value, lineOf } = yaml.value
  const document = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const entries = document[list]
  if (!Array.isArray(entries) || entries.length === 0) return refuse(`expected a list named ${list}, with entries`)
  return success({ entries: entries as unknown[], document, lineOf })
}
