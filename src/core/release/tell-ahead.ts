import { countDays } from '../text/count-days.ts'
import { countNoun } from '../text/count-noun.ts'
import { dayOf } from '../text/moment.ts'
import type { LinePart } from '../text/write-markdown.ts'
import type { ReleaseSchedule } from './release-schedule.ts'
import { dayText, isWithin, minorLink, othersText, type ReleaseWatch } from './release-watch.ts'
import { dateOf, patchDay, type Release } from './release.ts'
import { supportOf } from './support-state.ts'

/** So many days ahead an end, or a deadline, is worth a line. */
const AHEAD = 60
/** So many days ahead a deadline of a minor in the making is. */
const SOON = 28
/** So many days a plan may be overdue before it says nothing any more. */
const OVERDUE = 21

/** What lies ahead, or should have come: deadlines, rounds of patches, minors that are planned, and those near their end. */
export function tellAhead(watch: ReleaseWatch): LinePart[][] {
  const now = new Date(`${watch.day}T00:00:00Z`)
  return [
    ...tellDeadlines(watch),
    ...tellRounds(watch),
    ...watch.releases.flatMap((release) => tellPlan(release, watch, now)),
    ...watch.releases.toReversed().flatMap((release) => tellSupport(release, watch, now)),
  ]
}

const inDays = (count: number) => (count === 0 ? 'today' : count === 1 ? 'tomorrow' : `in ${countNoun(count, 'day')}`)

/** Of a minor in the making, in the order of their days. */
function tellDeadlines(watch: ReleaseWatch): LinePart[][] {
  const { day, schedule } = watch
  const ahead = (schedule.deadlines ?? []).filter((one) => one.day >= day && countDays(day, one.day) <= SOON)
  return ahead
    .toSorted((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0))
    .map(({ what, minor, day: last }) => [
      `Deadline: ${what} `,
      ...(minor === undefined ? [] : ['of ', minorLink(minor), ' ']),
      `on ${dayText(last, watch)}, ${inDays(countDays(day, last))}.`,
    ])
}

/** The round of patches that comes next, and one that should have come. */
function tellRounds(watch: ReleaseWatch): LinePart[][] {
  const { day, schedule, releases } = watch
  const rounds = schedule.rounds.toSorted((one, other) => (one.target < other.target ? -1 : 1))
  const days = releases.flatMap(({ patches }) => patches.flatMap((patch) => patchDay(patch)?.value ?? []))
  const latest = days.filter((each) => each <= day).reduce((one, other) => (one > other ? one : other), '')
  const late = rounds.findLast(({ target }) => target < day)
  const isLate = late !== undefined && latest < late.target && countDays(late.target, day) <= OVERDUE
  const next = rounds.find(({ target }) => target >= day)
  return [
    ...(isLate
      ? [[`Patches were planned for ${dayText(late.target, watch)}; nobody says yet that they came out.`]]
      : []),
    ...(next === undefined || countDays(day, next.target) > AHEAD ? [] : [tellRound(next, watch)]),
  ]
}

function tellRound({ cherryPicks, target }: ReleaseSchedule['rounds'][number], watch: ReleaseWatch): LinePart[] {
  const planned = `the next patches are planned for ${dayText(target, watch)}`
  if (cherryPicks === undefined) return [`${planned.replace('the', 'The')}, ${inDays(countDays(watch.day, target))}.`]
  if (cherryPicks < watch.day) {
    const left = inDays(countDays(watch.day, target))
    return [
      `${planned.replace('the', 'The')}, ${left}; cherry-picks for them closed on ${dayText(cherryPicks, watch)}.`,
    ]
  }
  const left = inDays(countDays(watch.day, cherryPicks))
  return [`Next deadline: cherry-picks close on ${dayText(cherryPicks, watch)}, ${left}; ${planned}.`]
}

function tellPlan(release: Release, watch: ReleaseWatch, now: Date): LinePart[][] {
  const support = supportOf(release, now)
  const link = minorLink(release.minor, `Kubernetes ${release.minor}`)
  if (support.state === 'planned' && support.daysTo <= AHEAD) {
    const others = othersText({ ...release.planned, ...release.released }, support.day, watch)
    return [[link, ` is planned for ${dayText(support.day, watch)}, ${inDays(support.daysTo)}${others}.`]]
  }
  if (support.state !== 'due' || support.daysAgo > OVERDUE) return []
  return [[link, ` was planned for ${dayText(support.day, watch)}; nobody says yet that it came out.`]]
}

function tellSupport(release: Release, watch: ReleaseWatch, now: Date): LinePart[][] {
  const support = supportOf(release, now)
  const link = minorLink(release.minor)
  if (support.state === 'ended') {
    if (!isWithin(support.ended, watch)) return []
    const day = `${dayText(support.ended, watch)}${othersText(release.endOfLife, support.ended, watch)}`
    return [[link, ` reached its end of life on ${day}, and gets no more fixes.`]]
  }
  if (support.state !== 'supported' && support.state !== 'maintenance') return []
  if (support.daysLeft <= AHEAD) {
    const { ends, daysLeft } = support
    const others = othersText(release.endOfLife, ends, watch)
    return [[link, ` reaches its end of life on ${dayText(ends, watch)}, ${inDays(daysLeft)}${others}.`]]
  }
  const maintenance = dateOf(release, 'maintenance')?.value
  if (maintenance === undefined) return []
  const daysTo = countDays(watch.day, maintenance)
  const others = othersText(release.maintenance, maintenance, watch)
  const rest = 'only security and critical fixes from then on'
  if (daysTo > 0 && daysTo <= AHEAD) {
    return [[link, ` enters maintenance on ${dayText(maintenance, watch)}, ${inDays(daysTo)}${others}: ${rest}.`]]
  }
  if (!isWithin(maintenance, watch) || maintenance === dayOf(watch.span.from)) return []
  return [[link, ` entered maintenance on ${dayText(maintenance, watch)}${others}: ${rest}.`]]
}
