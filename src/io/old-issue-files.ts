import { isUtf8 } from 'node:buffer'
import fs from 'node:fs'
import path from 'node:path'
import { CONFIG_FILES } from '../core/import/read-old-config.ts'
import { lineSchema } from '../core/text/line.ts'
import { failure, type Problem, type Result, success } from '../core/text/problem.ts'

/** Bytes of an issue; the longest that we know of have a tenth of that. */
const MOST_BYTES = 1_000_000
const MARKDOWN = /\.(?:md|markdown|mkd|mdown)$/i
/** Folders in which generators keep what they publish. */
const CONTENT_FOLDERS = ['_posts', 'content']

/** A folder of old issues, as it was found. */
export interface OldFolder {
  /** The folder whose files are issues, absolute; below it are the paths of `files`. */
  readonly root: string
  /** What `from` of its issues begins with: the name of the archive, and the way from there. */
  readonly name: string
  /** With `/`, sorted. */
  readonly files: readonly string[]
  /** What is in it and is not read. */
  readonly problems: readonly Problem[]
  /** Settings of the generator, where some were found beside it. */
  readonly config: { readonly file: string; readonly name: string; readonly text: string } | undefined
}

/** Looks for old issues in a folder: an archive as it is kept in git, or the folder of issues in one. */
export function findOldFolder(dir: string): OldFolder {
  const folder = fs.realpathSync(dir)
  const config = findConfig(folder)
  const inside = config === undefined || path.dirname(config.file) === folder ? findContent(folder) : undefined
  const root = inside ?? folder
  // The nearest folder that is called after the archive, not after what every archive has.
  let top = config === undefined ? root : configRoot(config)
  if (!(root + path.sep).startsWith(top + path.sep)) top = root
  const below = path.relative(top, root).split(path.sep).filter(Boolean)
  const { files, problems } = walk(root)
  return { root, name: [path.basename(top), ...below].join('/'), files, problems, config }
}

const configRoot = ({ file, name }: { readonly file: string; readonly name: string }) =>
  path.resolve(file, ...name.split('/').map(() => '..'))

const findContent = (folder: string) =>
  CONTENT_FOLDERS.map((name) => path.join(folder, name)).find((inner) =>
    fs.lstatSync(inner, { throwIfNoEntry: false })?.isDirectory(),
  )

/** In the folder, or up to two above it: issues stand in `_posts`, in `content/issues`. */
function findConfig(folder: string): OldFolder['config'] {
  for (const above of ['.', '..', '../..']) {
    for (const name of CONFIG_FILES) {
      const file = path.resolve(folder, above, name)
      const stats = fs.lstatSync(file, { throwIfNoEntry: false })
      if (stats?.isFile() && stats.size <= MOST_BYTES) return { file, name, text: fs.readFileSync(file, 'utf8') }
    }
  }
  return undefined
}

function walk(root: string): { files: string[]; problems: Problem[] } {
  const files: string[] = []
  const problems: Problem[] = []
  const look = (below: string) => {
    const entries = fs.readdirSync(path.join(root, below), { withFileTypes: true })
    for (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      if (!lineSchema.safeParse(entry.name).success) problems.push(nameProblem(name))
      else if (entry.isSymbolicLink()) problems.push(linkProblem(root, name))
      else if (entry.isDirectory()) look(name)
      else if (entry.isFile() && MARKDOWN.test(entry.name)) files.push(name)
      else if (/\.(?:html?|rst|adoc|org|txt)$/i.test(entry.name)) {
        problems.push({ where: name, what: 'it is no markdown', remedy: 'Only markdown is read: convert it first' })
      }
    }
  }
  look('')
  return { files: files.sort(), problems }
}

/** Paths stand on a line of an issue and of the report. */
function nameProblem(name: string): Problem {
  const what = 'a name with a line end, or another control character, can stand in no list of files'
  return { where: JSON.stringify(name), what, remedy: 'Rename it, and run this again' }
}

function linkProblem(root: string, name: string): Problem {
  let target = ''
  try {
    target = fs.realpathSync(path.join(root, name))
  } catch {
    return { where: name, what: 'it is a link to nothing', remedy: 'Take it out' }
  }
  const isInside = (target + path.sep).startsWith(root + path.sep)
  const what = isInside
    ? 'it is a link to another file of the folder, which is read itself'
    : 'it is a link out of the folder'
  return { where: name, what, remedy: isInside ? 'Nothing' : 'Put the file itself in its place' }
}

/** The text of an old file; what is too long for an issue, or no text in UTF-8, is a problem. */
export function readOldText({ root }: OldFolder, name: string): Result<string> {
  const file = path.join(root, ...name.split('/'))
  const { size } = fs.statSync(file)
  if (size > MOST_BYTES) {
    const what = `it has ${(size / 1_000_000).toFixed(1)} MB, and no issue has over ${MOST_BYTES / 1_000_000}`
    return failure({ where: name, what, remedy: 'Part it, or leave it out' })
  }
  const bytes = fs.readFileSync(file)
  if (isUtf8(bytes)) return success(bytes.toString('utf8'))
  const line = bytes.toString('utf8').split('\ufffd')[0]?.split('\n').length
  return failure({
    where: name,
    line,
    what: 'these bytes are no text in UTF-8',
    remedy: 'Save it as UTF-8 in your editor',
  })
}
