import type { Command } from 'commander'
import { planRetention, RETENTION_DAYS } from '../../src/core/subscription/plan-retention.ts'
import { formatMoment } from '../../src/core/text/moment.ts'
import { commonOptions, print, printJson, sayProblems } from '../../src/io/command-line.ts'
import type { RetentionCounts } from '../../src/jobs/subscription-store.ts'
import { hasStore, noStore, withStore } from '../../src/io/with-store.ts'

/** What goes, by what the store calls it. */
const LINES: Readonly<Record<keyof RetentionCounts, string>> = {
  unconfirmed: `not confirmed within ${RETENTION_DAYS.unconfirmed} days`,
  unsubscribed: `left over ${RETENTION_DAYS.unsubscribed} days ago`,
  visitors: `networks and addresses of visitors, over ${RETENTION_DAYS.visitors} days old`,
  suggestions: `suggestions, over ${RETENTION_DAYS.suggestions} days old`,
  recipients: `records of which issue went to whom, over ${RETENTION_DAYS.recipients} days old`,
  confirmations: 'links of confirmation mails, expired',
  mails: `records of mails, over ${RETENTION_DAYS.visitors} days old`,
}

const NAMES = Object.keys(LINES) as (keyof RetentionCounts)[]
const NOTHING = Object.fromEntries(NAMES.map((name) => [name, 0])) as RetentionCounts

/** `retention`: forgets what is held longer than we say. */
export function addRetentionVerb(program: Command): void {
  const verb = program
    .command('retention')
    .description('forgets what has been held long enough; to be run once a day')
    .option('--dry-run', 'count what would go, and forget nothing')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- retention
  npm run subscribers -- retention --dry-run --json

What goes, and when, as the privacy page says:
  addresses that nobody confirmed       ${RETENTION_DAYS.unconfirmed} days after they were last given to us
  addresses of those who left           ${RETENTION_DAYS.unsubscribed} days after that; a fingerprint stays, so that no list brings them back
  networks of visitors, addresses of those who suggested, mails that were sent     ${RETENTION_DAYS.visitors} days
  suggestions, answered or not          ${RETENTION_DAYS.suggestions} days
  which issue went to whom              ${RETENTION_DAYS.recipients} days after its time to be sent is over; how many stays
  links of confirmation mails           ${RETENTION_DAYS.unconfirmed} days after they expired

Ends with 0 also where nothing was due.`,
    )
    .action(async ({ dryRun = false }: { readonly dryRun?: boolean }) => {
      const { state, now, json } = commonOptions(verb)
      if (!hasStore(state)) sayProblems([noStore(state)], 'warning')
      const limits = planRetention(now)
      const counts = hasStore(state)
        ? await withStore(state, (store) => store.retain(limits, { dryRun, at: formatMoment(now) }))
        : NOTHING
      if (json) {
        printJson({ dryRun, limits, gone: counts })
        return
      }
      print(dryRun ? 'Would be forgotten:' : 'Forgotten:')
      const lines = NAMES.map((name) => [counts[name], LINES[name]] as const)
      const width = Math.max(...lines.map(([count]) => count.toLocaleString('en').length))
      for (const [count, what] of lines) print(`  ${count.toLocaleString('en').padStart(width)}  ${what}`)
    })
}
