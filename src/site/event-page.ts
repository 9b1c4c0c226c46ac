import {
  cfpOf,
  type CommunityEvent,
  EVENT_REGIONS,
  type EventRegion,
  listingOf,
  otherListings,
} from '../core/event/event.ts'
import { EVENT_SOURCE_IDS, EVENT_SOURCES, type EventSource } from '../core/event/event-source.ts'
import { languageName } from '../core/text/language-name.ts'
import { compareText } from '../core/text/compare-text.ts'
import { countDays } from '../core/text/count-days.ts'
import { countNoun } from '../core/text/count-noun.ts'
import { dayOf, formatDay } from '../core/text/moment.ts'
import type { SiteContent } from './site-content.ts'
import { formatDays, formatPlace } from '../core/event/event-words.ts'
import { EVENT_KIND_TITLES, EVENT_REGION_TITLES } from './event-words.ts'
import { newestOf } from './newest-of.ts'

export interface EventView {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly region: EventRegion
  readonly start: string
  /** `9 to 12 November 2026` */
  readonly days: string
  /** Kind, place and language, as far as they are worth a word. */
  readonly facts: readonly string[]
  readonly cancelled: boolean
  /** `in 12 days`, `today`, `on its way: day 2 of 4`; of past ones nothing. */
  readonly countdown: string | undefined
  /** `talks until 31 August 2026, 7 days left`, `the call for talks closed on 1 May 2026`; nothing where it has none on file. */
  readonly call: { readonly text: string; readonly url: string } | undefined
  /** What another source says of it, where that differs. */
  readonly others: readonly string[]
}

export interface CallView {
  readonly id: string
  readonly name: string
  readonly url: string
  readonly closes: string
  /** `7 days left` */
  readonly countdown: string
  /** When and where the event is. */
  readonly about: string
}

/** The page of all events, relative to the day of the build. */
export interface EventsPage {
  /** Those that are not over, the next one first. */
  readonly upcoming: readonly EventView[]
  /** The regions that have any of them. */
  readonly regions: readonly { readonly id: EventRegion; readonly title: string; readonly count: number }[]
  /** Calls for talks that are open, the one that closes next first. */
  readonly calls: readonly CallView[]
  /** Those that are over, the latest first, by the year in which they began. */
  readonly past: readonly { readonly year: string; readonly events: readonly EventView[] }[]
  readonly credits: readonly (EventSource & { readonly read: string | undefined })[]
  /** When any of the sources was last read. */
  readonly read: string | undefined
}

/** What the page of events shows on the day of `now`; an event of several days is over after its last. */
export function createEventsPage({ events, now }: Pick<SiteContent, 'events' | 'now'>): EventsPage {
  const today = dayOf(now)
  const [upcoming, past] = [true, false].map((ahead) =>
    events.filter((event) => listingOf(event).end >= today === ahead),
  ) as [CommunityEvent[], CommunityEvent[]]
  const listings = events.flatMap((event) => event.listings)
  return {
    upcoming: upcoming.map((event) => viewEvent(event, today)),
    regions: EVENT_REGIONS.map((id) => ({
      ...{ id, title: EVENT_REGION_TITLES[id] },
      count: upcoming.filter(({ region }) => region === id).length,
    })).filter(({ count }) => count > 0),
    calls: listCalls(upcoming, today),
    past: groupByYear(past.toReversed()).map(({ year, events }) => ({
      year,
      events: events.map((event) => viewEvent(event, today)),
    })),
    credits: EVENT_SOURCE_IDS.flatMap((id) => {
      const days = listings.filter(({ source }) => source === id).map(({ read }) => read)
      return days.length === 0 ? [] : [{ ...EVENT_SOURCES[id], read: newestOf(days) }]
    }),
    read: newestOf(listings.map(({ read }) => read)),
  }
}

function viewEvent(event: CommunityEvent, today: string): EventView {
  const { start, end, url } = listingOf(event)
  return {
    id: event.id,
    name: event.name,
    url,
    region: event.region,
    start,
    days: formatDays({ start, end }),
    facts: [
      event.kind === 'kcd' ? EVENT_KIND_TITLES.kcd : undefined,
      formatPlace(event),
      event.language === 'en' ? undefined : `in ${languageName(event.language)}`,
    ].filter((fact) => fact !== undefined),
    cancelled: event.cancelled,
    countdown: event.cancelled || end < today ? undefined : countdown({ start, end }, today),
    call: event.cancelled || end < today ? undefined : describeCall(event, today),
    others: otherListings(event).map((other) =>
      [EVENT_SOURCES[other.source].title, 'has', formatDays(other), other.city && `in ${other.city}`]
        .filter(Boolean)
        .join(' '),
    ),
  }
}

function describeCall(event: CommunityEvent, today: string): EventView['call'] {
  const cfp = cfpOf(event)
  if (cfp === undefined) return undefined
  const { url, closes } = cfp
  if (closes === undefined) return { text: 'call for talks, until when is not on record', url }
  if (closes < today) return { text: `the call for talks closed on ${formatDay(closes, { weekday: false })}`, url }
  return { text: `talks until ${formatDay(closes, { weekday: false })}, ${daysLeft(closes, today)}`, url }
}

/** `7 days left`, `closes today` */
function daysLeft(closes: string, today: string): string {
  const left = countDays(today, closes)
  return left === 0 ? 'closes today' : `${countNoun(left, 'day')} left`
}

function countdown({ start, end }: { readonly start: string; readonly end: string }, today: string): string {
  const days = countDays(today, start)
  if (days > 1) return `in ${days} days`
  if (days === 1) return 'tomorrow'
  return start === end ? 'today' : `day ${1 - days} of ${countDays(start, end) + 1}`
}

function listCalls(events: readonly CommunityEvent[], today: string): CallView[] {
  return events
    .flatMap((event) => {
      const cfp = cfpOf(event)
      if (event.cancelled || cfp?.closes === undefined || cfp.closes < today) return []
      return [
        {
          id: event.id,
          name: event.name,
          url: cfp.url,
          closes: cfp.closes,
          countdown: daysLeft(cfp.closes, today),
          about: `${formatDays(listingOf(event))}, ${formatPlace(event)}`,
        },
      ]
    })
    .sort((one, other) => compareText(one.closes, other.closes))
}

function groupByYear(events: readonly CommunityEvent[]): { year: string; events: CommunityEvent[] }[] {
  return [...Map.groupBy(events, (event) => listingOf(event).start.slice(0, 4))].map(([year, events]) => ({
    year,
    events,
  }))
}
