import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const CODE = /\.([cm]?[jt]sx?|astro|json)$/
/** What holds no code of ours, in the root alone. */
const NOT_OURS = new Set(['.astro', '.git', '.crowsnest', 'content', 'dist', 'node_modules', 'outbox'])
/** What Astro makes of the content's configuration. All else below `.astro/` is of content, and a desk writes it meanwhile. */
const TYPES = /\.d\.ts$/

/**
 * The state of all that lint and types go by, as one hash: every file of code with its place, what is installed, and the
 * Node that runs. Where it is the same, so is what they would say.
 *
 * @param root the folder of the repository
 */
export function codeState(root: string): string {
  const [generated, installed] = [path.join(root, '.astro'), path.join(root, 'node_modules', '.package-lock.json')]
  const files = [
    ...filesBelow(root, CODE, NOT_OURS),
    ...(fs.existsSync(generated) ? filesBelow(generated, TYPES) : []),
    ...(fs.existsSync(installed) ? [installed] : []),
  ]
  const hash = createHash('sha256').update(`${process.version}\n`)
  for (const file of files) {
    const content = createHash('sha256').update(fs.readFileSync(file)).digest('hex')
    hash.update(`${JSON.stringify(path.relative(root, file))} ${content}\n`)
  }
  return hash.digest('hex')
}

function filesBelow(folder: string, kind: RegExp, leftOut: ReadonlySet<string> = new Set()): string[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : filesBelow(place, kind)
    return entry.isFile() && kind.test(entry.name) ? [place] : []
  })
}
