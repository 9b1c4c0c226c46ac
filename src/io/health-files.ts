import path from 'node:path'
import { sourceIdSchema } from '../core/source/source.ts'
import { formatSourceHealth, parseSourceHealth, type SourceHealth } from '../core/source/source-health.ts'
import { failure, success } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** How a source is; the id is that of the source, and the file's name. */
export interface StoredHealth {
  readonly id: string
  readonly health: SourceHealth
}

/** The health of all sources of a content folder, by id; a source that was never read has none. */
export function readHealth(content: string): Collection<StoredHealth> {
  return readCollection(path.join(content, 'health'), '.yml', (text, { name, where }) => {
    const id = sourceIdSchema.safeParse(name.replace(/\.yml$/, ''))
    if (!id.success) {
      return failure({
        where,
        what: `the file's name is the id of a source: ${id.error.issues[0]?.message}`,
        remedy: 'Remove the file; ingest writes it anew',
      })
    }
    const health = parseSourceHealth(text, where)
    return health.ok ? success({ id: id.data, health: health.value }) : health
  })
}

/** Writes the health of a source; returns whether the file changed. */
export function writeHealth(content: string, id: string, health: SourceHealth): boolean {
  const file = path.join(content, 'health', `${id}.yml`)
  return writeFileAtomic(file, formatSourceHealth(health), { flush: false })
}
