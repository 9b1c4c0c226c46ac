import type { Command } from 'commander'
import { countNoun } from '../../src/core/text/count-noun.ts'
import { parseMailAddress } from '../../src/core/text/mail-address.ts'
import { ExpectedError } from '../../src/core/text/problem.ts'
import { commonOptions, print, printJson } from '../../src/io/command-line.ts'
import { NOTHING_TO_DO, USAGE } from '../../src/io/exit-code.ts'
import { eraseAddress, findHoldings, type Holdings } from '../../src/jobs/erase-address.ts'
import { withExistingStore } from '../../src/io/with-store.ts'

/** `erase ADDRESS`: what a reader does on their own page, for one who asks by mail. */
export function addEraseVerb(program: Command): void {
  const verb = program
    .command('erase')
    .argument('<address>', 'whose owner wants to be forgotten')
    .description('forgets an address, wherever it stands')
    .option('--dry-run', 'say what is held, and erase nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- erase reader@example.org
  npm run subscribers -- erase reader@example.org --dry-run --json

The subscription goes, mails that wait for it, and the address in sign-ups and suggestions. What stays is a fingerprint
that nobody can read the address from, so that no list brings it back. The address can still be in backups that were made
before, and in files of \`export\`. Ends with 4 where nothing is held about it.`,
    )
    .action(async (text: string, { dryRun = false }: { readonly dryRun?: boolean }) => {
      const { state, now, json } = commonOptions(verb)
      const address = parseMailAddress(text.trim())
      if (address === undefined) {
        const remedy = 'Give a bare address, like reader@example.org'
        throw new ExpectedError({ where: 'erase', what: `${JSON.stringify(text)} is no address`, remedy }, USAGE)
      }
      const { isNothing, ...held } = await withExistingStore(state, (store) =>
        dryRun ? findHoldings(store, address) : eraseAddress(store, address, now),
      )
      if (isNothing) process.exitCode = NOTHING_TO_DO
      if (json) {
        const { subscription = null, suppression = null, traces } = held
        printJson({ address, erased: !dryRun && !isNothing, held: { subscription, suppression, ...traces } })
      } else print(describe(address, held, { dryRun, isNothing }))
    })
}

function describe(
  address: string,
  { subscription, suppression, traces }: Holdings,
  { dryRun, isNothing }: { readonly dryRun: boolean; readonly isNothing: boolean },
): string {
  if (isNothing) {
    return suppression === undefined
      ? `${address}: nothing is held about it.`
      : `${address}: nothing is held about it but the fingerprint that keeps it out (${suppression}).`
  }
  const parts = [
    ...(subscription === undefined ? [] : [`the subscription (${subscription})`]),
    ...(traces.signups > 0 ? [`${countNoun(traces.signups, 'sign-up')} to be decided`] : []),
    ...(traces.mails > 0 ? [`${countNoun(traces.mails, 'mail')} to be sent`] : []),
    ...(traces.suggestions > 0 ? [`the address and name in ${countNoun(traces.suggestions, 'suggestion')}`] : []),
  ]
  if (dryRun) return `${address}: ${parts.join(', ')} would go. Nothing was erased.`
  const stays = suppression !== undefined && suppression !== 'erased' ? suppression : 'erased'
  return `${address}: gone are ${parts.join(', ')}. A fingerprint stays that keeps it out (${stays}). Backups made before still have it.`
}
