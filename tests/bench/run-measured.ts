import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

export interface Measured {
  readonly stdout: string
  /** Milliseconds from its start to its end. */
  readonly wall: number
  /** Milliseconds of processor time, without the processes that it started. */
  readonly cpu: number
  /** Megabytes of it at its peak, and of each process that it started, where the system tells. */
  readonly memory: number
  readonly childMemory: readonly number[]
}

const ROOT = path.resolve(import.meta.dirname, '../..')
const PRELOAD = path.join(import.meta.dirname, 'report-usage.ts')

/**
 * Runs a script of ours as a process of its own; throws with what it said where it fails.
 *
 * @param root where the project is that has the script
 */
export async function runMeasured(script: string, args: readonly string[], root = ROOT): Promise<Measured> {
  const start = performance.now()
  const command = ['--import', PRELOAD, ...nodeOptions(script), path.join(root, script), ...args]
  const child = spawn(process.execPath, command, { cwd: root })
  const stop = () => child.kill('SIGKILL')
  process.once('exit', stop)
  const children = new Map<string, number>()
  const watch = setInterval(() => {
    for (const pid of childrenOf(child.pid)) children.set(pid, Math.max(children.get(pid) ?? 0, peakOf(pid)))
  }, 100)
  let stdout = ''
  let talk = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (talk += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  process.off('exit', stop)
  clearInterval(watch)
  const wall = performance.now() - start
  const usage = /\nusage (.*)\n/.exec(talk)?.[1]
  if (code !== 0 || usage === undefined) throw new Error(`${script} ended with ${code}: ${talk}`)
  const { cpu, memory } = JSON.parse(usage) as { cpu: number; memory: number }
  return { stdout, wall, cpu, memory, childMemory: [...children.values()] }
}

/** What `npm run` gives Node for a script, if it is a command of ours. */
function nodeOptions(script: string): string[] {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>
  }
  const command = Object.values(scripts).find((text) => text.startsWith('node ') && text.endsWith(` ${script}`))
  return command?.split(' ').slice(1, -1) ?? []
}

function childrenOf(pid: number | undefined): string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  } catch {
    return []
  }
}

/** The kernel's own record of a process's peak, in megabytes. */
function peakOf(pid: string): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    return 0
  }
}
