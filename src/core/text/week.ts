import { z } from 'astro/zod'

const DAY = 86_400_000

/** An ISO 8601 week in UTC, `2026-W47`; checked to exist (2026 has a week 53, 2025 has none). */
export const weekSchema = z.string().refine(isWeek, { error: 'expected an ISO week that exists, like 2026-W47' })

export function isWeek(text: string): boolean {
  const match = /^(\d{4})-W(\d{2})$/.exec(text)
  if (!match) return false
  const number = Number(match[2])
  return number >= 1 && number <= weeksInYear(Number(match[1]))
}

/** 52, or 53 where the year starts on a Thursday, or is a leap year that starts on a Wednesday (ISO 8601). */
export function weeksInYear(year: number): number {
  const firstDay = new Date(Date.UTC(year, 0, 1)).getUTCDay()
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1
  return firstDay === 4 || (leap && firstDay === 3) ? 53 : 52
}

/** The ISO week, in UTC, that holds a moment (ISO 8601: the week belongs to the year of its Thursday). */
export function weekOf(moment: string | Date): string {
  const date = new Date(moment)
  const thursday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()))
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7))
  const year = thursday.getUTCFullYear()
  const number = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY / 7)
  return `${year}-W${String(number).padStart(2, '0')}`
}

/** Monday 00:00 UTC of a week. */
export function weekStart(week: string): Date {
  const [year, number] = week.split('-W').map(Number) as [number, number]
  const fourth = new Date(Date.UTC(year, 0, 4))
  const monday = fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * DAY
  return new Date(monday + (number - 1) * 7 * DAY)
}

/** The week `by` weeks after (or, negative, before) another. */
export function addWeeks(week: string, by: number): string {
  return weekOf(new Date(weekStart(week).getTime() + by * 7 * DAY))
}
