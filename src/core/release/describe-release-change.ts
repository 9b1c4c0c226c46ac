import { formatDay } from '../text/moment.ts'
import { type Claims, disagree, listClaims } from './claims.ts'
import type { ReleaseSchedule } from './release-schedule.ts'
import { RELEASE_SOURCE_IDS, RELEASE_SOURCES, type ReleaseSourceId } from './release-source.ts'
import { patchDay, type Patch, type Release } from './release.ts'

const FACTS = {
  planned: 'planned day',
  released: 'day of release',
  maintenance: 'start of maintenance',
  endOfLife: 'end of life',
  latest: 'latest patch',
} as const

type Fact = keyof typeof FACTS

/** What changed in the file of a minor, in sentences for a person that begin with its number. */
export function describeMinorChange(before: Release | undefined, after: Release): string[] {
  const { minor } = after
  const news = listNews(before, after)
  if (news.length > 0) return news
  const isOver = before?.patches.some(
    ({ version, planned }) =>
      listClaims(planned, []).length > listClaims(patchOf(after, version)?.planned ?? {}, []).length,
  )
  return [`${minor}: ${isOver ? 'a plan that has come true is forgotten' : 'another source says what one has said'}`]
}

const patchOf = ({ patches }: Release, wanted: string) => patches.find(({ version }) => version === wanted)

function listNews(before: Release | undefined, after: Release): string[] {
  const { minor } = after
  return [
    ...(before ? [] : [`${minor} is new`]),
    ...(Object.keys(FACTS) as Fact[]).flatMap((fact) => describeFact(minor, fact, before?.[fact] ?? {}, after[fact])),
    ...describePatches(minor, before?.patches ?? [], after.patches),
  ]
}

function describeFact(minor: string, fact: Fact, before: Claims, after: Claims): string[] {
  const changed = RELEASE_SOURCE_IDS.filter((id) => before[id] !== after[id] && !isEcho(id, before, after))
  if (changed.length === 0) return []
  const show = (value: string) => (fact === 'latest' ? value : plainDay(value))
  if (disagree(after) && fact !== 'planned') {
    const said = listClaims(after, []).map(({ source, value }) => `${show(value)} by ${titleOf(source)}`)
    return [`${minor}: the ${FACTS[fact]} differs: ${said.join(', ')}`]
  }
  return changed.map((id) => {
    const [was, is] = [before[id], after[id]]
    if (is === undefined) return `${minor}: the ${FACTS[fact]} is not stated any more by ${titleOf(id)}`
    return `${minor}: the ${FACTS[fact]} is ${show(is)} by ${titleOf(id)}${was === undefined ? '' : `, was ${show(was)}`}`
  })
}

function describePatches(minor: string, before: readonly Patch[], after: readonly Patch[]): string[] {
  const known = new Map(before.map((patch) => [patch.version, patch]))
  const there = new Set(after.map(({ version }) => version))
  const gone = before.filter(({ version }) => !there.has(version))
  return [
    ...after.flatMap((patch) => describePatch(minor, known.get(patch.version), patch)),
    ...gone.map(({ version }) => `${minor}: ${version} is not planned any more`),
  ]
}

function describePatch(minor: string, before: Patch | undefined, after: Patch): string[] {
  const { version } = after
  const day = patchDay(after)?.value
  const aimed = Object.values(after.planned).find((value) => value !== undefined)
  const isOut = day !== undefined || aimed === undefined
  const wasOut = before !== undefined && (patchDay(before) !== undefined || isEmpty(before.planned))
  if (isOut && !wasOut) return [`${minor} gained ${version} (${day === undefined ? 'day unknown' : plainDay(day)})`]
  return [
    ...RELEASE_SOURCE_IDS.flatMap((id) => {
      const [was, is] = [before?.planned[id], after.planned[id]]
      if (is === undefined || is === was) return []
      return [`${minor}: ${version} is planned for ${plainDay(is)}${was === undefined ? '' : `, was ${plainDay(was)}`}`]
    }),
    ...RELEASE_SOURCE_IDS.flatMap((id) => {
      const [was, is] = [before?.days[id], after.days[id]]
      if (is === undefined || is === was || isEcho(id, before?.days ?? {}, after.days)) return []
      return [
        `${minor}: ${version} came out on ${plainDay(is)} by ${titleOf(id)}${was === undefined ? '' : `, was ${plainDay(was)}`}`,
      ]
    }),
  ]
}

/** What changed in the days of patches of all minors. */
export function describeRoundsChange(
  before: ReleaseSchedule['rounds'],
  after: ReleaseSchedule['rounds'],
): readonly string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const days = after.map(({ target }) => plainDay(target))
  return [days.length === 0 ? 'no days of patches are planned any more' : `days of patches: ${days.join(', ')}`]
}

/** A source says what others have said before it, and all of them say. */
const isEcho = (id: ReleaseSourceId, before: Claims, after: Claims) =>
  before[id] === undefined && Object.values(before).includes(after[id]) && !disagree(after)
const isEmpty = (claims: Claims) => Object.values(claims).every((value) => value === undefined)
const titleOf = (id: ReleaseSourceId) => RELEASE_SOURCES[id].title
const plainDay = (day: string) => formatDay(day, { weekday: false })
