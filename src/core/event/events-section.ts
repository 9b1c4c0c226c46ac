import { languageName } from '../text/language-name.ts'
import { formatDay } from '../text/moment.ts'
import { type Line, writeMarkdown } from '../text/write-markdown.ts'
import { EVENT_SOURCES } from './event-source.ts'
import { formatDays, formatPlace } from './event-words.ts'
import { type CommunityEvent, listingOf, otherListings } from './event.ts'
import { type ClosingCall, findClosingCalls, findUpcoming } from './upcoming.ts'

/** So many days ahead of an issue, and so many lines of each kind. */
const AHEAD = 28
const MOST_LINES = 20

/** Where all of them stand; a test of the site holds that it is. */
export const EVENTS_ADDRESS = '/events/'

/**
 * The section of events as markdown; '' where nothing lies ahead: what is on in the four weeks from the day of the
 * issue, where and when, then the calls for talks that close in them. Where another source gives other days or another
 * place, both stand there.
 */
export function writeEventsSection(events: readonly CommunityEvent[], day: string): string {
  const upcoming = findUpcoming(events, day, AHEAD)
  const calls = findClosingCalls(events, day, AHEAD)
  const lines = [
    ...cut(upcoming, 'event').map((event) => (isLine(event) ? event : tellEvent(event))),
    ...cut(calls, 'call').map((call) => (isLine(call) ? call : tellCall(call, day))),
  ]
  return writeMarkdown([{ list: lines }])
}

const isLine = (value: object): value is Line => Array.isArray(value)

/** As many as have room, and how many more there are. */
function cut<T extends object>(all: readonly T[], noun: 'event' | 'call'): (T | Line)[] {
  const more = all.length - MOST_LINES
  if (more <= 1) return [...all]
  const words = noun === 'event' ? `${more + 1} more events` : `${more + 1} more calls for talks`
  return [...all.slice(0, MOST_LINES - 1), [{ text: words, url: EVENTS_ADDRESS }, '.']]
}

function tellEvent(event: CommunityEvent): Line {
  const { url, start, end } = listingOf(event)
  const { name, language, cancelled } = event
  const inLanguage = language === 'en' ? '' : `, in ${languageName(language)}`
  const others = otherListings(event).map((other) => {
    const place = other.city === undefined ? '' : `, ${other.city}`
    return `${EVENT_SOURCES[other.source].title}: ${formatDays(other)}${place}`
  })
  const rest = others.length === 0 ? '.' : ` (${others.join('; ')}).`
  const words = `${formatDays({ start, end })}, ${formatPlace(event)}${inLanguage}${rest}`
  return [{ text: name, url }, cancelled ? ` is cancelled; it was to be on ${words}` : `: ${words}`]
}

function tellCall({ event, url, closes }: ClosingCall, day: string): Line {
  const year = closes.slice(0, 4) !== day.slice(0, 4)
  const { start, end } = listingOf(event)
  const place = listingOf(event).city === undefined ? formatPlace(event) : `in ${formatPlace(event)}`
  return [
    'Talks for ',
    { text: event.name, url },
    ` are taken until ${formatDay(closes, { year })}; it is held ${start === end ? 'on ' : ''}${formatDays({ start, end })}, ${place}.`,
  ]
}
