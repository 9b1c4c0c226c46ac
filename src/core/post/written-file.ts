import { type FieldPath, formatPath } from '../text/check-fields.ts'
import { splitFrontMatter } from '../text/front-matter.ts'
import type { Problem } from '../text/problem.ts'
import { parseYaml } from '../text/yaml.ts'

/** What was read of a file, beside its text, in which a problem has its line. */
export interface WrittenFile<T> {
  readonly entry: T
  /** The file, as a person would look it up. */
  readonly where: string
  readonly text: string
}

/** Where a text was read from. */
export interface Place {
  /** The file, as a person would look it up. */
  readonly where: string
  /** The line of the file, counted from 1, on which the body begins. */
  readonly bodyLine: number
}

/** A problem with a field of a file: its line is looked for only now that it is needed. */
export function problemOfField(
  { where, text }: Omit<WrittenFile<unknown>, 'entry'>,
  path: FieldPath,
  what: string,
  remedy: string,
): Problem {
  const file = splitFrontMatter(text, where)
  const yaml = file.ok ? parseYaml(file.value.yaml, where, 1) : parseYaml(text, where)
  return { where, field: formatPath(path), line: yaml.ok ? yaml.value.lineOf(path) : undefined, what, remedy }
}

/** Lines of a markdown file before the first of its body. */
export function linesBefore(text: string, body: string): number {
  const whole = text.replaceAll('\r\n', '\n')
  return whole.slice(0, whole.length - body.length).split('\n').length - 1
}
