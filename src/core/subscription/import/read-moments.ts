import { formatMoment } from '../../text/moment.ts'
import type { ImportRow } from './import-format.ts'

const DAY = 86_400_000

/** `2024-05-03`, `2024-05-03 10:20:30`, `2024-05-03T10:20:30.123456+05:30`, and Go's `2024-05-03 10:20:30.1 +0530 IST`. */
const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s?(?:(?:Z|UTC|GMT)|([+-]\d\d):?(\d\d)(?: \S+)?)?)?$/
/** What programs write for no moment at all. */
const NONE = /^(?:|null|none|n\/a|-|0000-00-00.*|0001-01-01.*)$/i

/**
 * The moments of a line, each from the first of its columns that says one.
 *
 * @param columns for each moment, where it may stand
 * @returns why the line cannot be taken, where something stands there that is no moment, or has not come yet
 */
export function readMoments<Name extends string>(
  row: ImportRow,
  columns: Readonly<Record<Name, readonly string[]>>,
  now: Date,
): { readonly ok: true; readonly moments: Readonly<Partial<Record<Name, string>>> } | { ok: false; why: string } {
  const moments: Partial<Record<Name, string>> = {}
  for (const [name, places] of Object.entries(columns) as [Name, readonly string[]][]) {
    const column = places.find((place) => !NONE.test(row(place)))
    if (column === undefined) continue
    const time = parseTime(row(column))
    if (time === undefined) {
      return { ok: false, why: `what stands in ${column} is no moment like 2024-05-03 10:20:30 (in UTC)` }
    }
    if (time > now.getTime() + DAY) return { ok: false, why: `${column} has not come yet` }
    moments[name] = formatMoment(new Date(time))
  }
  return { ok: true, moments }
}

/** Milliseconds; a moment without a time zone is in UTC. */
function parseTime(text: string): number | undefined {
  const found = MOMENT.exec(text.trim())
  if (!found) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, zoneHours = 0, zoneMinutes = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0))
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  const isOnCalendar = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour
  if (!isOnCalendar || minute > 59 || second > 59 || zoneMinutes > 59) return undefined
  const isWest = found[7]?.startsWith('-') ?? false
  const zone = (Math.abs(zoneHours) * 60 + zoneMinutes) * (isWest ? -1 : 1)
  return date.getTime() - zone * 60_000
}
