import { createJsonSplitter } from '../core/text/split-json.ts'
import { parseJson } from '../core/text/json-lines.ts'
import { ExpectedError } from '../core/text/problem.ts'

/** One record of a JSON text: its place among them, counted from 1, and its fields as texts. */
export interface JsonRow {
  readonly line: number
  readonly fields: Readonly<Record<string, string>>
}

/** Characters of one record. */
const LONGEST_RECORD = 1024 * 1024

/**
 * Reads the records of a JSON text piece by piece: an array, the answers of an API, or JSON Lines.
 *
 * @param where the file, for problems
 * @throws ExpectedError where it is no JSON or breaks off, after all records before that
 */
export async function* readJsonRows(
  chunks: AsyncIterable<string>,
  { start, where }: { readonly start: string; readonly where: string },
): AsyncGenerator<JsonRow, void> {
  const splitter = createJsonSplitter(start.replace(/^\ufeff/, ''))
  let line = 0
  const problem = (what: string) => new ExpectedError({ where, field: `entry ${line + 1}`, what, remedy: REMEDY })
  for await (const chunk of chunks) {
    for (const record of splitter.push(chunk)) {
      const value = parseJson(record)
      if (typeof value !== 'object' || value === null) throw problem('this is no JSON')
      line += 1
      yield { line, fields: Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asText(field)])) }
    }
    if (splitter.held() > LONGEST_RECORD)
      throw problem('this does not end as an entry does: a brace or a quote is missing')
  }
  if (!splitter.isWhole()) throw problem('the file is cut short here')
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  return value === null || value === undefined ? '' : JSON.stringify(value)
}

const REMEDY = 'Export the list again, and run this once more: what came before is done, and skipped'
