import type { Retirement } from '../core/source/source.ts'
import type { SourceHealth } from '../core/source/source-health.ts'
import { dayOf, formatDay } from '../core/text/moment.ts'

/**
 * `stale`: nothing is wrong with it, and yet it was not read for over a week; `unread`: never asked so far; `retired`: not
 * asked any more, whatever its health was.
 */
export type SourceStatus = 'ok' | 'stale' | 'failing' | 'parked' | 'unread' | 'retired'

/** How a source is, for readers. */
export interface SourceState {
  readonly status: SourceStatus
  /** UTC day of the last answer that could be read. */
  readonly lastRead: string | undefined
  /** What is wrong, where something is: `Failing` `since 3 August: answered 404 Not Found`. */
  readonly trouble: { readonly word: string; readonly text: string } | undefined
  readonly movedTo: string | undefined
  /** Since when it is followed no more, and why: `since 3 August: the blog has ended`. */
  readonly retired?: string
}

const DAY = 86_400_000
/** While all is well, the file is written anew once a week alone; the eighth day is for the run that does it. */
const FRESH_DAYS = 8

const NOTHING = { lastRead: undefined, trouble: undefined, movedTo: undefined }

/** The state of a source that is retired: how its feed is, nobody asks. */
export const describeRetirement = (retired: Retirement, now: Date): SourceState => ({
  ...NOTHING,
  status: 'retired',
  retired: sinceText(retired, now),
})

/** The state of a source that we follow. */
export function describeState(health: SourceHealth | undefined, now: Date): SourceState {
  if (health === undefined) return { ...NOTHING, status: 'unread' }
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

function sinceText({ since, reason }: Pick<SourceHealth, 'since' | 'reason'>, now: Date): string {
  const day = formatDay(since, { weekday: false, year: since.slice(0, 4) !== now.toISOString().slice(0, 4) })
  return `since ${day}${reason === undefined ? '' : `: ${reason}`}`
}
