import { dateOf, latestPatch, patchDay, type Release } from '../core/release/release.ts'
import { type Support, supportOf } from '../core/release/support-state.ts'
import { addDays } from '../core/text/count-days.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { dayOf, formatDay } from '../core/text/moment.ts'
import type { SiteContent } from './site-content.ts'
import { newestOf } from './newest-of.ts'
import { releaseAnchor } from './release-path.ts'

/** A minor as it stands today. */
export interface ReleaseView {
  readonly minor: string
  /** Id of its place on the page of all releases. */
  readonly anchor: string
  readonly name: string | undefined
  readonly announcement: string | undefined
  readonly support: Support
  readonly released: string | undefined
  readonly maintenance: string | undefined
  readonly endOfLife: string | undefined
  readonly patch: { readonly version: string; readonly day: string | undefined } | undefined
}

/** What the pages of releases are made of. */
export type ReleaseShelf = Pick<SiteContent, 'releases' | 'releaseSchedule' | 'now'>

/** A minor on the day of `now`, each of its days by the most trusted claim. */
export function viewRelease(release: Release, now: Date): ReleaseView {
  const patch = latestPatch(release, now)
  return {
    minor: release.minor,
    anchor: releaseAnchor(release.minor),
    name: release.name,
    announcement: release.announcement,
    support: supportOf(release, now),
    released: dateOf(release, 'released')?.value,
    maintenance: dateOf(release, 'maintenance')?.value,
    endOfLife: dateOf(release, 'endOfLife')?.value,
    patch: patch && { version: patch.version, day: patchDay(patch)?.value },
  }
}

/** Whoever reads of an end that lies further back looks for its day, and does not count. */
const YEAR_DAYS = 365

/** `64 days left`, `ends today`, `ended 12 days ago`, `ended on 28 July 2023`, `due in 2 days` */
export function countdown(support: Support): string {
  switch (support.state) {
    case 'supported':
    case 'maintenance':
      return support.daysLeft === 0 ? 'ends today' : `${countNoun(support.daysLeft, 'day')} left`
    case 'ended':
      if (support.daysAgo > YEAR_DAYS) return `ended on ${plainDay(support.ended)}`
      return support.daysAgo === 1 ? 'ended yesterday' : `ended ${support.daysAgo} days ago`
    case 'planned':
      return support.daysTo === 0
        ? 'due today'
        : support.daysTo === 1
          ? 'due tomorrow'
          : `due in ${support.daysTo} days`
    case 'due':
      return `was due ${support.daysAgo === 1 ? 'yesterday' : `${support.daysAgo} days ago`}`
    case 'unknown':
      return 'end not on record'
  }
}

/** After so many days without a look at the sources, a page says how old its facts are wherever it shows them. */
const FRESH_DAYS = 10

/** When the sources were last read, all of them; undefined where nobody noted it. */
export function readDay({ read }: ReleaseShelf['releaseSchedule']): string | undefined {
  return newestOf(Object.values(read))
}

/** The day of the facts, where it lies so far back that newer ones must be expected. */
export function staleSince({ releaseSchedule, now }: ReleaseShelf): string | undefined {
  const day = readDay(releaseSchedule)
  if (day === undefined) return undefined
  return day < addDays(dayOf(now), -FRESH_DAYS) ? day : undefined
}

/** `28 June 2027` */
export const plainDay = (day: string): string => formatDay(day, { weekday: false })
