import fs from 'node:fs'
import path from 'node:path'
import type { Source } from '../core/source/source.ts'
import { editSource, formatSource, parseSource } from '../core/source/source-file.ts'
import { type Result, success } from '../core/text/problem.ts'
import { writeFileAtomic } from './atomic-file.ts'
import { type Collection, displayPath, readCollection } from './content-folder.ts'

/**
 * All sources of a content folder, by id.
 *
 * @param now as `parseSource` takes it
 */
export function readSources(content: string, now?: Date): Collection<Source> {
  return readCollection(path.join(content, 'sources'), '.yml', (text, { name, where }) =>
    parseSource(text, name.replace(/\.yml$/, ''), where, now),
  )
}

/** Writes the file of a source; returns its path. */
export function writeSource(content: string, source: Source): string {
  const file = sourceFile(content, source.id)
  writeFileAtomic(file, formatSource(source))
  return file
}

/** A change to the file of a source that is there: its text as it would be, and a way to write it. */
export interface SourceEdit {
  readonly text: string
  readonly write: () => void
}

/** Plans to write into the file of a source what differs between two values of it. */
export function planSourceEdit(content: string, before: Source, after: Source): Result<SourceEdit> {
  const file = sourceFile(content, before.id)
  const edited = editSource(fs.readFileSync(file, 'utf8'), before, after, displayPath(file))
  if (!edited.ok) return edited
  return success({
    text: edited.value,
    write: () => {
      writeFileAtomic(file, edited.value)
    },
  })
}

const sourceFile = (content: string, id: string) => path.join(content, 'sources', `${id}.yml`)

/** The file of a source, as a person would look it up. */
export const displaySource = (content: string, id: string): string => displayPath(sourceFile(content, id))
