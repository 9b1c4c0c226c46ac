import { editYaml } from '../text/edit-yaml.ts'
import { formatYaml } from '../text/front-matter.ts'
import { isEqual } from '../text/is-equal.ts'
import { failure, type Result, success } from '../text/problem.ts'
import { parseYaml } from '../text/yaml.ts'
import { parseRota, type Rota } from './rota.ts'

/**
 * The text of `content/rota.yml` after a change of its weeks: only what changed is written anew, and all else stays byte
 * for byte, comments included.
 *
 * @param text the file as it stands, which reads as `before`; undefined where there is none
 */
export function editRotaFile(text: string | undefined, before: Rota, after: Rota, where: string): Result<string> {
  const yaml = text === undefined ? undefined : parseYaml(text, where)
  if (yaml && !yaml.ok) return yaml
  const weeks = recordOf(after)
  if (text === undefined || yaml?.value.value === null) return success(`${text ?? ''}${formatYaml({ weeks })}`)
  const known = yaml?.value.value as Readonly<Record<string, unknown>>
  const { weeks: _, ...others } = known
  const edited = editYaml(text, known, Object.keys(weeks).length === 0 ? others : { ...others, weeks }, where)
  if (!edited.ok) return edited
  const read = parseRota(edited.value, where)
  if (read.ok && isEqual([read.value.from, read.value.order, recordOf(read.value)], [before.from, before.order, weeks]))
    return edited
  const what = 'this file is written in a way that cannot be changed without disturbing it'
  const remedy = 'Write the fields of a week one a line, without anchors, tags and braces; or make the change by hand'
  return failure({ where, what, remedy })
}

/** The fields of a week in the order in which a person would write them. */
function recordOf({ weeks }: Rota): Readonly<Record<string, unknown>> {
  const entries = Object.entries(weeks).map(([week, { editors, skip, through, reason }]) => {
    const fields = Object.entries({ skip, through, editors, reason }).filter(([, value]) => value !== undefined)
    return [week, Object.fromEntries(fields)] as const
  })
  return Object.fromEntries(entries)
}
