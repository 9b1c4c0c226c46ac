import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { SpamScore } from '../core/doctor/check-spam.ts'

/** Milliseconds: SpamAssassin takes a few seconds to start where no daemon runs. */
const PATIENCE = 15_000
/** Of a mail, as much as SpamAssassin's own client hands on: its rules may take minutes over more. */
const MOST_SCORED = 500 * 1024
const MOST_BYTES = 4 * 1024 * 1024

/**
 * SpamAssassin's opinion of a mail: of its daemon (`spamc`), else of the program itself, by rules that ask nobody (`-L`).
 *
 * @param environment whose PATH is looked through
 */
export async function scoreSpam(
  message: Uint8Array,
  environment: Readonly<Record<string, string | undefined>>,
  patience = PATIENCE,
): Promise<SpamScore> {
  const programs = ['spamc', 'spamassassin'].map((name) => findProgram(name, environment))
  if (message.length > MOST_SCORED && programs.some((each) => each !== undefined))
    return { outcome: 'failed', reason: `the mail has more than ${MOST_SCORED / 1024} KB, which it lets pass unread` }
  const [daemon, program] = programs
  if (daemon !== undefined) {
    const report = await run(daemon, ['--no-safe-fallback', '-R'], message, patience)
    const [, score, threshold] = /^\s*(-?[\d.]+)\/(-?[\d.]+)/m.exec(report.output) ?? []
    // 0/0 is what it says where its daemon does not answer.
    if (score !== undefined && Number(threshold) > 0) return scored(score, threshold ?? '', report.output)
  }
  if (program === undefined)
    return daemon === undefined
      ? { outcome: 'missing' }
      : { outcome: 'failed', reason: 'its daemon (spamd) does not answer' }
  const report = await run(program, ['-L', '-t'], message, patience)
  if (report.fault !== undefined) return { outcome: 'failed', reason: report.fault }
  const unfolded = report.output.replace(/\r?\n[ \t]+/g, ' ')
  const [, score, threshold] = /^X-Spam-Status:.*?\bscore=(-?[\d.]+) required=(-?[\d.]+)/m.exec(unfolded) ?? []
  if (score === undefined || threshold === undefined) return { outcome: 'failed', reason: 'its answer has no score' }
  return scored(score, threshold, report.output)
}

/** Its report has a line for each rule: points, name, what it found. */
function scored(score: string, threshold: string, report: string): SpamScore {
  const rules = [...report.matchAll(/^\s*(-?\d+\.\d+)\s+([A-Z][A-Z0-9_]{2,60})\b/gm)]
    .map(([, points = '0', name = '']) => ({ points: Number(points), name }))
    .filter(({ points }) => points >= 0.5)
    .toSorted((one, other) => other.points - one.points)
  return {
    outcome: 'scored',
    score: Number(score),
    threshold: Number(threshold),
    rules: rules.slice(0, 8).map(({ points, name }) => `${name} ${points}`),
  }
}

function findProgram(name: string, { PATH = '' }: Readonly<Record<string, string | undefined>>): string | undefined {
  return PATH.split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true)
}

const run = (file: string, args: readonly string[], input: Uint8Array, patience: number) =>
  new Promise<{ readonly output: string; readonly fault: string | undefined }>((resolve) => {
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: patience, killSignal: 'SIGKILL' })
    let output = ''
    child.stdin.on('error', () => undefined)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (output.length < MOST_BYTES) output += text
    })
    child.once('error', (error) => {
      resolve({ output, fault: error.message })
    })
    child.once('close', (code, signal) => {
      const fault = signal === null ? undefined : `it was not done after ${patience / 1000} seconds`
      resolve({ output, fault: fault ?? (code === 0 || output !== '' ? undefined : `it ended with ${code ?? 1}`) })
    })
    child.stdin.end(input)
  })
