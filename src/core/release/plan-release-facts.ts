import { countDays } from '../text/count-days.ts'
import { dayOf } from '../text/moment.ts'
import type { Problem } from '../text/problem.ts'
import type { Claims } from './claims.ts'
import { describeMinorChange, describeRoundsChange } from './describe-release-change.ts'
import { KEPT, type MinorFacts, type ReleaseFacts } from './release-facts.ts'
import type { ReleaseSchedule } from './release-schedule.ts'
import { RELEASE_SOURCE_IDS, type ReleaseSourceId } from './release-source.ts'
import { formatRelease, parseRelease, type Patch, type Release } from './release.ts'
import { compareVersions } from './version.ts'

/** All that is stored of releases. */
export interface StoredReleases {
  readonly releases: readonly Release[]
  readonly schedule: ReleaseSchedule
}

export interface ReleasePlan {
  /** Minors whose file changes, the newest first. */
  readonly releases: readonly Release[]
  /** Present where its file changes. */
  readonly schedule?: ReleaseSchedule
  /** What changed, in sentences for a person, each beginning with the minor. */
  readonly changes: readonly string[]
  /** What a source says and a file cannot hold; the file stays as it is. */
  readonly problems: readonly Problem[]
}

/** A source that is read again and again, and says nothing new, is noted as read once in so many days. */
const NOTED_DAYS = 7

/**
 * Writes what sources say beside what is stored, a claim a source. The last word of a source stands until it says
 * another: one that drops a minor, as the schedule does when its support has ended, has not taken back what it said.
 * Only plans of patches are taken back by silence. Planning again with the same facts changes nothing.
 *
 * @param read sources that were asked, and the day on which they answered; one that had nothing new has no facts
 */
export function planReleaseFacts(
  stored: StoredReleases,
  facts: readonly ReleaseFacts[],
  read: ReadonlyMap<ReleaseSourceId, string>,
  now: Date,
): ReleasePlan {
  const today = dayOf(now)
  const releases = new Map(stored.releases.map((release) => [release.minor, release]))
  const changed = new Set<string>()
  const changers = new Set<ReleaseSourceId>()
  const problems: Problem[] = []
  let { rounds } = stored.schedule
  for (const said of facts) {
    const { source } = said
    for (const [minor, before, after] of applyFacts(releases, said, today)) {
      const text = formatRelease(after)
      if (before && formatRelease(before) === text) continue
      if (text === formatRelease(emptyRelease(minor))) {
        problems.push({
          where: `${minor}, by ${source}`,
          what: 'no day and no patch stands beside this minor, so that it was left out',
          remedy: 'It gets a page as soon as a source gives a day',
        })
        continue
      }
      const checked = parseRelease(text, minor, `${minor}, by ${source}`)
      if (!checked.ok) problems.push(...checked.problems.map((problem) => ({ ...problem, remedy: KEPT })))
      else {
        releases.set(minor, checked.value)
        changed.add(minor)
        changers.add(source)
      }
    }
    if (said.rounds && JSON.stringify(said.rounds) !== JSON.stringify(rounds)) {
      rounds = [...said.rounds]
      changers.add(source)
    }
  }
  const schedule = { ...stored.schedule, read: noteRead(stored.schedule.read, read, changers, today), rounds }
  const before = new Map(stored.releases.map((release) => [release.minor, release]))
  const files = [...changed].flatMap((minor) => releases.get(minor) ?? []).sort(newestFirst)
  return {
    releases: files,
    ...(JSON.stringify(schedule) === JSON.stringify(stored.schedule) ? {} : { schedule }),
    changes: [
      ...files.flatMap((release) => describeMinorChange(before.get(release.minor), release)),
      ...describeRoundsChange(stored.schedule.rounds, rounds),
    ],
    problems,
  }
}

const newestFirst = (one: Release, other: Release) => compareVersions(other.minor, one.minor)

