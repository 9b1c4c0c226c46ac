import { failure, type Result, success } from '../text/problem.ts'
import { formatYaml, parseYamlFile } from '../text/front-matter.ts'
import { RESERVED_SOURCES, type Source, sourceIdSchema, sourceSchema } from './source.ts'

/** Reads `content/sources/<id>.yml`. */
export function parseSource(text: string, id: string, where: string): Result<Source> {
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
  const data = parseYamlFile(text, sourceSchema, where)
  return data.ok ? success({ id, ...data.value }) : data
}

/** The file of a source, without the fields that have their default. `parseSource(formatSource(x))` equals x. */
export function formatSource({
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
}: Source): string {
  return formatYaml({
    ...{ title, url, site, kind, org, weight },
    language: language === 'en' ? undefined : language,
    interval: interval === 1 ? undefined : interval,
    include: include.length > 0 ? include : undefined,
    aliases: aliases.length > 0 ? aliases : undefined,
  })
}
