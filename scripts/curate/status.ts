import type { Command } from 'commander'
import { NOBODY_EDITS, turnLine } from '../../src/core/rota/describe-rota.ts'
import { turnsOfIssue } from '../../src/core/rota/plan-turns.ts'
import { hasTurns } from '../../src/core/rota/rota.ts'
import { viewTurn } from '../../src/core/rota/rota-view.ts'
import { commonOptions, print, printJson, say } from '../../src/io/command-line.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { readRota, type RotaFile, rotaFacts } from '../../src/io/rota-file.ts'
import { formatStatus, showStatus } from '../../src/jobs/show-status.ts'
import { hasTerminal, openDesk } from './desk.ts'
import type { Desk } from './work.ts'

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
      const { content, json } = commonOptions(status)
      const rota = readRota(content)
      const turns = turnsOfIssue(rotaFacts(rota, curation.issues), curation.issue).map(viewTurn)
      const result = showStatus(curation, turns[0])
      if (json) printJson(result)
      else {
        print(formatStatus(result, curation))
        if (turns[0]) print(turnLine(turns[0], turns[1]))
        else if (saysNothing(rota)) say(`${NOBODY_EDITS}.`)
      }
      const isSaid = program.args[0] === 'status'
      if (!isSaid && !commonOptions(status).json && hasTerminal()) await openDesk(program, desk, {})
    })
}

const saysNothing = (file: RotaFile) => file.text !== undefined && file.broken.length === 0 && !hasTurns(file.rota)
