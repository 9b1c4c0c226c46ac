import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import path from 'node:path'

const SOURCE = pathToFileURL(path.join(import.meta.dirname, '../../../src/io/')).href

/**
 * Starts a process that runs a few lines.
 *
 * @param module a file of `src/io`, whose exports are `used` in the lines, as `state` and `source` (of `src/io`) are
 */
export function startScript(module: string, lines: string, state: string) {
  const given = `
    const [source, module, state] = process.argv.slice(1)
    const used = await import(new URL(module, source))`
  const args = ['--input-type=module', '-e', `${given}\n${lines}`, SOURCE, `${module}.ts`, state]
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
}
