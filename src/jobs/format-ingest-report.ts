import { countNoun } from '../core/text/count-noun.ts'
import type { IngestReport } from './ingest.ts'

/** The summary of an ingest for a person: counts, then what needs a look. */
export function formatIngestReport({ items, sources, plan, isOffline }: IngestReport, dryRun: boolean): string {
  const count = (status: string) => sources.filter((source) => source.status === status).length
  const asked = [
    [count('ok'), 'read'],
    [count('unchanged'), 'unchanged'],
    [count('not-due'), 'not due'],
    [count('parked'), 'parked'],
    [count('failed'), 'failed'],
  ] as const
  const told = asked.filter(([number, name]) => number > 0 || name !== 'parked')
  const unwanted = sources.filter((source) => source.unwanted > 0)
  const lines = [
    `${countNoun(sources.length, 'source')}: ${told.map(([number, name]) => `${number} ${name}`).join(', ')}`,
    `items: ${items.new} new, ${items.updated} updated, ${items.unchanged} unchanged; ${countNoun(items.filtered, 'entry', 'entries')} left out`,
  ]
  if (unwanted.length > 0) {
    const total = unwanted.reduce((sum, source) => sum + source.unwanted, 0)
    const each = unwanted.map((source) => `${source.id} ${source.unwanted} of ${source.entries}`)
    lines.push(`left out: ${total} for want of a word that their source asks for (${each.join(', ')})`)
  }
  for (const { id, movedTo } of sources) {
    if (movedTo !== undefined) lines.push(`moved   ${id}: now at ${movedTo}; put that in content/sources/${id}.yml`)
  }
  for (const { id, status, error } of sources)
    if (error !== undefined) lines.push(`${status.padEnd(6)}  ${id}: ${error}`)
  const failing = sources.filter(({ isFailing }) => isFailing)
  if (failing.length > 0) {
    const ids = failing.map(({ id }) => id).join(', ')
    lines.push(`waits   ${ids}: failed when last asked, and left alone for a while; --force asks at once`)
  } else if (sources.length > 0 && sources.every(({ status }) => status === 'not-due'))
    lines.push('No feed is due yet; --force asks them all the same.')
  if (isOffline)
    lines.push(
      'No source could be reached. Is there a network? Nothing was remembered, so all are asked again next time.',
    )
  if (dryRun) {
    const files = [
      ...plan.added.map(({ path }) => `new     ${path}`),
      ...plan.changed.map(({ path }) => `updated ${path}`),
    ]
    lines.push(
      '',
      `Nothing was written, ${files.length > 0 ? 'and this would be:' : 'and no item would be.'}`,
      ...files,
    )
  }
  return lines.join('\n')
}
