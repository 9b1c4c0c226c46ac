import path from 'node:path'
import type { Source } from '../core/source/source.ts'
import { formatSource, parseSource } from '../core/source/source-file.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { type Collection, readCollection } from './content-folder.ts'

/** All sources of a content folder, by id. */
export function readSources(content: string): Collection<Source> {
  return readCollection(path.join(content, 'sources'), '.yml', (text, { name, where }) =>
    parseSource(text, name.replace(/\.yml$/, ''), where),
  )
}

/** Writes the file of a source; returns its path. */
export function writeSource(content: string, source: Source): string {
  const file = path.join(content, 'sources', `${source.id}.yml`)
  writeFileAtomic(file, formatSource(source))
  return file
}
