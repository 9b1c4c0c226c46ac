import { addDays, countDays } from '../core/text/count-days.ts'

/** A calendar of whole days; texts are text, addresses are absolute. */
export interface Calendar {
  /** Whose product it is, for `PRODID`: publication, and what it is about. */
  readonly product: string
  readonly name: string
  readonly description: string
  /** The page that it is of. */
  readonly url: string
  readonly language: string
  readonly entries: readonly CalendarEntry[]
}

export interface CalendarEntry {
  /** Stays the same when anything else about it changes, its day included. */
  readonly uid: string
  /** The first and the last day. */
  readonly start: string
  readonly end: string
  readonly title: string
  readonly text: string
  readonly url: string
  readonly place?: string | undefined
  readonly category: string
  readonly cancelled?: boolean
  /** The day on which we learnt it, never that of the build: the same content gives the same bytes. It never goes back. */
  readonly stamp: string
}

/** iCalendar (RFC 5545, RFC 7986): lines end in CRLF and are folded at 75 bytes; a day's end is the day after it. */
export function renderCalendar({ product, name, description, url, language, entries }: Calendar): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//${escapeText(product)}//${language.toUpperCase()}`,
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    `DESCRIPTION:${escapeText(description)}`,
    `X-WR-CALDESC:${escapeText(description)}`,
    `URL:${url}`,
    'REFRESH-INTERVAL;VALUE=DURATION:P1D',
    'X-PUBLISHED-TTL:P1D',
    ...entries.flatMap(renderEntry),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

function renderEntry({
  uid,
  start,
  end,
  title,
  text,
  url,
  place,
  category,
  cancelled,
  stamp,
}: CalendarEntry): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${basic(stamp)}T000000Z`,
    `LAST-MODIFIED:${basic(stamp)}T000000Z`,
    `SEQUENCE:${countDays(EPOCH, stamp)}`,
    `DTSTART;VALUE=DATE:${basic(start)}`,
    `DTEND;VALUE=DATE:${basic(addDays(end, 1))}`,
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(text)}`,
    ...(place === undefined ? [] : [`LOCATION:${escapeText(place)}`]),
    `URL:${url}`,
    `CATEGORIES:${escapeText(category)}`,
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/** Revisions are counted by days: a program that has an entry already takes one with a higher number (RFC 5546, 2.1.4). */
const EPOCH = '1970-01-01'

/** `20260820` */
const basic = (day: string) => day.replaceAll('-', '')

/** Text as a value of the type TEXT (RFC 5545, 3.3.11). */
function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '')
}

const LONGEST = 75

/** Breaks a line where it would be longer than 75 bytes in UTF-8, never inside a character (RFC 5545, 3.1). */
function foldLine(line: string): string {
  let folded = ''
  let length = 0
  for (const character of line) {
    const bytes = byteLength(character.codePointAt(0) ?? 0)
    if (length + bytes > LONGEST) {
      folded += '\r\n '
      length = 1
    }
    folded += character
    length += bytes
  }
  return folded
}

const byteLength = (code: number) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4)
