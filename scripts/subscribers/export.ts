import path from 'node:path'
import { type Command, Option } from 'commander'
import {
  csvHead,
  formatCsvSubscription,
  formatJsonSubscription,
} from '../../src/core/subscription/subscription-line.ts'
import type { SubscriptionState } from '../../src/core/subscription/subscription.ts'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { commonOptions, say } from '../../src/io/command-line.ts'
import { displayPath } from '../../src/io/content-folder.ts'
import { USAGE } from '../../src/io/exit-code.ts'
import { openPrivateFile, writeToStdout } from '../../src/io/private-file.ts'
import { createProgressBar } from '../../src/io/progress-bar.ts'
import { hasStore, withExistingStore } from '../../src/io/with-store.ts'
import type { SubscriptionList } from '../../src/jobs/subscription-store.ts'

interface Options {
  readonly only?: SubscriptionState
  readonly out?: string
  readonly force?: boolean
  readonly dryRun?: boolean
}

const STATES: readonly string[] = ['confirmed', 'unconfirmed', 'unsubscribed'] satisfies SubscriptionState[]
/** Characters that are handed on at once. */
const PIECE = 64 * 1024

/** `export`: the list, for a spreadsheet, a program, or another place. */
export function addExportVerb(program: Command): void {
  const verb = program
    .command('export')
    .description('the list as CSV, or as JSON Lines with --json')
    .addOption(new Option('--only <state>', 'only these').choices(STATES))
    .option('--out <file>', 'the file to write, which nobody else may read (default: stdout)')
    .option('--force', 'replace the file where there is one')
    .option('--dry-run', 'say how many it would be, and write nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- export --out list.csv
  npm run subscribers -- export --only confirmed --json --out confirmed.jsonl
  npm run -s subscribers -- export --only confirmed | wc -l

\`import\` reads what this writes, and makes the same of it. A cell that a spreadsheet would take for a formula has an
apostrophe before it. Addresses that are never to be written to are not in it: of those there is but a fingerprint, which
\`backup\` keeps. To move to another machine, use \`backup\` and \`restore\`.`,
    )
    .action(async ({ only, out, force = false, dryRun = false }: Options) => {
      const { state, now, json } = commonOptions(verb)
      assertNoState(state)
      await withExistingStore(state, async (store) => {
        const { states } = await store.stats(now.toISOString())
        const total = only === undefined ? states.confirmed + states.unconfirmed + states.unsubscribed : states[only]
        if (dryRun) {
          say(`${countNoun(total, 'subscriber')} would be written to ${out ?? 'stdout'}.`)
          return
        }
        const options = { only, total, json }
        if (out === undefined) {
          await writeAll(store, options, writeToStdout)
          return
        }
        const file = openPrivateFile(out, { replace: force })
        try {
          const count = await writeAll(store, options, (text) => {
            file.write(text)
            return Promise.resolve()
          })
          file.finish()
          say(`${countNoun(count, 'subscriber')} in ${displayPath(path.resolve(out))}, which nobody but you may read.`)
        } finally {
          file.discard()
        }
      })
    })
}

/** `--state` names the folder, for every command. */
function assertNoState(state: string): void {
  const name = path.basename(state)
  if (hasStore(state) || !STATES.includes(name)) return
  const remedy = `Say --only ${name} to export those`
  throw new ExpectedError({ where: `--state ${name}`, what: 'it names the state folder', remedy }, USAGE)
}

async function writeAll(
  store: Pick<SubscriptionList, 'list'>,
  {
    only,
    total,
    json,
  }: { readonly only: SubscriptionState | undefined; readonly total: number; readonly json: boolean },
  write: (text: string) => Promise<void>,
): Promise<number> {
  const format = json ? formatJsonSubscription : formatCsvSubscription
  const bar = createProgressBar('exporting', total)
  let piece = json ? '' : csvHead()
  let count = 0
  try {
    for await (const subscription of store.list(only)) {
      piece += format(subscription)
      count += 1
      if (piece.length < PIECE) continue
      await write(piece)
      piece = ''
      bar.show(count, `${count.toLocaleString('en')} of ${total.toLocaleString('en')}`)
    }
    await write(piece)
  } finally {
    bar.end()
  }
  return count
}
