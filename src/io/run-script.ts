import { spawn } from 'node:child_process'
import path from 'node:path'

/** Runs another command of this project, with its talk on our stderr; returns its exit code. */
export function runScript(name: string, args: readonly string[]): Promise<number> {
  const script = path.resolve(import.meta.dirname, '../../scripts', `${name}.ts`)
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 2, 2] })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => {
      resolve(code ?? 1)
    })
  })
}
