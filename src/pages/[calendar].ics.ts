import type { APIRoute, GetStaticPaths } from 'astro'
import { createCalendar } from '../site/calendar-entries.ts'
import { renderCalendar } from '../site/calendar.ts'
import { readSiteContent } from '../site/content.ts'
import { calendarPaths } from '../site/paths.ts'
import { openRooms } from '../site/rooms.ts'
import { serveText } from '../site/serve-text.ts'

export const getStaticPaths = (async () => {
  const content = await readSiteContent()
  const paths = openRooms(content).calendar ? calendarPaths(content.settings) : []
  return paths.map((path) => ({ params: { calendar: path.slice(1, -'.ics'.length) } }))
}) satisfies GetStaticPaths

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return serveText(renderCalendar(createCalendar(content)), 'calendar')
}
