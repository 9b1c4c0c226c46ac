import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

const CODE = /\.([cm]?[jt]sx?|astro|json)$/
/** What holds no code of ours, in the root alone. `.astro` is read: its types are made of the content's configuration. */
const NOT_OURS = new Set(['.git', '.crowsnest', 'content', 'dist', 'node_modules', 'outbox'])

/**
 * The state of all that lint and types go by, as one hash: every file of code with its place, what is installed, and the
 * Node that runs. Where it is the same, so is what they would say.
 *
 * @param root the folder of the repository
 */
export function codeState(root: string): string {
  const installed = path.join(root, 'node_modules', '.package-lock.json')
  const hash = createHash('sha256').update(`${process.version}\n`)
  for (const file of [...filesOfCode(root, NOT_OURS), ...(fs.existsSync(installed) ? [installed] : [])]) {
    const content = createHash('sha256').update(fs.readFileSync(file)).digest('hex')
    hash.update(`${JSON.stringify(path.relative(root, file))} ${content}\n`)
  }
  return hash.digest('hex')
}

function filesOfCode(folder: string, leftOut: ReadonlySet<string> = new Set()): string[] {
  const entries = fs.readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : filesOfCode(place)
    return CODE.test(entry.name) ? [place] : []
  })
}
