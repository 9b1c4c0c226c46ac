import { settle } from '../core/release/claims.ts'
import type { ReleaseSourceId } from '../core/release/release-source.ts'
import { dateOf, patchDay, type Release } from '../core/release/release.ts'
import { dayOf } from '../core/text/moment.ts'
import type { ReleaseShelf } from './release-view.ts'

/** One day that matters to somebody who runs Kubernetes, past or to come. */
export interface ReleaseDate {
  /** Stays the same when the day moves: `1.36:end-of-life`. */
  readonly id: string
  readonly day: string
  /** `Kubernetes 1.36: end of life` */
  readonly title: string
  readonly text: string
  /** The minor that it is about, if it is about one. */
  readonly minor: string | undefined
  /** Who gives the day. */
  readonly source: ReleaseSourceId
}

/**
 * Every day of releases, maintenance, ends of life and patches, the earliest first. A day that was aimed at for patches
 * and has passed is left out: either they came, and have days of their own, or nobody knows.
 */
export function listReleaseDates({ releases, releaseSchedule, now }: ReleaseShelf): ReleaseDate[] {
  const today = dayOf(now)
  const dates = [...releases.flatMap((release) => datesOf(release, today)), ...roundsOf(releaseSchedule, today)]
  return dates.sort((one, other) => (one.day === other.day ? 0 : one.day < other.day ? -1 : 1))
}

function datesOf(release: Release, today: string): ReleaseDate[] {
  const { minor, name } = release
  const dates: ReleaseDate[] = []
  const add = (
    id: string,
    claim: { readonly value: string; readonly source: ReleaseSourceId } | undefined,
    title: string,
    text: string,
  ) => {
    if (claim) dates.push({ id: `${minor}:${id}`, day: claim.value, title, text, minor, source: claim.source })
  }
  const full = name === undefined ? minor : `${minor} “${name}”`
  const released = dateOf(release, 'released')
  // One entry: when it is out, the day that was aimed at becomes the day on which it came.
  if (released) add('release', released, `Kubernetes ${minor} is released`, `Kubernetes ${full} comes out.`)
  else {
    add(
      'release',
      dateOf(release, 'planned'),
      `Kubernetes ${minor} (planned)`,
      `The day that is aimed at for Kubernetes ${full}. It can move.`,
    )
  }
  add(
    'maintenance',
    dateOf(release, 'maintenance'),
    `Kubernetes ${minor} goes into maintenance`,
    'From now on only fixes for security and what is critical.',
  )
  add(
    'end-of-life',
    dateOf(release, 'endOfLife'),
    `Kubernetes ${minor}: end of life`,
    `The last day of support. After it, ${minor} gets no fixes, not even for security.`,
  )
  for (const patch of release.patches) {
    if (patch.version === `${minor}.0`) continue
    const out = patchDay(patch)
    const claim = out ?? settle(patch.planned, ['kubernetes-schedule'])
    const id = `patch:${patch.version}`
    if (out) add(id, claim, `Kubernetes ${patch.version}`, `A patch of ${minor} comes out.`)
    else if (claim && claim.value >= today)
      add(id, claim, `Kubernetes ${patch.version} (planned)`, `The day that is aimed at for a patch of ${minor}.`)
  }
  return dates
}

function roundsOf({ rounds }: ReleaseShelf['releaseSchedule'], today: string): ReleaseDate[] {
  const source = 'kubernetes-schedule'
  return rounds.flatMap(({ cherryPicks, target }) => {
    if (target < today) return []
    // Rounds are monthly, and their days move within the month.
    const month = target.slice(0, 7)
    const round: ReleaseDate = {
      ...{ id: `round:${month}`, day: target, minor: undefined, source },
      title: 'Kubernetes patches (planned)',
      text: 'The day that is aimed at for patches of every supported minor. It can move.',
    }
    if (cherryPicks === undefined) return [round]
    const deadline: ReleaseDate = {
      ...{ id: `round:${month}:cherry-picks`, day: cherryPicks, minor: undefined, source },
      title: 'Kubernetes patches: cherry-pick deadline',
      text: 'The last day on which a fix can still be put forward for the next patches.',
    }
    return [deadline, round]
  })
}
