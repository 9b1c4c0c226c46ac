import { countNoun } from '../core/text/count-noun.ts'
import type { IngestReport } from './ingest.ts'

/** The summary of an ingest for a person: counts, then what needs a look. */
export function formatIngestReport({ items, sources, plan }: IngestReport, dryRun: boolean): string {
  const count = (status: string) => sources.filter((source) => source.status === status).length
  const lines = [
    `${countNoun(sources.length, 'source')}: ${count('ok')} read, ${count('unchanged')} unchanged, ${count('not-due')} not due, ${count('failed')} failed`,
    `items: ${items.new} new, ${items.updated} updated, ${items.unchanged} unchanged; ${items.filtered} entries left out`,
  ]
  for (const { id, movedTo } of sources) {
    if (movedTo !== undefined) lines.push(`moved   ${id}: now at ${movedTo}; put that in content/sources/${id}.yml`)
  }
  for (const { id, error } of sources) if (error !== undefined) lines.push(`failed  ${id}: ${error}`)
  if (dryRun) {
    const files = [
      ...plan.added.map(({ path }) => `new     ${path}`),
      ...plan.changed.map(({ path }) => `updated ${path}`),
    ]
    lines.push(
      '',
      `Nothing was written, ${files.length > 0 ? 'and this would be:' : 'and nothing would be.'}`,
      ...files,
    )
  }
  return lines.join('\n')
}
