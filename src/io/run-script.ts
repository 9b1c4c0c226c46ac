import { spawn } from 'node:child_process'
import path from 'node:path'

/**
 * Runs another command of this project, with its talk on our stderr; returns its exit code. It ends when we do, by us
 * alone: a Ctrl+C that reached its own helpers as well would leave it talking to the dead.
 */
export function runScript(name: string, args: readonly string[]): Promise<number> {
  const script = path.resolve(import.meta.dirname, '../../scripts', `${name}.ts`)
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 2, 2],
    detached: process.platform !== 'win32',
  })
  const interrupt = () => child.kill('SIGINT')
  process.once('exit', interrupt)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      process.off('exit', interrupt)
      resolve(code ?? 1)
    })
  })
}
