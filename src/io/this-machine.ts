import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import type { Machine } from '../core/bench/figure.ts'

/** What this process runs on. */
export function describeThisMachine(): Machine {
  return {
    processor: os.cpus()[0]?.model.trim().replace(/\s+/g, ' ') || os.arch(),
    cores: os.availableParallelism(),
    memory: Math.round(os.totalmem() / 1e8) / 10,
    node: process.versions.node,
    system: distribution() ?? `${os.type()} ${os.release()}`,
  }
}

/** How many processes wanted to run in the last minute, on average; 0 where the system does not say. */
export const currentLoad = (): number => Math.round((os.loadavg()[0] ?? 0) * 100) / 100

/** The commit of a project, with `+` where a file of it differs; empty where git knows of none. */
export function currentCommit(root: string): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
    const isChanged = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!docs') !== ''
    return `${git('rev-parse', '--short=7', 'HEAD')}${isChanged ? '+' : ''}`
  } catch {
    return ''
  }
}

function distribution(): string | undefined {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1]
  } catch {
    return undefined
  }
}
