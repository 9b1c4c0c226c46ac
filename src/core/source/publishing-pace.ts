/** As many of the newest entries tell how often a feed publishes now, whatever it did years ago. */
const LOOK_AT = 20
const DAY = 24 * 60 * 60 * 1_000
const WEEK = 7 * DAY

/**
 * Entries a week, by the newest of them.
 *
 * @param dates ISO moments, in any order
 * @returns undefined where they tell nothing: fewer than three, or a handful within one day
 */
export function publishingPace(dates: readonly string[]): number | undefined {
  const times = dates
    .map((date) => Date.parse(date))
    .sort((one, other) => other - one)
    .slice(0, LOOK_AT)
  const span = (times[0] ?? 0) - (times.at(-1) ?? 0)
  if (times.length < 3 || span <= 0 || (span < DAY && times.length < 10)) return undefined
  return ((times.length - 1) * WEEK) / span
}

/** Spans in weeks, each with the least that is counted by it. */
const SPANS = [
  { name: 'day', weeks: 1 / 7 },
  { name: 'week', weeks: 1 },
  { name: 'month', weeks: 365.25 / 12 / 7 },
  { name: 'year', weeks: 365.25 / 7 },
]

/** `about 3 a week`, by the shortest span in which there is at least one. */
export function formatPace(perWeek: number): string {
  const span = SPANS.find(({ weeks }) => perWeek * weeks >= 0.95)
  return span ? `about ${Math.round(perWeek * span.weeks)} a ${span.name}` : 'less than one a year'
}