/** The minors that a source says something of, before and after; and those for which it has plans no more. */
function applyFacts(
  releases: ReadonlyMap<string, Release>,
  { source, minors }: ReleaseFacts,
  today: string,
): [minor: string, before: Release | undefined, after: Release][] {
  const named = new Set(minors.map(({ minor }) => minor))
  const isPlanned = ({ patches }: Release) => patches.some(({ planned }) => planned[source] !== undefined)
  const dropped = [...releases.values()].filter((release) => !named.has(release.minor) && isPlanned(release))
  return [
    ...minors.map((facts): [string, Release | undefined, Release] => {
      const before = releases.get(facts.minor)
      return [facts.minor, before, applyMinor(before ?? emptyRelease(facts.minor), facts, source, today)]
    }),
    ...dropped.map((release): [string, Release, Release] => {
      const { minor } = release
      return [minor, release, { ...release, patches: withoutPlans(release.patches, source) }]
    }),
  ]
}

const emptyRelease = (minor: string): Release => ({
  ...{ minor, planned: {}, released: {}, maintenance: {}, endOfLife: {}, latest: {}, patches: [] },
})

function applyMinor(before: Release, facts: MinorFacts, source: ReleaseSourceId, today: string): Release {
  const { released } = facts
  const isOut = released !== undefined && released <= today
  return {
    ...before,
    // A day that lies ahead is aimed at, and says nothing of whether it came.
    planned: released === undefined ? before.planned : say(before.planned, source, isOut ? undefined : released),
    released: released === undefined ? before.released : say(before.released, source, isOut ? released : undefined),
    maintenance: say(before.maintenance, source, facts.maintenance ?? before.maintenance[source]),
    endOfLife: say(before.endOfLife, source, facts.endOfLife ?? before.endOfLife[source]),
    latest: say(before.latest, source, facts.latest ?? before.latest[source]),
    patches: applyPatches(before.patches, facts, source, today),
  }
}

function applyPatches(
  before: readonly Patch[],
  { patches, plan }: MinorFacts,
  source: ReleaseSourceId,
  today: string,
): Patch[] {
  const kept = plan === 'unreadable' ? before : withoutPlans(before, source)
  const byVersion = new Map(kept.map((patch) => [patch.version, patch]))
  const find = (version: string): Patch => byVersion.get(version) ?? { version, planned: {}, days: {} }
  for (const { version, day } of patches) {
    const { planned, days } = find(version)
    const isAhead = day !== undefined && day > today
    byVersion.set(version, {
      version,
      planned: say(planned, source, isAhead ? day : undefined),
      days: say(days, source, isAhead ? undefined : (day ?? days[source])),
    })
  }
  if (plan !== undefined && plan !== 'unreadable' && plan.day !== undefined) {
    const { version, planned, days } = find(plan.version)
    byVersion.set(version, { version, planned: say(planned, source, plan.day), days })
  }
  return [...byVersion.values()].sort((one, other) => compareVersions(one.version, other.version))
}

/** Patches without what a source aimed at; one that was nothing but aimed at is gone with it. */
function withoutPlans(patches: readonly Patch[], source: ReleaseSourceId): Patch[] {
  return patches.flatMap((patch) => {
    if (patch.planned[source] === undefined) return [patch]
    const planned = say(patch.planned, source, undefined)
    return isEmpty(planned) && isEmpty(patch.days) ? [] : [{ ...patch, planned }]
  })
}

const isEmpty = (claims: Claims) => Object.values(claims).every((value) => value === undefined)

/** Claims with that of one source, in the order of the sources. */
function say<T extends Claims>(claims: T, source: ReleaseSourceId, value: string | undefined): T {
  const all: Claims = { ...claims, [source]: value }
  return Object.fromEntries(RELEASE_SOURCE_IDS.flatMap((id) => (all[id] === undefined ? [] : [[id, all[id]]]))) as T
}

/** When each source was read: noted with what it changed and, while it says nothing new, once a week. */
function noteRead(
  before: ReleaseSchedule['read'],
  read: ReadonlyMap<ReleaseSourceId, string>,
  changers: ReadonlySet<ReleaseSourceId>,
  today: string,
): ReleaseSchedule['read'] {
  let noted = before
  for (const [source, day] of read) {
    const known = before[source]
    const isDue = known === undefined || changers.has(source) || countDays(known, today) >= NOTED_DAYS
    if (isDue && (known === undefined || day > known)) noted = say(noted, source, day)
  }
  return noted
}
