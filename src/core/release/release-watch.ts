import { countDays } from '../text/count-days.ts'
import { countNoun } from '../text/count-noun.ts'
import { joinParts, type LinePart, writeList } from '../text/markdown-list.ts'
import { dayOf, formatDay } from '../text/moment.ts'
import { type Claims, listClaims } from './claims.ts'
import { isKubernetesPart } from './kubernetes-part.ts'
import { releasedProject } from './release-address.ts'
import type { ReleaseSchedule } from './release-schedule.ts'
import { RELEASE_SOURCES } from './release-source.ts'
import { dateOf, patchDay, type Release } from './release.ts'
import { supportOf } from './support-state.ts'
import { compareVersions, minorOf } from './version.ts'

/** What the section reads of an item. */
export interface WatchedItem {
  readonly url: string
  readonly published?: string | undefined
  readonly cves: readonly string[]
  readonly advisory?:
    { readonly fixed: readonly { readonly component?: string | undefined; readonly version: string }[] } | undefined
}

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

/** So many days ahead an end, or a deadline, is worth a line. */
const AHEAD = 60
/** So many days ahead a deadline of a minor in the making is. */
const SOON = 28
/** So many days a plan may be overdue before it says nothing any more. */
const OVERDUE = 21
/** A release that is seen later than this many days after it came out is no news. */
const LATE = 14

/**
 * The section "Release watch" as markdown, a line a matter; '' where there is nothing to say: minors and patches that
 * came out in the stretch, with the CVEs that advisories call fixed by them; pre-releases; the next deadline; and minors
 * that are near their end, or near maintenance. Where sources differ on a day, the others stand behind it.
 */
export function writeReleaseWatch(watch: ReleaseWatch): string {
  const now = new Date(`${watch.day}T00:00:00Z`)
  return writeList([
    ...tellMinors(watch),
    ...tellPatches(watch),
    ...tellPrereleases(watch),
    ...tellDeadlines(watch),
    ...tellRounds(watch),
    ...watch.releases.flatMap((release) => tellPlan(release, watch, now)),
    ...watch.releases.toReversed().flatMap((release) => tellSupport(release, watch, now)),
  ])
}

/** The page of a minor; the test of the addresses of the site holds that it is. */
export const minorAddress = (minor: string): string => `/releases/${minor}/`
const minorLink = (minor: string, text = minor): LinePart => ({ text, url: minorAddress(minor) })

/** A day of a sentence: without its year where that is the year of the issue. */
const dayText = (day: string, { day: today }: ReleaseWatch) =>
  formatDay(day, { year: day.slice(0, 4) !== today.slice(0, 4) })

/** ` (endoflife.date: Sunday 28 February)`, of those who name another day than the one that we go by. */
function othersText(claims: Claims, chosen: string, watch: ReleaseWatch): string {
  const others = listClaims(claims, []).filter(({ value }) => value !== chosen)
  const words = others.map(({ source, value }) => `${RELEASE_SOURCES[source].title}: ${dayText(value, watch)}`)
  return words.length === 0 ? '' : ` (${words.join('; ')})`
}

const inDays = (count: number) => (count === 0 ? 'today' : count === 1 ? 'tomorrow' : `in ${countNoun(count, 'day')}`)

/** The day on which the last issue was closed counts again: what came out that evening it could not tell. */
const isWithin = (day: string, { span }: ReleaseWatch) => day >= dayOf(span.from) && day <= dayOf(span.to)

/** Out by the end of the stretch, and not long before it. */
const isNews = (day: string, { span }: Pick<ReleaseWatch, 'span'>) =>
  day <= dayOf(span.to) && countDays(day, dayOf(span.from)) <= LATE

function tellMinors(watch: ReleaseWatch): LinePart[][] {
  return watch.releases.flatMap((release) => {
    const day = dateOf(release, 'released')?.value
    if (day === undefined || !isWithin(day, watch) || watch.isTold(`${release.minor}.0`)) return []
    const { minor, name, announcement, released } = release
    return [
      [
        minorLink(minor, `Kubernetes ${minor}.0`),
        `${name === undefined ? '' : `, “${name}”,`} came out on ${dayText(day, watch)}${othersText(released, day, watch)}`,
        ...(announcement === undefined ? ['.'] : [': ', { text: 'the announcement', url: announcement }, '.']),
      ],
    ]
  })
}

interface OutPatch {
  readonly version: string
  readonly day: string
  readonly claims: Claims
  readonly url: string
}

/** Patches by the files of releases, and by what was first seen in the stretch; the first of a minor is the minor. */
function findPatches(watch: ReleaseWatch): OutPatch[] {
  const listed = watch.releases.flatMap(({ minor, patches }) =>
    patches.flatMap((patch): OutPatch[] => {
      const day = patchDay(patch)?.value
      const { version, days } = patch
      return day === undefined ? [] : [{ version, day, claims: days, url: minorAddress(minor) }]
    }),
  )
  const known = new Map(listed.map((patch) => [patch.version, patch]))
  const pages = new Set(watch.releases.map(({ minor }) => minor))
  const seen = kubernetesReleases(watch).flatMap(({ tag, day, url }): OutPatch[] => {
    const version = /^v?(\d+\.\d+\.\d+)$/.exec(tag)?.[1]
    if (version === undefined) return []
    const minor = minorOf(version)
    const page = pages.has(minor) ? minorAddress(minor) : url
    return [known.get(version) ?? { version, day, claims: {}, url: page }]
  })
  const found = new Map([...listed.filter(({ day }) => isWithin(day, watch)), ...seen].map((one) => [one.version, one]))
  return [...found.values()].filter(
    ({ version, day }) => !version.endsWith('.0') && isNews(day, watch) && !watch.isTold(version),
  )
}

