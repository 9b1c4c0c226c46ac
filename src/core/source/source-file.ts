import { failure, type Result, success } from '../text/problem.ts'
import { formatYaml, parseYamlFile } from '../text/front-matter.ts'
import { editYaml } from '../text/edit-yaml.ts'
import { hasBegun } from '../text/moment.ts'
import { RESERVED_SOURCES, type Source, sourceIdSchema, sourceSchema } from './source.ts'

/**
 * Reads `content/sources/<id>.yml`.
 *
 * @param now the clock, for whoever is to hear of a source that retires on a day that is still to come
 */
export function parseSource(text: string, id: string, where: string, now?: Date): Result<Source> {
  const name = sourceIdSchema.safeParse(id)
  if (!name.success) {
    return failure({
      where,
      what: `the file's name is the source's id: ${name.error.issues[0]?.message}`,
      remedy: 'Rename the file',
    })
  }
  if (RESERVED_SOURCES.includes(id)) {
    return failure({ where, what: `"${id}" is what links are from that no feed brought`, remedy: 'Rename the file' })
  }
  const data = parseYamlFile(text, now === undefined ? sourceSchema : schemaAt(now), where)
  return data.ok ? success({ id, ...data.value }) : data
}

/** Nobody is retired in advance: until that day, an ingest would have to ask the feed, and pages to say otherwise. */
const schemaAt = (now: Date) =>
  sourceSchema.refine(({ retired }) => retired === undefined || hasBegun(retired.since, now), {
    path: ['retired', 'since'],
    error: STILL_TO_COME,
  })

const STILL_TO_COME =
  'this day is still to come; a source is retired from the day on which you say so, or an earlier one'

/** The file of a source, without the fields that have their default. `parseSource(formatSource(x))` equals x. */
export const formatSource = (source: Source): string => formatYaml(sourceRecord(source))

/** The text of a source's file with what differs between two values of it; all else stays as somebody wrote it. */
export const editSource = (text: string, before: Source, after: Source, where: string): Result<string> =>
  editYaml(text, sourceRecord(before), sourceRecord(after), where)

function sourceRecord({
  title,
  url,
  site,
  kind,
  org,
  weight,
  language,
  interval,
  include,
  aliases,
  retired,
}: Source): Record<string, unknown> {
  return {
    ...{ title, url, site, kind, org, weight },
    language: language === 'en' ? undefined : language,
    interval: interval === 1 ? undefined : interval,
    include: include.length > 0 ? include : undefined,
    aliases: aliases.length > 0 ? aliases : undefined,
    retired: retired && { since: retired.since, reason: retired.reason },
  }
}
