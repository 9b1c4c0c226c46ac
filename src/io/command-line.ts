import path from 'node:path'
import { styleText } from 'node:util'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { escapeControls, escapeOrders } from '../core/text/plain-text.ts'
import { ExpectedError, formatProblem, type Problem } from '../core/text/problem.ts'
import { momentSchema } from '../core/text/moment.ts'
import { parseCidr } from './address-guard.ts'
import { FAILED, INTERRUPTED, USAGE } from './exit-code.ts'
import { fileProblem } from './file-problem.ts'

/** What every command takes; see `addCommonOptions`. */
export interface CommonOptions {
  /** The content folder, absolute. */
  readonly content: string
  /** The folder for what is not in git, absolute. */
  readonly state: string
  /** The clock: fixed by `--now` or `CROWSNEST_NOW`, else the machine's. */
  readonly now: Date
  readonly json: boolean
}

/** A command, as `npm run <name>` starts it, whose usage errors end with 2. */
export function createProgram(name: string, description: string): Command {
  return new Command(name === 'start' ? 'npm start --' : `npm run ${name} --`)
    .description(description)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Run it with --help for what it takes.')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
}

/** `--content`, `--state`, `--now` and `--json`, with their environment variables. */
export function addCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--content <dir>', 'the content folder')
        .env('CROWSNEST_CONTENT')
        .default('content')
        .argParser((text: string) => path.resolve(text)),
    )
    .addOption(
      new Option('--state <dir>', 'the folder for what is not in git')
        .env('CROWSNEST_STATE')
        .default('.crowsnest')
        .argParser((text: string) => path.resolve(text)),
    )
    .addOption(
      new Option('--now <iso>', 'the clock, like 2026-08-24T06:00:00Z').env('CROWSNEST_NOW').argParser(parseMoment),
    )
    .option('--json', 'machine-readable output on stdout')
}

/** Reads the common options of a command that was run, those of its parents included. */
export function commonOptions(command: Command): CommonOptions {
  const options = command.optsWithGlobals<{ content: string; state: string; now?: Date; json?: boolean }>()
  return {
    content: path.resolve(options.content),
    state: path.resolve(options.state),
    now: options.now ?? new Date(),
    json: options.json ?? false,
  }
}

/** An argument parser for moments and days. */
export function parseMoment(text: string): Date {
  const moment = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text
  if (!momentSchema.safeParse(moment).success) {
    throw new InvalidArgumentError('expected a day or a moment in UTC, like 2026-08-24 or 2026-08-24T06:00:00Z.')
  }
  return new Date(moment)
}

/** An argument parser for whole numbers from `least` to `most`. */
export function parseCount(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (!/^\d+$/.test(text) || number < least || number > most) {
      const upTo = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`
      throw new InvalidArgumentError(`expected a whole number ${upTo}.`)
    }
    return number
  }
}

/** `--allow-network`, which may be repeated. */
export function allowNetworkOption(): Option {
  return new Option('--allow-network <cidr>', 'open a range of addresses that is closed otherwise, like 127.0.0.0/8')
    .default([], 'none')
    .argParser((text: string, before: readonly string[]) => {
      if (!parseCidr(text)) throw new InvalidArgumentError('expected a range of addresses, like 127.0.0.0/8.')
      return [...before, text]
    })
}

/** `--allow-network` and `--concurrency`, of commands that fetch. */
export function addNetworkOptions(command: Command): Command {
  return command
    .addOption(allowNetworkOption())
    .option('--concurrency <n>', 'feeds fetched at once', parseCount(1, 100), 8)
}

export interface NetworkOptions {
  readonly allowNetwork: readonly string[]
  readonly concurrency: number
}

/** A text as it may stand on a terminal and, where a workflow runs the command, in its log, which takes orders. */
function makePrintable(text: string): string {
  const seen = escapeControls(text)
  return process.env.GITHUB_ACTIONS === 'true' ? escapeOrders(seen) : seen
}

/** Data, on stdout. What a feed or a server said moves no cursor, colours nothing, and orders nothing: it comes out in escapes. */
export function print(text: string): void {
  process.stdout.write(`${makePrintable(text)}\n`)
}

/** Machine-readable data, on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2))
}

/** Talk, on stderr, as safe as `print`. */
export function say(text: string): void {
  process.stderr.write(`${makePrintable(text)}\n`)
}

export function sayProblems(problems: readonly Problem[], level: 'error' | 'warning' = 'error'): void {
  const mark = styleText(level === 'error' ? 'red' : 'yellow', level, { stream: process.stderr })
  for (const problem of problems) process.stderr.write(`${mark}: ${makePrintable(formatProblem(problem))}\n`)
}

/** Progress on stderr: one line that is rewritten on a terminal; elsewhere, where there is much to do, a line for each quarter. */
export function createProgress(label: string, total: number): { step: (what: string) => void; end: () => void } {
  let done = 0
  const terminal = process.stderr.isTTY
  const quarter = Math.ceil(total / 4)
  return {
    step(what) {
      done += 1
      if (terminal)
        process.stderr.write(
          `\r\u001b[2K${label} ${done}/${total} ${escapeControls(what)}`.slice(0, process.stderr.columns),
        )
      else if (total >= 20 && done % quarter === 0) say(`${label} ${done}/${total}`)
    },
    end() {
      if (terminal) process.stderr.write('\r\u001b[2K')
    },
  }
}

/**
 * Runs a command and sets the exit code: 0 done, 1 failed, 2 usage, or what an `ExpectedError` carries; 130 on SIGINT.
 * Nobody is shown a stack trace unless `DEBUG` is set.
 */
export async function runProgram(program: Command, args: readonly string[]): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit()
    throw error
  })
  process.once('SIGINT', () => {
    process.exit(INTERRUPTED)
  })
  // What is thrown where nobody can catch it, in an event of a library say.
  process.on('uncaughtException', (error) => {
    process.exit(reportFailure(error))
  })
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    process.exitCode = reportFailure(error)
  }
}

/** Says what failed; returns the exit code. */
function reportFailure(error: unknown): number {
  // Commander has said it already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
  const problem = fileProblem(error)
  if (error instanceof ExpectedError) sayProblems(error.problems)
  else if (problem) sayProblems([problem])
  else {
    say(`This should not have happened: ${error instanceof Error ? error.message : String(error)}`)
    say('Nothing more was written. Please report it, with what DEBUG=1 prints.')
  }
  if (process.env.DEBUG && error instanceof Error) say(error.stack ?? '')
  return error instanceof ExpectedError ? error.exitCode : FAILED
}
