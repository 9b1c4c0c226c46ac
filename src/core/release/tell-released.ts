import { countDays } from '../text/count-days.ts'
import { dayOf } from '../text/moment.ts'
import { joinParts, type LinePart } from '../text/write-markdown.ts'
import { type Claims, listClaims } from './claims.ts'
import { isKubernetesPart } from './kubernetes-part.ts'
import { releasedProject } from './release-address.ts'
import { RELEASE_SOURCES } from './release-source.ts'
import { dayText, isWithin, minorAddress, minorLink, othersText, type ReleaseWatch } from './release-watch.ts'
import { dateOf, patchDay } from './release.ts'
import { compareVersions, minorOf } from './version.ts'

/** A release that is seen later than this many days after it came out is no news. */
const LATE = 14

/** What came out in the stretch, a line a matter: minors, patches with the flaws that they mend, and pre-releases. */
export const tellReleased = (watch: ReleaseWatch): LinePart[][] => [
  ...tellMinors(watch),
  ...tellPatches(watch),
  ...tellPrereleases(watch),
]

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
