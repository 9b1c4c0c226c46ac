import { failure, type Problem, type Result, success } from '../text/problem.ts'
import type { FactSourceId } from './fact-sources.ts'
import { parseEndoflife } from './parse-endoflife.ts'
import { parseEolFile } from './parse-eol-file.ts'
import { parseScheduleFile } from './parse-schedule-file.ts'
import { refuseFacts, type ReleaseFacts } from './release-facts.ts'

/** In bytes. What these sources say fits into a fifth, and more would only take time to read. */
const LARGEST = 100_000
/** Kubernetes has not had so many in all its years; each would be a file, and a page. */
const MOST_MINORS = 200
const MOST_PATCHES = 200
/** What is said of one document; where all of it is wrong, nobody reads a line for each entry. */
const MOST_PROBLEMS = 20

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
  const refuse = (what: string) => refuseFacts(where, what)
  if (body.length > LARGEST) return refuse(`this is larger than ${LARGEST / 1e3} kB`)
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return refuse('these bytes are no text in UTF-8')
  }
  const read = PARSERS[source](text, where)
  if (!read.ok) return failure(...atMost(read.problems, where))
  const { minors, problems } = read.value
  if (minors.length > MOST_MINORS) return refuse(`this names ${minors.length} minors, more than there can be`)
  const full = minors.find(({ patches }) => patches.length > MOST_PATCHES)
  if (full) return refuse(`this names ${full.patches.length} patches of ${full.minor}, more than there can be`)
  return success({ ...read.value, problems: atMost(problems, where) })
}

/** The first problems, and how many more there are. */
function atMost(problems: readonly Problem[], where: string): readonly Problem[] {
  const more = problems.length - MOST_PROBLEMS
  if (more <= 1) return problems
  return [...problems.slice(0, MOST_PROBLEMS - 1), { where, what: `${more + 1} more things here cannot be read` }]
}
