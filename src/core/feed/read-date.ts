/** Month names by their beginnings, in the languages that feeds write them in: English, French, German, Spanish. */
const MONTHS: readonly RegExp[] = [
  /^(jan|janv|ene|jän)/,
  /^(feb|fév|fev)/,
  /^(mar|mär|mrz|mae)/,
  /^(apr|avr|abr)/,
  /^(may|mai)/,
  /^(june?|juin|juni)$|^jun/,
  /^(july?|juil|juli)$|^jul/,
  /^(aug|aoû|aou|ago)/,
  /^(sep)/,
  /^(oct|okt)/,
  /^(nov)/,
  /^(dec|déc|dez|dic)/,
]

/** Hours from UTC of the zone names of RFC 822, and of a few that feeds use besides. */
const ZONES: Record<string, number> = {
  ...{ ut: 0, utc: 0, gmt: 0, z: 0, wet: 0, west: 1, bst: 1, cet: 1, cest: 2, eet: 2, eest: 3, msk: 3, ist: 5.5 },
  ...{ jst: 9, aest: 10, aedt: 11, est: -5, edt: -4, cst: -6, cdt: -5, mst: -7, mdt: -6, pst: -8, pdt: -7 },
}

const ISO =
  /^([+-]?\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?$/i

/**
 * The moment that a feed's date means, in milliseconds. A date without a zone is UTC, on every machine; a date that
 * does not exist, or of the year 1 and before (Hugo's way of writing "no date"), is none.
 */
export function readDate(text: string): number | undefined {
  const trimmed = text.trim().replace(/\s+/g, ' ')
  if (trimmed === '' || trimmed.length > 100) return undefined
  return readIso(trimmed) ?? readNumeric(trimmed) ?? readNamed(trimmed)
}

function readIso(text: string): number | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', zone = 'Z'] = match
  return moment(Number(year), Number(month), Number(day), [hour, minute, second].map(Number), zoneMinutes(zone))
}

/** `09/15/2014 4:20 pm PST`, month first, as the software that writes such dates does. */
function readNumeric(text: string): number | undefined {
  const match = /^(\d{1,2})\/(\d{1,2})\/(\d{2}|\d{4})(?:,? (.*))?$/.exec(text)
  if (!match) return undefined
  return moment(
    fullYear(match[3] ?? ''),
    Number(match[1]),
    Number(match[2]),
    readTime(match[4] ?? ''),
    readZone(match[4] ?? ''),
  )
}

/** RFC 822 and its relatives: a day, a month's name and a year in any order, with or without a time and a zone. */
function readNamed(text: string): number | undefined {
  const clock = /\d{1,2}:\d\d/.exec(text)
  const time = readTime(text)
  const date = text
    .replace(/\([^)]*\)/g, ' ')
    .replace(/\d{1,2}:\d\d(:\d\d)?(\.\d+)?\s*([ap]\.?m\.?)?/i, ' | ')
    .replace(/[,.]/g, ' ')
  const beforeZone = date.replace(/(?:gmt|utc)?[+-]\d\d:?\d\d\b/i, ' ')
  const words = beforeZone.toLowerCase().match(/[\p{L}]+|\d+/gu) ?? []
  // The last: "mar." before it is a Tuesday, in French and in Spanish.
  const month = words.map((word) => MONTHS.findIndex((name) => name.test(word))).findLast((index) => index >= 0)
  const numbers = words.filter((word) => /^\d+$/.test(word))
  if (month === undefined || numbers.length < 2) return undefined
  const yearAt = Math.max(
    numbers.findIndex((number) => number.length === 4),
    numbers.some((number) => number.length === 4) ? 0 : 1,
  )
  const year = fullYear(numbers[yearAt] ?? '')
  const day = Number(numbers.find((_, index) => index !== yearAt))
  return moment(year, month + 1, day, clock ? time : [0, 0, 0], readZone(text))
}

function readTime(text: string): number[] {
  const match = /(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:\s*([ap])\.?m\b)?/i.exec(text)
  if (!match) return [0, 0, 0]
  const half = match[4]?.toLowerCase()
  const hour = Number(match[1])
  const hours = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0)
  return [hours, Number(match[2]), Number(match[3] ?? 0)]
}

function readZone(text: string): number {
  const offset = /(?:\d|\s|gmt|utc)([+-]\d\d:?\d\d)\b/i.exec(text)?.[1]
  if (offset) return zoneMinutes(offset)
  const names = text.toLowerCase().match(/\b[a-z]{1,4}\b/g) ?? []
  const name = names.findLast((word) => word in ZONES)
  return name === undefined ? 0 : (ZONES[name] ?? 0) * 60
}

function zoneMinutes(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  if (!match) return 0
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0))
}

/** RFC 2822, 4.3: two digits below 50 are of this century. */
function fullYear(text: string): number {
  const number = Number(text)
  return text.length === 2 ? number + (number < 50 ? 2000 : 1900) : number
}

function moment(year: number, month: number, day: number, time: readonly number[], zone: number): number | undefined {
  const [hour = 0, minute = 0, second = 0] = time
  if (!(year > 1) || year > 9999 || hour > 23 || minute > 59 || second > 60) return undefined
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined
  date.setUTCHours(hour, minute, second)
  return date.getTime() - zone * 60_000
}
