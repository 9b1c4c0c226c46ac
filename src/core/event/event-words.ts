import { countDays } from '../text/count-days.ts'
import { formatDay } from '../text/moment.ts'
import { type CommunityEvent, listingOf } from './event.ts'

/** `Salt Lake City, United States`, `Amsterdam, Netherlands, and online`, `online` */
export function formatPlace(event: CommunityEvent): string {
  const { city, country } = listingOf(event)
  const place = [city, country].filter((part) => part !== undefined).join(', ')
  if (place === '') return 'online'
  return event.remote ? `${place}, and online` : place
}

/** `9 to 12 November 2026`, `11 and 12 November 2026`, `30 November to 4 December 2026`, `13 May 2026` */
export function formatDays({ start, end }: { readonly start: string; readonly end: string }): string {
  const plain = (day: string, year: boolean) => formatDay(day, { weekday: false, year })
  if (start === end) return plain(start, true)
  const joint = countDays(start, end) === 1 ? 'and' : 'to'
  if (start.slice(0, 7) === end.slice(0, 7)) return `${Number(start.slice(8))} ${joint} ${plain(end, true)}`
  return `${plain(start, start.slice(0, 4) !== end.slice(0, 4))} ${joint} ${plain(end, true)}`
}
