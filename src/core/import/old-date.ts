/** A day, and an hour where one is stated, as the front matter of an old issue has it. */
export interface OldDate {
  /** As it is written, whatever its zone: `2020-05-04`. */
  readonly day: string
  /** In UTC, to the second; a day without an hour begins at midnight, an hour without a zone is one of UTC. */
  readonly moment: string
}

const DATE =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?/i

/** Reads `2020-05-04`, `2020-05-04 22:00:00 -0000`, `2018-01-28T07:01:01+01:00`; undefined for what is on no calendar. */
export function readOldDate(value: unknown): OldDate | undefined {
  if (typeof value !== 'string') return undefined
  const match = DATE.exec(value.trim())
  if (match === null) return undefined
  const [, year = '', month = '', date = '', hour = '00', minute = '00', second = '00', zone = 'Z'] = match
  const two = (text: string) => text.padStart(2, '0')
  const day = `${year}-${two(month)}-${two(date)}`
  const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(-2)}` : 'Z'
  const moment = new Date(`${day}T${two(hour)}:${minute}:${second}${offset}`)
  const midnight = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(moment.getTime()) || !/^[12]/.test(year) || !midnight.toISOString().startsWith(day)) return undefined
  return { day, moment: moment.toISOString().replace(/\.\d+Z$/, 'Z') }
}

/** The day with which the name of a file begins, or of the folder of its `index.md`. */
export function dateOfName(path: string): OldDate | undefined {
  return readOldDate(/(?:^|\/)(\d{4}-\d{1,2}-\d{1,2})(?!\d)[^/]*(?:\/_?index\.\w+)?$/.exec(path)?.[1])
}

/** The day of a moment in a time zone (`America/New_York`); undefined where there is no such zone. */
export function dayInZone(moment: string, timeZone: string): string | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    const of = new Map(parts.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]))
    return `${of.get('year')}-${of.get('month')}-${of.get('day')}`
  } catch {
    return undefined
  }
}
