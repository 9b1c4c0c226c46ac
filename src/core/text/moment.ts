import { z } from 'astro/zod'

/** A moment, as an ISO 8601 string in UTC with seconds: `2026-11-17T06:10:00Z`. */
export const momentSchema = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && isOnCalendar(text), {
    error: 'expected a moment in UTC, like 2026-11-17T06:10:00Z',
  })

/** JavaScript takes 30 February for 2 March. */
function isOnCalendar(moment: string): boolean {
  const date = new Date(moment)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(moment.slice(0, 10))
}

/** A calendar day: `2026-11-20`; years without four digits, and those of nobody's calendar, are slips. */
export const daySchema = z
  .string()
  .refine((text) => /^[12]\d{3}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text), {
    error: 'expected a day, like 2026-11-20',
  })

/** A moment as content files write it: UTC, to the second. */
export function formatMoment(moment: Date | string): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** The UTC day of a moment: `2026-11-20`. */
export function dayOf(moment: Date | string): string {
  return new Date(moment).toISOString().slice(0, 10)
}

/** The zone that is furthest ahead of UTC: there, a day begins first. */
const FIRST_ZONE = 14 * 3_600_000

/** Whether a calendar day has begun, wherever whoever wrote it down lives. */
export const hasBegun = (day: string, now: Date): boolean => day <= dayOf(new Date(now.getTime() + FIRST_ZONE))

/** The later of two moments; as texts they cannot be compared, for one may have parts of a second. */
export const laterMoment = (one: string, other: string): string => (Date.parse(one) > Date.parse(other) ? one : other)

/** The earlier of two moments. */
export const earlierMoment = (one: string, other: string): string => (Date.parse(one) < Date.parse(other) ? one : other)

/** `Thursday 20 August 2026`, in UTC, the same on every machine. */
export function formatDay(moment: Date | string, options: { weekday?: boolean; year?: boolean } = {}): string {
  const { weekday = true, year = true } = options
  const date = new Date(moment)
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
  return `${weekday ? `${WEEKDAYS[date.getUTCDay()]} ` : ''}${day}${year ? ` ${date.getUTCFullYear()}` : ''}`
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
] as const

/** `Thursday 26 November 2026, 14:05 UTC`. */
export function formatHour(moment: Date | string): string {
  return `${formatDay(moment)}, ${new Date(moment).toISOString().slice(11, 16)} UTC`
}

/** `between Thursday 16 October and Thursday 6 November 2025`, or `on Monday 24 August 2026` where that is one day. */
export function formatSpan({ from, to }: { readonly from: string; readonly to: string }): string {
  if (dayOf(from) === dayOf(to)) return `on ${formatDay(to)}`
  return `between ${formatDay(from, { year: from.slice(0, 4) !== to.slice(0, 4) })} and ${formatDay(to)}`
}
