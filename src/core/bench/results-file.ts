import { z } from 'astro/zod'
import { checkFields } from '../text/check-fields.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { type BenchRun, benchRunSchema } from './figure.ts'

const schema = z.strictObject({ runs: z.array(benchRunSchema) })

/** Reads what `formatResults` wrote. */
export function parseResults(text: string, where: string): Result<readonly BenchRun[]> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return failure({ where, what: 'this is no JSON', remedy: 'Take the file back from git' })
  }
  const checked = checkFields(value, schema, where, () => undefined)
  return checked.ok ? success(checked.value.runs) : checked
}

export const formatResults = (runs: readonly BenchRun[]): string => `${JSON.stringify({ runs }, null, 2)}\n`

/**
 * The latest run of each script, and the latest of its long ones, which measure more than others and so stay beside them.
 *
 * @param order the scripts as they are to stand; what is not among them stands at the end
 */
export function mergeRuns(
  before: readonly BenchRun[],
  after: readonly BenchRun[],
  order: readonly string[],
): readonly BenchRun[] {
  const latest = new Map([...before, ...after].map((run) => [`${run.script} ${run.long}`, run]))
  const place = ({ script, long }: BenchRun) => {
    const at = order.indexOf(script)
    return (at === -1 ? order.length : at) + (long ? 0.5 : 0)
  }
  return [...latest.values()].toSorted((one, other) => place(one) - place(other))
}
