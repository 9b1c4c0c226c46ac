import { isUtf8 } from 'node:buffer'
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

/** What else the names of files end in that hold the same, and that nobody would read. */
const LOOKALIKES: Readonly<Record<string, RegExp>> = { '.md': /\.(?:md|mdx|markdown)$/i, '.yml': /\.ya?ml$/i }

/**
 * Reads and parses each file of a folder. One that is not UTF-8, or whose name ends nearly as the others', is a problem:
 * else its words would be mangled, or missed by nobody until a reader does.
 */
export function readCollection<T>(
  folder: string,
  extension: string,
  parse: (text: string, file: { readonly name: string; readonly where: string }) => Result<T>,
): Collection<T> {
  const entries: T[] = []
  const problems: Problem[] = []
  const shown = displayPath(folder)
  for (const name of listFiles(folder, '')) {
    const where = shown === '' ? name : `${shown}${path.sep}${name}`
    if (!name.endsWith(extension)) {
      if (LOOKALIKES[extension]?.test(name)) problems.push(nameProblem(where, extension))
      continue
    }
    const file = `${folder}${path.sep}${name}`
    const text = fs.readFileSync(file, 'utf8')
    if (text.includes('\ufffd') && !isUtf8(fs.readFileSync(file))) {
      problems.push(encodingProblem(where, text))
      continue
    }
    const parsed = parse(text, { name, where })
    if (parsed.ok) entries.push(parsed.value)
    else problems.push(...parsed.problems)
  }
  return { entries, problems }
}

function nameProblem(where: string, extension: string): Problem {
  const { ext, name } = path.parse(where)
  const what = `its name ends in ${ext}, and only files that end in ${extension} are read here`
  return { where, what, remedy: `Rename it to ${name}${extension}` }
}

function encodingProblem(where: string, text: string): Problem {
  const line = text.slice(0, text.indexOf('\ufffd')).split('\n').length
  return { where, line, what: 'these bytes are no text in UTF-8', remedy: 'Save the file as UTF-8 in your editor' }
}
