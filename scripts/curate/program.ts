import { type Command, Option } from 'commander'
import { addCommonOptions, createProgram, runProgram } from '../../src/io/command-line.ts'
import { createDesk, type Desk } from './work.ts'

interface Group {
  readonly verbs: readonly string[]
  readonly load: () => Promise<(program: Command, desk: Desk) => void>
}

/** Verbs by what they need. A group is loaded where one of its verbs is said: most need little, and start fast. */
const GROUPS: readonly Group[] = [
  {
    verbs: ['status'],
    load: async () => {
      const { addStatusVerb } = await import('./status.ts')
      return (program, desk) => {
        addStatusVerb(program, desk, VERBS)
      }
    },
  },
  { verbs: ['desk'], load: async () => (await import('./desk.ts')).addDeskVerb },
  { verbs: ['list'], load: async () => (await import('./listing.ts')).addListVerb },
  {
    verbs: ['draft', 'refresh', 'pick', 'drop', 'move', 'skip', 'shortlist', 'clear', 'merge', 'split'],
    load: async () => (await import('./choosing.ts')).addChoosingVerbs,
  },
  { verbs: ['add', 'pull-suggestions'], load: async () => (await import('./bringing.ts')).addBringingVerbs },
  { verbs: ['add-form'], load: async () => (await import('./add-form.ts')).addFormVerb },
  {
    verbs: ['blurb', 'title', 'subject', 'preheader', 'note', 'set'],
    load: async () => (await import('./writing.ts')).addWritingVerbs,
  },
  { verbs: ['undo', 'redo', 'resolve'], load: async () => (await import('./turning.ts')).addTurningVerbs },
  {
    verbs: ['check', 'publish', 'hold', 'correct'],
    load: async () => (await import('./finishing.ts')).addFinishingVerbs,
  },
  { verbs: ['links'], load: async () => (await import('./links.ts')).addLinksVerb },
  { verbs: ['rota'], load: async () => (await import('./rota.ts')).addRotaVerb },
  { verbs: ['new'], load: async () => (await import('./new.ts')).addNewVerbs },
  { verbs: ['eval'], load: async () => (await import('./evaluating.ts')).addEvaluatingVerb },
]
const VERBS = GROUPS.flatMap(({ verbs }) => verbs)

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
  for (const add of await Promise.all(groupsFor(args).map(({ load }) => load()))) add(program, desk)
  await runProgram(program, args)
}

/** The groups whose verbs are among the words that were said; all of them, to help. A word may be no verb but a text. */
function groupsFor(args: readonly string[]): readonly Group[] {
  const said = GROUPS.filter(({ verbs }) => verbs.some((verb) => args.includes(verb)))
  const asksForHelp = args.some((arg) => arg === 'help' || arg === '--help' || arg === '-h')
  if (asksForHelp && said.length === 0) return GROUPS
  return said.length > 0 ? said : GROUPS.slice(0, 1)
}
