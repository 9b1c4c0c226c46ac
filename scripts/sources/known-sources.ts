import path from 'node:path'
import type { Source } from '../../src/core/source/source.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { sayProblems } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { readSources } from '../../src/io/source-files.ts'

/** All sources, retired ones too; where one cannot be read, the command ends with what is wrong with it. */
export function allSources(content: string, now: Date): readonly Source[] {
  const { entries, problems } = readSources(content, now)
  if (problems.length > 0) throw new ExpectedError(problems)
  return entries
}

/** The sources of these ids, or all where there is none; an id that nobody has ends the command. */
export function chooseSources(sources: readonly Source[], ids: readonly string[]): readonly Source[] {
  const unknown = ids.filter((id) => !sources.some((source) => source.id === id))
  if (unknown.length > 0) {
    throw new ExpectedError(
      unknown.map((id) => ({ where: id, what: 'there is no such source', remedy: 'See `npm run sources -- list`' })),
      USAGE,
    )
  }
  return ids.length > 0 ? sources.filter(({ id }) => ids.includes(id)) : sources
}

/** Warns where there are none, and says how to get some. */
export function sayIfNone(content: string, sources: readonly Source[]): void {
  if (sources.length > 0) return
  const remedy =
    'Add some with `npm run sources -- add URL` or `npm run sources -- import FILE.opml`, or name another folder with --content'
  sayProblems([{ where: displayPath(path.join(content, 'sources')), what: 'there are no sources', remedy }], 'warning')
}
