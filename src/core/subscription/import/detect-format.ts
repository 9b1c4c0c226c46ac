import { failure, type Problem, type Result, success } from '../../text/problem.ts'
import { BUTTONDOWN } from './buttondown.ts'
import type { ImportFile, ImportFormat, ImportFormatName } from './import-format.ts'
import { LISTMONK } from './listmonk.ts'
import { MAILCHIMP } from './mailchimp.ts'
import { OWN_EXPORT } from './own-export.ts'
import { PLAIN_LIST } from './plain-list.ts'

/** Whoever comes first and knows the columns reads the file; what has more columns that no other has comes first. */
const IMPORT_FORMATS: readonly ImportFormat[] = [OWN_EXPORT, LISTMONK, MAILCHIMP, BUTTONDOWN, PLAIN_LIST]

/** The names of the formats, as `--format` takes them. */
export const IMPORT_FORMAT_NAMES: readonly ImportFormatName[] = IMPORT_FORMATS.map(({ name }) => name)

const REMEDY = `Export it anew, or give it a first line that names its columns, one of them email`

/**
 * The format of a file by its columns, or that which somebody named.
 *
 * @returns a problem where no format knows the columns, or where something is said of lines that say it themselves
 */
export function detectFormat(
  { name, columns, state }: Pick<ImportFile, 'name' | 'columns' | 'state'>,
  named?: ImportFormatName,
): Result<ImportFormat> {
  const asked = IMPORT_FORMATS.filter((format) => named === undefined || format.name === named)
  const format = asked.find(({ recognises }) => recognises(columns))
  const problem = (what: string, remedy: string): Problem => ({ where: name, what, remedy })
  if (format === undefined) {
    const whose = named === undefined ? 'any list that is known here' : `an export of ${asked[0]?.title}`
    const shown = [...columns].slice(0, 12).join(', ') || 'none'
    return failure(problem(`its columns are not those of ${whose} (they are: ${shown})`, REMEDY))
  }
  if (state !== undefined && !format.needsState) {
    return failure(
      problem(`lines of ${format.title} say themselves what they are`, 'Leave --as out, or take another --format'),
    )
  }
  return success(format)
}
