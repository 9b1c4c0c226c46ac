import fs from 'node:fs'
import path from 'node:path'
import type { Problem, Result } from '../core/text/problem.ts'

/** What was read of a collection: the good files, and what is wrong with the others. */
export interface Collection<T> {
  readonly entries: readonly T[]
  readonly problems: readonly Problem[]
}

/** The files below a folder that end in `extension`, as sorted paths relative to it; none where there is no folder. */
export function listFiles(folder: string, extension: string): string[] {
  const files: string[] = []
  const look = (below: string) => {
    for (const entry of fs.readdirSync(path.join(folder, below), { withFileTypes: true })) {
      const name = below === '' ? entry.name : `${below}${path.sep}${entry.name}`
      if (entry.isDirectory()) look(name)
      else if (entry.isFile() && entry.name.endsWith(extension) && !entry.name.startsWith('.')) files.push(name)
    }
  }
  if (fs.existsSync(folder)) look('')
  return files.sort()
}

/** The path that a person sees in an error: relative to the working directory where that is shorter. */
export function displayPath(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return relative.startsWith('..') ? file : relative
}

/** Reads and parses each file of a folder. */
export function readCollection<T>(
  folder: string,
  extension: string,
  parse: (text: string, file: { readonly name: string; readonly where: string }) => Result<T>,
): Collection<T> {
  const entries: T[] = []
  const problems: Problem[] = []
  const shown = displayPath(folder)
  for (const name of listFiles(folder, extension)) {
    const text = fs.readFileSync(`${folder}${path.sep}${name}`, 'utf8')
    const parsed = parse(text, { name, where: shown === '' ? name : `${shown}${path.sep}${name}` })
    if (parsed.ok) entries.push(parsed.value)
    else problems.push(...parsed.problems)
  }
  return { entries, problems }
}
