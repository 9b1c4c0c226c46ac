import { failure, type Result } from '../text/problem.ts'
import type { FactSourceId } from './fact-sources.ts'
import { parseEndoflife } from './parse-endoflife.ts'
import { parseEolFile } from './parse-eol-file.ts'
import { parseScheduleFile } from './parse-schedule-file.ts'
import type { ReleaseFacts } from './release-facts.ts'

/** In bytes. What these sources say fits into a hundredth, and more would only take time to read. */
const LARGEST = 1_000_000

const PARSERS: Readonly<Record<FactSourceId, (text: string, where: string) => Result<ReleaseFacts>>> = {
  'kubernetes-schedule': parseScheduleFile,
  'kubernetes-eol': parseEolFile,
  'endoflife-date': parseEndoflife,
}

/**
 * Reads what a source of facts answered.
 *
 * @param where the address, for the problems
 */
export function readFactsDocument(source: FactSourceId, body: Uint8Array, where: string): Result<ReleaseFacts> {
  const problem = (what: string) => failure({ where, what, remedy: 'What was known before stays as it is' })
  if (body.length > LARGEST) return problem(`this is larger than ${LARGEST / 1e6} MB`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return problem('these bytes are no text in UTF-8')
  }
  return PARSERS[source](text, where)
}
