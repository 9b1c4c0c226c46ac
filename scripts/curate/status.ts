import type { Command } from 'commander'
import { commonOptions, print, printJson } from '../../src/io/command-line.ts'
import { formatStatus, showStatus } from '../../src/jobs/show-status.ts'
import { hasTerminal, openDesk } from './desk.ts'
import { type Desk, USAGE } from './work.ts'

/** `status`, and what `curate` does without a verb. */
export function addStatusVerb(program: Command, desk: Desk, verbs: readonly string[]): void {
  const status = program
    .command('status', { isDefault: true })
    .description('where the issue stands')
    .allowExcessArguments()
    .action(async () => {
      const [verb] = status.args
      if (verb !== undefined) {
        status.error(`${verb}: there is no such verb. They are ${verbs.join(', ')}.`, { exitCode: USAGE })
      }
      const { curation } = desk.open({ poolAlone: true })
      const result = showStatus(curation)
      if (commonOptions(status).json) printJson(result)
      else print(formatStatus(result, curation))
      const isSaid = program.args[0] === 'status'
      if (!isSaid && !commonOptions(status).json && hasTerminal()) await openDesk(program, desk, {})
    })
}
