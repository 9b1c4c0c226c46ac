import type { Command } from 'commander'
import { formatMoment } from '../../src/core/text/moment.ts'
import { commonOptions, parseCount, print, say } from '../../src/io/command-line.ts'
import type { Desk } from './work.ts'

export interface DeskOptions {
  readonly port?: number
  /** False with --no-open. */
  readonly open?: boolean
}

/** `desk`: the curation desk in the browser. */
export function addDeskVerb(program: Command, desk: Desk): void {
  program
    .command('desk')
    .description('the desk in the browser; what `curate` alone does on a terminal')
    .option('--port <n>', 'serve it there (default: 4321, or the next that is free)', parseCount(0, 65_535))
    .option('--no-open', 'open no browser, print the address alone')
    .action((options: DeskOptions) => openDesk(program, desk, options))
}

/** Whether somebody sits at a terminal for whom a desk can be opened. */
export const hasTerminal = (): boolean => process.stdout.isTTY && process.stdin.isTTY && !process.env.CI

/** Serves the desk until it is interrupted. A broken issue is no obstacle: the desk says what to do about it. */
export async function openDesk(
  program: Command,
  { nameEditor }: Desk,
  { port, open = true }: DeskOptions,
): Promise<void> {
  say('Opening the desk …')
  // Loaded here, for only the desk needs a web server.
  const [{ dev }, { endDeskOnSignal, openBrowser, startDesk }] = await Promise.all([
    import('astro'),
    import('../../src/io/start-desk.ts'),
  ])
  const { content, state, now } = commonOptions(program)
  const { issue, now: fixed } = program.opts<{ issue?: string; now?: Date }>()
  const started = await startDesk(dev, {
    ...{ content, state, issue, editor: nameEditor() },
    ...(fixed === undefined ? {} : { now: formatMoment(now) }),
    port: port ?? 4321,
    isPortFixed: port !== undefined,
  })
  endDeskOnSignal(started)
  print(`desk ${started.address}`)
  if (open && hasTerminal() && openBrowser(started.address)) say('It opens in your browser. Ctrl+C ends it.')
  else say('Open this address in your browser. Ctrl+C ends it.')
}
