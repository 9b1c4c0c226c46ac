import { type Result, success } from '../text/problem.ts'
import { readFactsYaml } from './read-facts-yaml.ts'
import { createFactReader, isNothing, onePerMinor, type ReleaseFacts } from './release-facts.ts'

/**
 * Reads the project's list of ended branches (`data/releases/eol.yaml` of kubernetes/website).
 *
 * @param where the address, for the problems
 */
export function parseEolFile(text: string, where: string): Result<ReleaseFacts> {
  const yaml = readFactsYaml(text, 'branches', where)
  if (!yaml.ok) return yaml
  const { entries, lineOf } = yaml.value
  const reader = createFactReader(where, lineOf)
  const minors = entries.flatMap((value, index) => {
    const path = ['branches', index]
    const entry = reader.fields(value, path)
    const minor = entry && reader.minor(entry.release, [...path, 'release'])
    if (entry === undefined || minor === undefined) return []
    const last = entry.finalPatchRelease
    const latest = isNothing(last) ? undefined : reader.patch(last, minor, [...path, 'finalPatchRelease'])
    const endOfLife = reader.day(entry.endOfLifeDate, [...path, 'endOfLifeDate'])
    return [{ facts: { minor, endOfLife, latest, patches: [] }, path }]
  })
  return success({ source: 'kubernetes-eol', minors: onePerMinor(minors, reader), problems: reader.problems })
}
