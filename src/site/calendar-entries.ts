import { cfpOf, type CommunityEvent, listingOf } from '../core/event/event.ts'
import { isOfKubernetes, type SiteSettings, subjectOf, urnOf } from '../core/text/site-settings.ts'
import type { Calendar, CalendarEntry } from './calendar.ts'
import type { SiteContent } from './site-content.ts'
import { formatPlace } from '../core/event/event-words.ts'
import { newestOf } from './newest-of.ts'
import { EVENTS_PATH, minorPath, RELEASES_PATH } from './paths.ts'
import { listReleaseDates, type ReleaseDate } from './release-dates.ts'

type Shelf = Pick<SiteContent, 'releases' | 'releaseSchedule' | 'events' | 'settings' | 'now'>

/** `/calendar.ics`: all that has a day. */
export function createCalendar(content: Shelf): Calendar {
  return {
    ...headOf(content),
    name: `${content.settings.name}: ${subjectOf(content.settings)}`,
    description: !isOfKubernetes(content.settings)
      ? 'Conferences, and calls for talks that close.'
      : `Releases, patches and ends of life of ${subjectOf(content.settings)}; conferences, and calls for talks that close.`,
    url: `${content.settings.url}${!isOfKubernetes(content.settings) ? EVENTS_PATH : RELEASES_PATH}`,
    entries: [...releaseEntries(content), ...eventEntries(content)].sort(earliestFirst),
  }
}

/** `/releases.ics` */
export function createReleaseCalendar(content: Shelf): Calendar {
  return {
    ...headOf(content),
    name: `${content.settings.name}: ${subjectOf(content.settings)} releases`,
    description: `Releases, patches and ends of life of ${subjectOf(content.settings)}.`,
    url: `${content.settings.url}${RELEASES_PATH}`,
    entries: releaseEntries(content),
  }
}

/** `/end-of-life.ics`: when support gets less, and when it ends. */
export function createEndOfLifeCalendar(content: Shelf): Calendar {
  return {
    ...headOf(content),
    name: `${content.settings.name}: ${subjectOf(content.settings)} ends of life`,
    description: `When minors of ${subjectOf(content.settings)} go into maintenance, and when their support ends.`,
    url: `${content.settings.url}${RELEASES_PATH}`,
    entries: releaseEntries(content, ({ id }) => /:(?:maintenance|end-of-life)$/.test(id)),
  }
}

/** `/cfps.ics` */
export function createCfpCalendar(content: Shelf): Calendar {
  return {
    ...headOf(content),
    name: `${content.settings.name}: calls for talks`,
    description: `The last days to hand in talks at conferences about ${aroundOf(content.settings)}.`,
    url: `${content.settings.url}${EVENTS_PATH}`,
    entries: content.events.flatMap((event) => cfpEntry(event, content.settings)).sort(earliestFirst),
  }
}

/** `/events.ics` */
export function createEventCalendar(content: Shelf): Calendar {
  return {
    ...headOf(content),
    name: `${content.settings.name}: ${subjectOf(content.settings)} events`,
    description: `Conferences about ${aroundOf(content.settings)}, and calls for talks that close.`,
    url: `${content.settings.url}${EVENTS_PATH}`,
    entries: eventEntries(content),
  }
}

const aroundOf = (settings: SiteSettings) =>
  `${subjectOf(settings)} and what ${isOfKubernetes(settings) ? 'runs on it' : 'stands around it'}`

const headOf = ({ settings }: Shelf) => ({
  product: `${settings.name}//${subjectOf(settings)} calendar`,
  language: settings.language,
})

function releaseEntries(content: Shelf, isWanted: (date: ReleaseDate) => boolean = () => true): CalendarEntry[] {
  const { settings, releaseSchedule } = content
  // Of all sources the latest: when another one takes over a fact, its entry must not look older than before.
  const read = newestOf(Object.values(releaseSchedule.read))
  return listReleaseDates(content)
    .filter(isWanted)
    .map(({ id, day, title, text, minor }) => ({
      uid: `${urnOf(settings)}:release:${id}`,
      start: day,
      end: day,
      title,
      text,
      url: settings.url + (minor === undefined ? RELEASES_PATH : minorPath(minor)),
      category: 'Release',
      stamp: read ?? day,
    }))
}

function eventEntries({ events, settings }: Shelf): CalendarEntry[] {
  return events.flatMap((event) => [...cfpEntry(event, settings), eventEntry(event, settings)]).sort(earliestFirst)
}

function eventEntry(event: CommunityEvent, settings: SiteSettings): CalendarEntry {
  const { start, end, url } = listingOf(event)
  const cfp = cfpOf(event)
  return {
    ...{ uid: `${urnOf(settings)}:event:${event.id}`, start, end, url },
    title: event.name,
    text: [formatPlace(event), event.cancelled && 'Cancelled.', cfp && `Talks: ${cfp.url}`].filter(Boolean).join('\n'),
    place: formatPlace(event),
    category: 'Event',
    cancelled: event.cancelled,
    stamp: stampOf(event),
  }
}

function cfpEntry(event: CommunityEvent, settings: SiteSettings): CalendarEntry[] {
  const listing = event.listings.find(({ cfp }) => cfp)
  const closes = listing?.cfp?.closes
  if (listing === undefined || closes === undefined || event.cancelled) return []
  return [
    {
      uid: `${urnOf(settings)}:event:${event.id}:cfp`,
      start: closes,
      end: closes,
      title: `Call for talks closes: ${event.name}`,
      text: `The last day to hand in a talk. All events: ${settings.url}${EVENTS_PATH}`,
      url: listing.cfp?.url ?? listing.url,
      category: 'Call for talks',
      stamp: stampOf(event),
    },
  ]
}

/** When anybody last said something of it: an entry must not look older when a more trusted source is added. */
const stampOf = ({ listings }: CommunityEvent) => newestOf(listings.map(({ read }) => read)) ?? ''

function earliestFirst(one: CalendarEntry, other: CalendarEntry): number {
  if (one.start !== other.start) return one.start < other.start ? -1 : 1
  return one.uid < other.uid ? -1 : 1
}
