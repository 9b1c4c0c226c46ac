import fs from 'node:fs'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '../..')
const PARTS = ['astro.config.mjs', 'package.json', 'tsconfig.json', 'netlify.toml', 'src', 'scripts', 'public']

/** A copy of the program in a folder, as a build works beside the program it is of; gives where it is. */
export function copyProject(folder: string): string {
  const project = path.join(folder, 'project')
  for (const name of PARTS) fs.cpSync(path.join(ROOT, name), path.join(project, name), { recursive: true })
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'))
  return project
}
