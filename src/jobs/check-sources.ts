import type { Retirement, Source } from '../core/source/source.ts'
import { inspectFeed, type InspectPorts } from './inspect-feed.ts'

/** Whether a source is alive. */
export interface SourceCheck {
  readonly id: string
  /** `retired`: it was not asked. */
  readonly status: 'ok' | 'failed' | 'retired'
  readonly entries: number
  /** The newest date among the entries; null where none has one. */
  readonly newest: string | null
  readonly movedTo?: string
  readonly error?: string
  readonly retired?: Retirement
}

/** Fetches each source that is followed, and says how each is; nothing is remembered and nothing is written. */
export async function checkSources(
  sources: readonly Source[],
  ports: InspectPorts,
  onSource: (check: SourceCheck) => void,
): Promise<SourceCheck[]> {
  return Promise.all(
    sources.map(async ({ id, url, retired }) => {
      const check = retired
        ? ({ id, status: 'retired', entries: 0, newest: null, retired } as const)
        : await checkSource(id, url, ports)
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
