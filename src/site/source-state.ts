import type { SourceHealth } from '../core/source/source-health.ts'
import { dayOf, formatDay } from '../core/text/moment.ts'

/** `stale`: nothing is wrong with it, and yet it was not read for over a week; `unread`: never asked so far. */
export type SourceStatus = 'ok' | 'stale' | 'failing' | 'parked' | 'unread'

/** How a source is, for readers. */
export interface SourceState {
  readonly status: SourceStatus
  /** UTC day of the last answer that could be read. */
  readonly lastRead: string | undefined
  /** What is wrong, where something is: `Failing` `since 3 August: answered 404 Not Found`. */
  readonly trouble: { readonly word: string; readonly text: string } | undefined
  readonly movedTo: string | undefined
}

const DAY = 86_400_000
/** While all is well, the file is written anew once a week alone; the eighth day is for the run that does it. */
const FRESH_DAYS = 8

export function describeState(health: SourceHealth | undefined, now: Date): SourceState {
  if (health === undefined) return { status: 'unread', lastRead: undefined, trouble: undefined, movedTo: undefined }
  const { status, lastSuccess, movedTo } = health
  const old = lastSuccess === undefined || now.getTime() - Date.parse(lastSuccess) > FRESH_DAYS * DAY
  return {
    status: status === 'ok' && old ? 'stale' : status,
    lastRead: lastSuccess && dayOf(lastSuccess),
    trouble: status === 'ok' ? undefined : { word: TROUBLE[status], text: sinceText(health, now) },
    movedTo,
  }
}

const TROUBLE = { failing: 'Failing', parked: 'Gone for good' } as const

function sinceText({ since, reason }: SourceHealth, now: Date): string {
  const day = formatDay(since, { weekday: false, year: since.slice(0, 4) !== now.toISOString().slice(0, 4) })
  return `since ${day}${reason === undefined ? '' : `: ${reason}`}`
}
