import { RELEASE_SOURCE_IDS, RELEASE_SOURCES, type ReleaseSourceId } from '../core/release/release-source.ts'
import { dateOf, patchDay, type Release } from '../core/release/release.ts'
import { dayOf } from '../core/text/moment.ts'
import { groupClaims, hasDifferentDays, latestClaims, type Said } from './release-differences.ts'
import { plainDay } from './release-view.ts'

/** One fact of a minor with all that is said of it; nothing where nobody says anything. */
export interface MinorFact {
  readonly fact: string
  readonly said: readonly Said[]
}

export interface PatchRow {
  readonly version: string
  /** What each column's source says, as days. */
  readonly cells: readonly { readonly day: string | undefined; readonly planned: string | undefined }[]
  readonly differs: boolean
  /** Neither out nor planned by any source's word. */
  readonly isUndated: boolean
}

/** The patches of a minor, a column for each source that gives a day of any. */
export interface PatchTable {
  readonly columns: readonly { readonly id: ReleaseSourceId; readonly title: string }[]
  /** The newest first. */
  readonly rows: readonly PatchRow[]
  /** How many there are that the table does not show: the oldest. */
  readonly rest: number
}

/** What is on file of a minor's days, and of its latest patch. */
export function listMinorFacts(release: Release): MinorFact[] {
  const latest = latestClaims(release)
  const fact = (name: string, date: 'planned' | 'released' | 'maintenance' | 'endOfLife') => ({
    fact: name,
    said: groupClaims(release[date], dateOf(release, date)?.value, plainDay),
  })
  const planned = fact('Day that is aimed at', 'planned')
  return [
    ...(planned.said.length > 0 ? [planned] : []),
    fact('Released', 'released'),
    fact('Maintenance from', 'maintenance'),
    fact('End of life', 'endOfLife'),
    { fact: 'Latest patch', said: groupClaims(latest, latest['kubernetes-tags'], (version) => version) },
  ]
}

/** No minor has had as many; a table of more is no table. */
const MOST_ROWS = 100

/** The days of a minor's patches, side by side as the sources give them. */
export function createPatchTable({ patches }: Release): PatchTable {
  const columns = RELEASE_SOURCE_IDS.filter((id) =>
    patches.some(({ days, planned }) => days[id] !== undefined || planned[id] !== undefined),
  )
  const rows = patches.toReversed().map((patch) => ({
    version: patch.version,
    cells: columns.map((id) => ({
      day: patch.days[id],
      // What was aimed at matters until it came.
      planned: patch.days[id] === undefined || patch.planned[id] !== patch.days[id] ? patch.planned[id] : undefined,
    })),
    differs: hasDifferentDays(patch),
    isUndated: columns.every((id) => patch.days[id] === undefined && patch.planned[id] === undefined),
  }))
  return {
    columns: columns.map((id) => ({ id, title: SHORT_TITLES[id] ?? RELEASE_SOURCES[id].title })),
    rows: rows.slice(0, MOST_ROWS),
    rest: Math.max(0, rows.length - MOST_ROWS),
  }
}

/** As heads of columns name sources that have a long title. */
const SHORT_TITLES: Readonly<Partial<Record<ReleaseSourceId, string>>> = {
  'kubernetes-schedule': 'Schedule',
  'kubernetes-tags': 'Tag in git',
  'kubernetes-eol': 'Ended branches',
  'kubernetes-blog': 'Announcement',
  'release-team': 'Release team',
}

/** The days of the patches that came out until the UTC day of `now`, the first one first; each by the most trusted claim. */
export function listPatchDays({ patches }: Release, now: Date): { readonly version: string; readonly day: string }[] {
  const today = dayOf(now)
  return patches.flatMap((patch) => {
    const day = patchDay(patch)?.value
    return day === undefined || day > today ? [] : [{ version: patch.version, day }]
  })
}
