import { addDays, countDays } from '../core/text/count-days.ts'
import { dayOf } from '../core/text/moment.ts'
import { countdown, plainDay, type ReleaseView } from './release-view.ts'

/** The support windows as a drawing. All places across are in percent of its width, so that it fits any screen. */
export interface Timeline {
  /** None where the drawing ends before. */
  readonly today: number | undefined
  /** The first of January of each year. */
  readonly years: readonly { readonly year: string; readonly x: number }[]
  /** The first days of the other quarters. */
  readonly quarters: readonly number[]
  readonly rows: readonly TimelineRow[]
  /** All that the drawing shows, as a sentence a minor. */
  readonly description: string
}

export interface TimelineRow {
  readonly minor: string
  readonly state: ReleaseView['support']['state']
  /** Beside the version. */
  readonly label: string
  /** Where the label begins, or, where there is no room on its right, ends. */
  readonly labelX: number
  readonly labelAnchor: 'start' | 'end'
  /** From the release to maintenance, or to the end where nobody says when maintenance begins. */
  readonly window: Stretch | undefined
  readonly maintenance: Stretch | undefined
  /** The day that is aimed at, of a minor that is not out. */
  readonly mark: number | undefined
  /** When its patches came out, where the drawing shows them. */
  readonly patches: readonly number[]
}

export interface TimelineOptions {
  /** Days of patches to mark, by minor. */
  readonly patchDays?: ReadonlyMap<string, readonly string[]>
  /** Where all ended longer ago than this many days, the drawing ends with them and not today. */
  readonly farDays?: number
}

interface Stretch {
  readonly x: number
  readonly width: number
}

/** Draws minors, the newest on top; undefined where none of them has a day. */
export function createTimeline(
  views: readonly ReleaseView[],
  now: Date,
  { patchDays = new Map(), farDays = Infinity }: TimelineOptions = {},
): Timeline | undefined {
  const days = views
    .flatMap(({ minor, released, endOfLife, support }) => [
      ...[released, endOfLife, 'day' in support ? support.day : undefined],
      ...(patchDays.get(minor) ?? []),
    ])
    .filter((day) => day !== undefined)
    .sort()
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const today = dayOf(now)
  const isFar = countDays(last, today) > farDays
  const from = `${(first < today ? first : today).slice(0, 7)}-01`
  const to = addDays(last > today || isFar ? last : today, 10)
  const whole = countDays(from, to)
  const place = (day: string) => Number(((countDays(from, day) / whole) * 100).toFixed(2))
  const quarters = listQuarters(from, to)
  return {
    today: isFar ? undefined : place(today),
    years: quarters.filter((day) => day.endsWith('-01-01')).map((day) => ({ year: day.slice(0, 4), x: place(day) })),
    quarters: quarters.filter((day) => !day.endsWith('-01-01')).map(place),
    rows: views.map((view) => createRow(view, patchDays.get(view.minor) ?? [], place)),
    description: views.map(describe).join(' '),
  }
}

function createRow(view: ReleaseView, patchDays: readonly string[], place: (day: string) => number): TimelineRow {
  const { minor, support, released, maintenance, endOfLife } = view
  const stretch = (start: string, end: string): Stretch => ({
    x: place(start),
    // The last day counts.
    width: Number((place(addDays(end, 1)) - place(start)).toFixed(2)),
  })
  const out = support.state !== 'planned' && support.state !== 'due' && released !== undefined
  const mark = 'day' in support ? place(support.day) : undefined
  const start = mark ?? (released === undefined ? 0 : place(released))
  const turns = maintenance !== undefined && endOfLife !== undefined && maintenance <= endOfLife
  return {
    minor,
    state: support.state,
    label: countdown(support),
    labelX: start > 55 && mark === undefined ? 99 : start,
    labelAnchor: start > 55 ? 'end' : 'start',
    window:
      out && endOfLife !== undefined ? stretch(released, turns ? addDays(maintenance, -1) : endOfLife) : undefined,
    maintenance: out && turns ? stretch(maintenance, endOfLife) : undefined,
    mark,
    patches: patchDays.map(place),
  }
}

function describe({ minor, support, released, maintenance, endOfLife }: ReleaseView): string {
  if (support.state === 'planned' || support.state === 'due') return `${minor} is planned for ${plainDay(support.day)}.`
  const over = support.state === 'ended'
  return [
    `${minor} came out on ${released === undefined ? 'a day that is not on record' : plainDay(released)}`,
    maintenance && `${over ? 'was' : 'is'} in maintenance from ${plainDay(maintenance)}`,
    endOfLife && `${over ? 'ended' : 'ends'} on ${plainDay(endOfLife)}`,
  ]
    .filter(Boolean)
    .join(', ')
    .concat('.')
}

function listQuarters(from: string, to: string): string[] {
  const days: string[] = []
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    for (const month of ['01', '04', '07', '10']) days.push(`${year}-${month}-01`)
  }
  return days.filter((day) => day >= from && day <= to)
}
