import { dayOf, formatDay } from '../text/moment.ts'
import type { LinePart } from '../text/write-markdown.ts'
import { type Claims, listClaims } from './claims.ts'
import type { ReleaseSchedule } from './release-schedule.ts'
import { RELEASE_SOURCES } from './release-source.ts'
import type { Release } from './release.ts'

/** What the section reads of an item. */
export interface WatchedItem {
  readonly url: string
  readonly published?: string | undefined
  readonly cves: readonly string[]
  readonly advisory?:
    { readonly fixed: readonly { readonly component?: string | undefined; readonly version: string }[] } | undefined
}

/** What the section "Release watch" is written of. */
export interface ReleaseWatch {
  readonly releases: readonly Release[]
  readonly schedule: ReleaseSchedule
  /** The stretch that the issue tells of, as moments. */
  readonly span: { readonly from: string; readonly to: string }
  /** The day of the issue, from which days are counted. */
  readonly day: string
  /** What was first seen in the stretch: its releases of Kubernetes count, whichever day they name. */
  readonly items: readonly WatchedItem[]
  /** Whatever may be an advisory. */
  readonly advisories: readonly WatchedItem[]
  /** Whether an earlier issue has told of a version already: 1.35.4, or v1.36.0-rc.1. */
  readonly isTold: (version: string) => boolean
}

/** The page of a minor; a test of the site holds that it is. */
export const minorAddress = (minor: string): string => `/releases/${minor}/`
export const minorLink = (minor: string, text = minor): LinePart => ({ text, url: minorAddress(minor) })

/** A day of a sentence: without its year where that is the year of the issue. */
export const dayText = (day: string, { day: today }: ReleaseWatch): string =>
  formatDay(day, { year: day.slice(0, 4) !== today.slice(0, 4) })

/** ` (endoflife.date: Sunday 28 February)`, of those who name another day than the one that we go by. */
export function othersText(claims: Claims, chosen: string, watch: ReleaseWatch): string {
  const others = listClaims(claims, []).filter(({ value }) => value !== chosen)
  const words = others.map(({ source, value }) => `${RELEASE_SOURCES[source].title}: ${dayText(value, watch)}`)
  return words.length === 0 ? '' : ` (${words.join('; ')})`
}

/** The day on which the last issue was closed counts again: what came out that evening it could not tell. */
export const isWithin = (day: string, { span }: ReleaseWatch): boolean =>
  day >= dayOf(span.from) && day <= dayOf(span.to)
