import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'astro/zod'
import { type Figure, figureSchema } from '../core/bench/figure.ts'
import { checkFields } from '../core/text/check-fields.ts'
import { failure, type Result } from '../core/text/problem.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../tests/bench')
/** Milliseconds that a benchmark has to stop its own servers and remove its files. */
const GRACE = 10_000

/**
 * Runs a script of tests/bench/ as a process of its own, with its talk on our stderr, and reads what it measured. What it
 * makes in the folder for temporary files goes with it, and so does every process it started, however it ends.
 *
 * @param options.seconds when it is given up
 * @param options.signal ends it, too
 */
export async function runBench(
  script: string,
  options: {
    readonly seconds: number
    readonly long: boolean
    readonly signal: AbortSignal
    /** Where the scripts are, for a test of this. */
    readonly folder?: string
  },
): Promise<Result<readonly Figure[]>> {
  const { seconds, long, signal, folder: scripts = FOLDER } = options
  const where = `tests/bench/${script}.ts`
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'crowsnest-bench-'))
  // PostgreSQL runs as a user of its own, who has to get to its files.
  fs.chmodSync(folder, 0o711)
  const child = spawn(process.execPath, [path.join(scripts, `${script}.ts`), ...(long ? ['--long'] : [])], {
    stdio: ['ignore', 'pipe', 2],
    env: { ...process.env, TMPDIR: folder },
    // A group of its own, so that all of it can be ended.
    detached: process.platform !== 'win32',
  })
  const kill = (name: 'SIGINT' | 'SIGKILL') => {
    try {
      if (process.platform === 'win32') child.kill(name)
      else process.kill(-(child.pid ?? NaN), name)
    } catch {
      // There is nobody left.
    }
  }
  let end: NodeJS.Timeout | undefined
  const stop = () => {
    child.kill('SIGINT')
    end ??= setTimeout(kill, GRACE, 'SIGKILL')
  }
  let isLate = false
  const limit = setTimeout(() => {
    isLate = true
    stop()
  }, seconds * 1_000)
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const code = await new Promise<number | string | null>((resolve) => {
    child.once('error', ({ message }) => {
      resolve(message)
    })
    child.once('exit', (code, name) => {
      // What it left behind holds its stdout open.
      setTimeout(kill, 500, 'SIGKILL')
      child.once('close', () => {
        resolve(code ?? name)
      })
    })
  })
  clearTimeout(limit)
  clearTimeout(end)
  signal.removeEventListener('abort', stop)
  kill('SIGKILL')
  await removeFolder(folder)
  if (isLate) {
    return failure({
      where,
      what: `it was given up after ${seconds} s`,
      remedy: 'Run it again while nothing else uses the machine',
    })
  }
  return code === 0 ? readFigures(text, where) : failure({ where, what: `it ended with ${code}` })
}

/** What ends by itself, as a database does, may still remove or write a last file of its own. */
async function removeFolder(folder: string): Promise<void> {
  for (let attempt = 1; attempt <= 20; attempt += 1) {
    try {
      fs.rmSync(folder, { recursive: true, force: true })
    } catch {
      // The next time it may be empty.
    }
    await wait(50)
    if (!fs.existsSync(folder)) return
  }
}

function readFigures(text: string, where: string): Result<readonly Figure[]> {
  try {
    return checkFields(JSON.parse(text), z.array(figureSchema), where, () => undefined)
  } catch {
    return failure({ where, what: 'what it printed is no JSON' })
  }
}
