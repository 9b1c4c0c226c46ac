import fs from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { parse } from 'smol-toml'

const ROOT = path.join(import.meta.dirname, '../..')

interface NetlifyFile {
  readonly build: { readonly command: string; readonly publish: string; readonly environment: Record<string, string> }
  readonly functions: { readonly directory: string; readonly included_files: readonly string[] }
  readonly redirects: readonly {
    readonly from: string
    readonly to: string
    readonly status: number
    readonly force?: boolean
  }[]
}

export const readNetlifyFile = (): NetlifyFile =>
  parse(fs.readFileSync(path.join(ROOT, 'netlify.toml'), 'utf8')) as unknown as NetlifyFile

export const listFunctions = (): string[] =>
  fs
    .readdirSync(path.join(ROOT, readNetlifyFile().functions.directory))
    .map((name) => path.basename(name, '.ts'))
    .sort()

/** What its bundler puts before a module, so that code of the other kind finds its names. */
const NAMES = `import { createRequire as ___createRequire } from 'node:module'
import { fileURLToPath as ___fileURLToPath } from 'node:url'
import { dirname as ___dirname } from 'node:path'
let __filename = ___fileURLToPath(import.meta.url)
let __dirname = ___dirname(__filename)
let require = ___createRequire(import.meta.url)
`

/**
 * Lays out the functions as Netlify does (zip-it-and-ship-it 16, `nft/transformer.js`): what is ours in one module each,
 * packages beside it, and the files that netlify.toml names, in their places.
 *
 * @param site a folder with what a build makes (`dist/`) and a content folder
 */
export async function bundleFunctions(site: string, out: string): Promise<void> {
  const { directory, included_files: included } = readNetlifyFile().functions
  await build({
    entryPoints: listFunctions().map((name) => path.join(ROOT, directory, `${name}.ts`)),
    outdir: path.join(out, directory),
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, packages: 'external', format: 'esm', platform: 'node', target: ['node24'], logLevel: 'error' },
    banner: { js: NAMES },
  })
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(out, 'node_modules'))
  for (const pattern of included) {
    const from = [site, ROOT].find((folder) => fs.globSync(pattern, { cwd: folder }).length > 0)
    for (const name of from === undefined ? [] : fs.globSync(pattern, { cwd: from })) {
      fs.cpSync(path.join(from ?? '', name), path.join(out, name), { recursive: true })
    }
  }
}
