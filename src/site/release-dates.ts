import { settle } from '../core/release/claims.ts'
import { dateOf, patchDay, type Release } from '../core/release/release.ts'
import { dayOf } from '../core/text/moment.ts'
import { slugOf } from '../core/text/slug.ts'
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
}

/**
 * Every day of releases, maintenance, ends of life, patches and deadlines, the earliest first. A day that was aimed at for patches
 * and has passed is left out: either they came, and have days of their own, or nobody knows.
 */
export function listReleaseDates({ releases, releaseSchedule, now }: ReleaseShelf): ReleaseDate[] {
  const today = dayOf(now)
  const dates = [
    ...releases.flatMap((release) => datesOf(release, today)),
    ...roundsOf(releaseSchedule, today),
    ...deadlinesOf(releaseSchedule, releases),
  ]
  return dates.sort((one, other) => (one.day === other.day ? 0 : one.day < other.day ? -1 : 1))
}

function datesOf(release: Release, today: string): ReleaseDate[] {
  const { minor, name } = release
  const dates: ReleaseDate[] = []
  const add = (id: string, claim: { readonly value: string } | undefined, title: string, text: string) => {
    if (claim) dates.push({ id: `${minor}:${id}`, day: claim.value, title, text, minor })
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
    `From this day on ${minor} gets only security and critical fixes.`,
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
  // Rounds are monthly, and their days move within the month; of two in a month the second one is told apart.
  const number = numberIds()
  return rounds.flatMap(({ cherryPicks, target }) => {
    const id = number(`round:${target.slice(0, 7)}`)
    if (target < today) return []
    const round: ReleaseDate = {
      ...{ id, day: target, minor: undefined },
      title: 'Kubernetes patches (planned)',
      text: 'The day that is aimed at for patches of every supported minor. It can move.',
    }
    if (cherryPicks === undefined) return [round]
    const deadline: ReleaseDate = {
      ...{ id: `${id}:cherry-picks`, day: cherryPicks, minor: undefined },
      title: 'Kubernetes patches: cherry-pick deadline',
      text: 'The last day on which a fix can still be put forward for the next patches.',
    }
    return [deadline, round]
  })
}

/** Of minors in the making, past ones too: they are kept by hand, and came to pass. */
function deadlinesOf({ deadlines = [] }: ReleaseShelf['releaseSchedule'], releases: readonly Release[]): ReleaseDate[] {
  const number = numberIds()
  const minors = new Set(releases.map(({ minor }) => minor))
  return deadlines.map(({ day, what, minor }) => {
    const of = minor === undefined ? 'Kubernetes' : `Kubernetes ${minor}`
    return {
      ...{ id: number(`${minor ?? 'all'}:deadline:${slugOf(what)}`), day },
      minor: minor !== undefined && minors.has(minor) ? minor : undefined,
      title: `${of}: ${what}`,
      text: `A deadline for those who work on ${of}.`,
    }
  })
}

/** Gives ids back as they are, and one that was there already with a number behind it. */
function numberIds(): (id: string) => string {
  const seen = new Map<string, number>()
  return (id) => {
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id}:${count}`
  }
}