/** What the feed of Kubernetes itself brought in the stretch, but for what is old. */
function kubernetesReleases({ items, span }: ReleaseWatch): { tag: string; day: string; url: string }[] {
  return items.flatMap(({ url, published }) => {
    if (published === undefined || releasedProject({ url }) !== 'kubernetes/kubernetes') return []
    const day = dayOf(published)
    const tag = url.split('/').at(-1) ?? ''
    return isNews(day, { span }) ? [{ tag, day, url }] : []
  })
}

/** The patches of a day are a line, the latest day first; of several of one minor the highest comes first. */
function tellPatches(watch: ReleaseWatch): LinePart[][] {
  const byDay = Map.groupBy(findPatches(watch), ({ day }) => day)
  const days = [...byDay.keys()].sort().reverse()
  return days.map((day) => {
    const patches = (byDay.get(day) ?? []).toSorted((one, other) => compareVersions(other.version, one.version))
    const links = patches.map(({ version, url }): LinePart => ({ text: version, url }))
    return [
      patches.length === 1 ? 'A patch came out on ' : 'Patches came out on ',
      `${dayText(day, watch)}: `,
      ...joinParts(links),
      '.',
      ...tellOtherDays(patches, day, watch),
      ...patches.flatMap(({ version }) => tellFixed(version, patches.length === 1, watch)),
    ]
  })
}

/** ` By the project’s release schedule it was Tuesday 9 June for 1.36.2 and 1.35.6.`, where a source differs. */
function tellOtherDays(patches: readonly OutPatch[], day: string, watch: ReleaseWatch): LinePart[] {
  const claims = patches.flatMap(({ version, claims }) =>
    listClaims(claims, [])
      .filter(({ value }) => value !== day)
      .map(({ source, value }) => ({ version, source, value })),
  )
  const groups = [...Map.groupBy(claims, ({ source, value }) => `${source} ${value}`).values()]
  return groups.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const versions = group.map(({ version }) => version)
    const of = versions.length === patches.length ? [] : [' for ', ...joinParts(versions)]
    return [` By ${RELEASE_SOURCES[first.source].title} it was ${dayText(first.value, watch)}`, ...of, '.']
  })
}

/** ` 1.35.4 fixes CVE-2026-12345.`, where an advisory says so. */
function tellFixed(version: string, isAlone: boolean, { advisories }: ReleaseWatch): LinePart[] {
  const fixed = new Map<string, string>()
  for (const { cves, url, advisory } of advisories) {
    const isFixed = advisory?.fixed.some((one) => one.version === version && isKubernetesPart(one.component))
    for (const cve of isFixed ? cves : []) if (!fixed.has(cve)) fixed.set(cve, url)
  }
  if (fixed.size === 0) return []
  const links = [...fixed].sort().map(([text, url]): LinePart => ({ text, url }))
  return [` ${isAlone ? 'It' : version} fixes `, ...joinParts(links), '.']
}

/** Whether a version, or a later one of its minor, is out already by the day of the issue. */
function isOut(version: string, { releases, day }: ReleaseWatch): boolean {
  const release = releases.find(({ minor }) => minor === minorOf(version))
  if (release === undefined) return false
  const released = dateOf(release, 'released')?.value
  if (version.endsWith('.0') && released !== undefined && released <= day) return true
  return release.patches.some((patch) => patch.version === version && (patchDay(patch)?.value ?? '9999') <= day)
}

/** Alphas, betas and candidates, by what they are on the way to. */
function tellPrereleases(watch: ReleaseWatch): LinePart[][] {
  const early = kubernetesReleases(watch).flatMap(({ tag, day, url }) => {
    const [, version, step, count] = /^v?(\d+\.\d+\.\d+)-(alpha|beta|rc)\.(\d+)$/.exec(tag) ?? []
    if (version === undefined || step === undefined || watch.isTold(tag) || isOut(version, watch)) return []
    return [{ version, order: `${step} ${(count ?? '').padStart(4, '0')}`, tag, day, url }]
  })
  const byVersion = Map.groupBy(early, ({ version }) => version)
  const versions = [...byVersion.keys()].toSorted((one, other) => compareVersions(other, one))
  return versions.map((version) => {
    const steps = (byVersion.get(version) ?? []).toSorted((one, other) => (one.order < other.order ? -1 : 1))
    const unique = [...new Map(steps.map((step) => [step.tag, step])).values()]
    const parts = unique.flatMap(({ tag, day, url }, index): LinePart[] => [
      ...(index === 0 ? [] : [index === unique.length - 1 ? ' and ' : ', ']),
      { text: tag, url },
      ` on ${dayText(day, watch)}`,
    ])
    const aim = version.endsWith('.0') ? minorOf(version) : version
    return [`On the way to ${aim}: `, ...parts, '.']
  })
}

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
  const rest = 'only critical fixes from then on'
  if (daysTo > 0 && daysTo <= AHEAD) {
    return [[link, ` enters maintenance on ${dayText(maintenance, watch)}, ${inDays(daysTo)}${others}: ${rest}.`]]
  }
  if (!isWithin(maintenance, watch) || maintenance === dayOf(watch.span.from)) return []
  return [[link, ` entered maintenance on ${dayText(maintenance, watch)}${others}: ${rest}.`]]
}
