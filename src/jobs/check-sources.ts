import type { Source } from '../core/source/source.ts'
import { inspectFeed, type InspectPorts } from './inspect-feed.ts'

/** Whether a source is alive. */
export interface SourceCheck {
  readonly id: string
  readonly status: 'ok' | 'failed'
  readonly entries: number
  /** The newest date among the entries; null where none has one. */
  readonly newest: string | null
  readonly movedTo?: string
  readonly error?: string
}

/** Fetches each source and says how it is; nothing is remembered and nothing is written. */
export async function checkSources(
  sources: readonly Source[],
  ports: InspectPorts,
  onSource: (check: SourceCheck) => void,
): Promise<SourceCheck[]> {
  return Promise.all(
    sources.map(async ({ id, url }) => {
      const check = await checkSource(id, url, ports)
      onSource(check)
      return check
    }),
  )
}

async function checkSource(id: string, url: string, ports: InspectPorts): Promise<SourceCheck> {
  const inspection = await inspectFeed(url, ports)
  if (!inspection.ok) return { id, status: 'failed', entries: 0, newest: null, error: inspection.error }
  const { entries, movedTo } = inspection
  const dates = entries.map(({ published, updated }) => published ?? updated ?? '').filter((date) => date.endsWith('Z'))
  return {
    id,
    status: 'ok',
    entries: entries.length,
    newest: dates.toSorted().at(-1) ?? null,
    ...(movedTo === undefined ? {} : { movedTo }),
  }
}
