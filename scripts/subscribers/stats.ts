import { styleText } from 'node:util'
import type { Command } from 'commander'
import { hasUnicode } from '../../src/core/subscription/draw-chart.ts'
import { describeStats } from '../../src/core/subscription/describe-stats.ts'
import { formatMoment } from '../../src/core/text/moment.ts'
import { commonOptions, printJson, sayProblems } from '../../src/io/command-line.ts'
import { hasStore, noStore, withStore } from '../../src/io/with-store.ts'

const COLOURS = ['cyan', 'green', 'red'] as const

/** `stats`: how many there are, and how that came about. */
export function addStatsVerb(program: Command): void {
  const verb = program
    .command('stats')
    .description('how many subscribers there are, and twelve months of sign-ups, confirmations and leavings')
    .addHelpText(
      'after',
      `
Examples:
  npm run subscribers -- stats
  npm run subscribers -- stats --json --state /srv/crowsnest

Months are in UTC. Addresses that are gone (erased, or past their time) are in no month any more.`,
    )
    .action(async () => {
      const { state, now, json } = commonOptions(verb)
      const stats = await readStats(state, now)
      if (json) {
        printJson(stats)
        return
      }
      const { stdout, env, platform } = process
      const lines = describeStats(stats, {
        width: stdout.columns ?? 80,
        unicode: hasUnicode(env, platform),
        paint: (thing, text) => styleText(COLOURS[thing % COLOURS.length] ?? 'cyan', text, { stream: stdout }),
      })
      // All of it is ours, colours included, which `print` would show as what they are.
      stdout.write(`${lines.join('\n')}\n`)
    })
}

async function readStats(state: string, now: Date) {
  if (hasStore(state)) {
    return withStore(state, async (store) => {
      const problem = await store.checkAdoption()
      if (problem !== undefined) sayProblems([problem], 'warning')
      return store.stats(formatMoment(now))
    })
  }
  sayProblems([noStore(state)], 'warning')
  const months = Array.from({ length: 12 }, (_, index) => ({
    month: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11 + index)).toISOString().slice(0, 7),
    ...{ requested: 0, confirmed: 0, unsubscribed: 0 },
  }))
  return {
    states: { unconfirmed: 0, confirmed: 0, unsubscribed: 0 },
    suppressions: { erased: 0, bounced: 0, complained: 0 },
    waiting: { signups: 0, mails: 0 },
    suggestions: 0,
    months,
  }
}
