import type { Issue } from '../issue/issue.ts'
import { compareText } from '../text/compare-text.ts'
import { earlierMoment, formatMoment, laterMoment } from '../text/moment.ts'
import { slugOf } from '../text/slug.ts'
import { weekOf } from '../text/week.ts'
import type { OldHead } from './read-old-head.ts'

/** Where an old issue stands among ours. */
export interface OldPlace {
  readonly key: string
  readonly number: number
  readonly weeks: readonly string[]
  readonly slug?: string
  readonly covers: Issue['covers']
  /** What was decided about it that its owner should know: sentences without a full stop. */
  readonly notes: readonly string[]
}

const DAY = 86_400_000
const WEEK = 7 * DAY
/** Numbers that an archive may leave out. */
const SLACK = 10
/** An issue after so long a silence tells of its own week. */
const SILENCE = 8 * WEEK

/**
 * Where the issues of an archive stand, by their `from`. An issue has the ISO week of its day of publication; of two in a
 * week the later is a special one, with a slug. A number that is stated is kept; the others are counted on from the issue
 * before. What was imported before keeps its key.
 *
 * @param issues those that are there, imported ones included
 */
export function placeOldIssues(heads: readonly OldHead[], issues: readonly Issue[]): Map<string, OldPlace> {
  const froms = new Set(heads.map(({ from }) => from))
  const before = new Map(
    issues.flatMap((issue) => (issue.imported && froms.has(issue.imported.from) ? [[issue.imported.from, issue]] : [])),
  )
  const others = issues.filter(({ imported }) => imported === undefined || !froms.has(imported.from))
  const kept = [...before.values()]
  const keys = new Set([...others, ...kept].map(({ key }) => key))
  const weeks = new Set([...others, ...kept].flatMap((issue) => [...issue.weeks]))
  const sorted = heads.toSorted((a, b) => compareText(a.date.moment, b.date.moment) || compareText(a.path, b.path))
  const numbers = numberHeads(sorted, others, before)
  const places = new Map<string, OldPlace>()
  let last: string | undefined
  for (const head of sorted) {
    const notes = [...(numbers.get(head.from)?.notes ?? [])]
    const earlier = before.get(head.from)
    const week = weekOf(head.date.day)
    let place: Pick<OldPlace, 'key' | 'weeks' | 'slug'>
    if (earlier !== undefined) {
      place = { key: earlier.key, weeks: earlier.weeks, ...(earlier.slug === undefined ? {} : { slug: earlier.slug }) }
    } else if (weeks.has(week)) {
      const slug = freeSlug(head, keys)
      notes.push(`${week} has an issue already, so this one is special, and called ${slug}`)
      place = { key: slug, weeks: [], slug }
    } else place = { key: week, weeks: [week] }
    keys.add(place.key)
    for (const one of place.weeks) weeks.add(one)
    const to = head.date.moment
    const isWeekly = place.weeks.length > 0
    const from = isWeekly ? startOf(last, to) : to
    if (isWeekly) last = last === undefined ? to : laterMoment(last, to)
    places.set(head.from, { ...place, number: numbers.get(head.from)?.number ?? 1, covers: { from, to }, notes })
  }
  return places
}

function startOf(last: string | undefined, to: string): string {
  const week = formatMoment(new Date(Date.parse(to) - WEEK))
  if (last === undefined || Date.parse(to) - Date.parse(last) > SILENCE) return week
  return earlierMoment(last, to)
}

function freeSlug({ name, title }: OldHead, keys: ReadonlySet<string>): string {
  const base = slugOf(name) || slugOf(title) || 'issue'
  let slug = base
  for (let count = 2; keys.has(slug); count++) slug = `${base}-${count}`
  return slug
}

/** Numbers that titles say are believed where they rise from issue to issue. */
function numberHeads(
  sorted: readonly OldHead[],
  others: readonly Issue[],
  before: ReadonlyMap<string, Issue>,
): Map<string, { number: number; notes: string[] }> {
  const inTitles = sorted.flatMap(({ number, isNumberStated }) =>
    number === undefined || isNumberStated ? [] : [number],
  )
  const rise = inTitles.every((number, index) => index === 0 || number > (inTitles[index - 1] ?? 0))
  const wanted = (head: OldHead) =>
    (head.isNumberStated || rise ? head.number : undefined) ?? before.get(head.from)?.number
  const taken = new Set(others.map(({ number }) => number))
  const reserved = new Set([...taken, ...sorted.flatMap((head) => wanted(head) ?? [])])
  const line = [
    ...others.map(({ date, number }) => ({ date, number, head: undefined })),
    ...sorted.map((head) => ({ date: head.date.moment, number: undefined, head })),
  ].sort((a, b) => compareText(a.date, b.date))
  const found = new Map<string, { number: number; notes: string[] }>()
  let current = 0
  for (const { number, head } of line) {
    if (head === undefined) {
      current = Math.max(current, number)
      continue
    }
    const own = wanted(head)
    const isFree = own !== undefined && !taken.has(own)
    const next = isFree ? own : firstFree(current + 1, (number) => taken.has(number) || reserved.has(number))
    const notes = own !== undefined && !isFree ? [`another issue has the number ${own}; this one got ${next}`] : []
    taken.add(next)
    current = Math.max(current, next)
    found.set(head.from, { number: next, notes })
  }
  return found
}

function firstFree(start: number, isTaken: (number: number) => boolean): number {
  let number = start
  while (isTaken(number)) number++
  return number
}

/**
 * Where numbers leap, in issues in the order of their numbers: by more than a number a day since the issue before, and
 * ten more. No newsletter comes out that often, and whatever is new counts on from there.
 */
export function findLeaps(
  issues: readonly Pick<Issue, 'key' | 'number' | 'date'>[],
): [late: string, early: string, leap: number][] {
  const sorted = issues.toSorted((a, b) => a.number - b.number)
  return sorted.flatMap((issue, index): [string, string, number][] => {
    const previous = sorted[index - 1]
    if (previous === undefined) return []
    const days = Math.abs(Date.parse(issue.date) - Date.parse(previous.date)) / DAY
    const leap = issue.number - previous.number
    return leap > days + SLACK ? [[describe(issue), describe(previous), leap]] : []
  })
}

const describe = ({ key, number }: Pick<Issue, 'key' | 'number'>) => `${key} (no. ${number})`

/** Issues whose numbers do not rise with their days, as pairs of neighbours: the later one first. */
export function findDisorder(
  issues: readonly Pick<Issue, 'key' | 'number' | 'date'>[],
): [late: string, early: string][] {
  const sorted = issues.toSorted((a, b) => compareText(a.date, b.date) || a.number - b.number)
  return sorted.flatMap((issue, index): [string, string][] => {
    const previous = sorted[index - 1]
    return previous !== undefined && previous.number > issue.number ? [[describe(issue), describe(previous)]] : []
  })
}
