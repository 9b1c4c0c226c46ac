import { RELEASE_SOURCE_IDS, RELEASE_SOURCES, type ReleaseSource } from '../core/release/release-source.ts'
import { compareText } from '../core/text/compare-text.ts'
import { dayOf, formatDay } from '../core/text/moment.ts'
import { listReleaseDates, type ReleaseDate } from './release-dates.ts'
import {
  countPatchDifferences,
  findDifferences,
  type PatchDifferences,
  type ReleaseDifference,
} from './release-differences.ts'
import type { SiteContent } from './site-content.ts'
import { createTimeline, type Timeline } from './release-timeline.ts'
import { plainDay, readDay, type ReleaseShelf, type ReleaseView, staleSince, viewRelease } from './release-view.ts'

/** A minor, and what it means for who runs it. */
export type AdvisedRelease = ReleaseView & { readonly advice: string | undefined }

/** The page of all releases. */
export interface ReleasesPage {
  /** Which minors are supported today, and which of them ends next; undefined where none is. */
  readonly summary: string | undefined
  /** What comes and what is supported, the newest first. */
  readonly current: readonly AdvisedRelease[]
  /** What is not supported any more, or of which nobody says until when it was; the newest first. */
  readonly past: readonly AdvisedRelease[]
  readonly timeline: Timeline | undefined
  /** The days to come, the earliest first. */
  readonly ahead: readonly ReleaseDate[]
  readonly differences: readonly ReleaseDifference[]
  /** The minors that have patches of which sources give different days; their own pages show them. */
  readonly patchDifferences: readonly PatchDifferences[]
  /** `failing`: since which day a source cannot be read. */
  readonly credits: readonly (ReleaseSource & {
    readonly read: string | undefined
    readonly failing: string | undefined
  })[]
  /** When any of the sources was last read. */
  readonly read: string | undefined
  /** The same, where it lies so far back that newer facts must be expected. */
  readonly stale: string | undefined
}

/** Minors that ended, of which the drawing shows that many. */
const ENDED_IN_DRAWING = 2
/** Who runs a minor that ended so many days ago is told where to go. */
const RECENT_DAYS = 180

/** What the page of releases shows on the day of `now`. */
export function createReleasesPage(content: ReleaseShelf & Partial<Pick<SiteContent, 'health'>>): ReleasesPage {
  const { releases, releaseSchedule, now } = content
  const views = releases.map((release) => viewRelease(release, now))
  const isPast = ({ support }: ReleaseView) => support.state === 'ended' || support.state === 'unknown'
  const current = views.filter((view) => !isPast(view))
  const past = views.filter(isPast)
  const today = dayOf(now)
  return {
    summary: summarise(current, now),
    current: current.map((view) => ({ ...view, advice: adviseMinor(view, current) })),
    past: past.map((view) => ({ ...view, advice: adviseMinor(view, current) })),
    timeline:
      current.length > 0
        ? createTimeline(
            [...current, ...past.filter(({ support }) => support.state === 'ended').slice(0, ENDED_IN_DRAWING)],
            now,
          )
        : undefined,
    ahead: listReleaseDates(content).filter(({ day }) => day >= today),
    differences: findDifferences(releases),
    patchDifferences: countPatchDifferences(releases),
    credits: creditSources(releases, content),
    read: readDay(releaseSchedule),
    stale: staleSince(content),
  }
}

const list = new Intl.ListFormat('en-GB')

function summarise(current: readonly ReleaseView[], now: Date): string | undefined {
  const open = current.flatMap(({ minor, support }) => ('ends' in support ? [{ minor, ends: support.ends }] : []))
  const next = open.toSorted((one, other) => compareText(one.ends, other.ends))[0]
  if (next === undefined) return undefined
  const minors = list.format(open.map(({ minor }) => minor))
  if (open.length === 1) return `${minors} alone is supported on ${formatDay(now)}, until ${plainDay(next.ends)}.`
  return `${minors} are supported on ${formatDay(now)}. The next to end is ${next.minor}, on ${plainDay(next.ends)}.`
}

/** Whoever says anything of these releases, and when each was last read. */
export function creditSources(
  releases: ReleaseShelf['releases'],
  { releaseSchedule: { read }, health }: Pick<ReleaseShelf, 'releaseSchedule'> & Partial<Pick<SiteContent, 'health'>>,
): ReleasesPage['credits'] {
  const used = new Set(releases.flatMap(namedSources))
  return RELEASE_SOURCE_IDS.filter((id) => used.has(id)).map((id) => {
    const { status = 'ok', since } = health?.get(id) ?? {}
    return { ...RELEASE_SOURCES[id], read: read[id], failing: status === 'ok' ? undefined : since?.slice(0, 10) }
  })
}

const namedSources = ({
  planned,
  released,
  maintenance,
  endOfLife,
  latest,
  patches,
}: ReleaseShelf['releases'][number]) =>
  [
    planned,
    released,
    maintenance,
    endOfLife,
    latest,
    ...patches.flatMap((patch) => [patch.planned, patch.days]),
  ].flatMap((claims) => Object.keys(claims))

/** What to do about a minor, in a sentence or two; of one that ended long ago nothing that its table does not say. */
function adviseMinor(
  { minor, support, maintenance, patch }: ReleaseView,
  current: readonly ReleaseView[],
): string | undefined {
  switch (support.state) {
    case 'planned':
      return `Planned for ${plainDay(support.day)}. Until then, try it where nobody depends on it.`
    case 'due':
      return `Planned for ${plainDay(support.day)}. No source has told us yet that it is out.`
    case 'supported':
      return [
        patch && patch.version !== `${minor}.0` ? `Run ${patch.version}.` : 'Run it.',
        maintenance === undefined
          ? `Fixes until ${plainDay(support.ends)}.`
          : `All fixes until ${plainDay(maintenance)}, then only security and critical ones.`,
      ].join(' ')
    case 'maintenance': {
      const next = current.findLast(({ support }) => support.state === 'supported')
      return [
        'Only security and critical fixes.',
        next && `Plan the move to ${next.minor} before ${plainDay(support.ends)}.`,
      ]
        .filter(Boolean)
        .join(' ')
    }
    case 'ended': {
      const next = current.findLast(({ support }) => 'daysLeft' in support)
      if (support.daysAgo > RECENT_DAYS || next === undefined) return undefined
      return `No fixes any more. Move on, one minor after the other: the oldest that is supported is ${next.minor}.`
    }
    case 'unknown':
      return undefined
  }
}
