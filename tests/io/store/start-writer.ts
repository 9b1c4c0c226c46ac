import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

export interface Writer {
  readonly child: ChildProcess
  /** What it was told is on the disk, as far as we have heard of it: addresses of sign-ups, ids of who was leased. */
  readonly lines: string[]
  /** Resolves when there are so many, or when it has ended. */
  readonly reaches: (count: number) => Promise<void>
  readonly ended: Promise<unknown>
}

/**
 * Starts a process that adds sign-ups.
 *
 * @param shell what a shell does first, to set limits say
 */
export function startWriter(state: string, name: string, count: number, shell?: string): Writer {
  return startProcess('add-signups.ts', [state, name, String(count)], shell)
}

/** Starts a process that leases the readers of the first send, and settles them, or keeps them leased. */
export function startLeaser(state: string, how: 'settle' | 'keep'): Writer {
  return startProcess('lease-recipients.ts', [state, how])
}

function startProcess(script: string, own: readonly string[], shell = ':'): Writer {
  const args = [path.join(import.meta.dirname, script), ...own]
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit']
  const child =
    process.platform === 'win32'
      ? spawn(process.execPath, args, { stdio })
      : spawn('sh', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...args], { stdio })
  const lines: string[] = []
  const ended = once(child, 'close')
  const reader = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const reaches = async (wanted: number) => {
    while (lines.length < wanted && child.exitCode === null) await Promise.race([once(reader, 'line'), ended])
  }
  return { child, lines, reaches, ended }
}
