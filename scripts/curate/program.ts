import { Option } from 'commander'
import { addCommonOptions, createProgram, runProgram } from '../../src/io/command-line.ts'
import { addBringingVerbs } from './bringing.ts'
import { addChoosingVerbs } from './choosing.ts'
import { addDeskVerb } from './desk.ts'
import { addEvaluatingVerb } from './evaluating.ts'
import { addFinishingVerbs } from './finishing.ts'
import { addLookingVerbs } from './looking.ts'
import { addNewVerbs } from './new.ts'
import { addTurningVerbs } from './turning.ts'
import { addWritingVerbs } from './writing.ts'
import { createDesk } from './work.ts'

/** `npm run curate`: its verbs, and what a person types after them. */
export async function runCurate(args: readonly string[]): Promise<void> {
  const program = addCommonOptions(createProgram('curate', 'Makes the weekly issue out of what came in.'))
    .option('--issue <key>', 'another issue than the open one, like 2026-W47')
    .addOption(
      new Option('--editor <name>', 'whose log the decisions go to (default: the name that git knows)').env(
        'CROWSNEST_EDITOR',
      ),
    )
    .addHelpText(
      'afterAll',
      `
Without a verb: the desk in the browser, on a terminal; else status.

Examples:
  npm run curate
  npm run curate -- list --limit 30
  npm run curate -- draft --count 20
  npm run curate -- pick 8f3c --section headlines --at 1
  npm run curate -- skip 41d0 --reason "an advertisement"
  npm run curate -- blurb 8f3c "Why it matters, in a sentence or two."
  npm run curate -- undo 3
  npm run curate -- check && npm run curate -- publish`,
    )
  const desk = createDesk(program)
  addLookingVerbs(program, desk)
  addDeskVerb(program, desk)
  addChoosingVerbs(program, desk)
  addBringingVerbs(program)
  addWritingVerbs(program, desk)
  addTurningVerbs(program, desk)
  addFinishingVerbs(program, desk)
  addNewVerbs(program, desk)
  addEvaluatingVerb(program, desk)
  await runProgram(program, args)
}
