import type { APIRoute, GetStaticPaths } from 'astro'
import { createCalendar } from '../site/calendar-entries.ts'
import { renderCalendar } from '../site/calendar.ts'
import { readSiteContent } from '../site/content.ts'
import { calendarPath } from '../site/paths.ts'
import { openRooms } from '../site/rooms.ts'
import { serveText } from '../site/serve-text.ts'

export const getStaticPaths = (async () => {
  const content = await readSiteContent()
  const calendar = calendarPath(content.settings).slice(1, -'.ics'.length)
  return openRooms(content).calendar ? [{ params: { calendar } }] : []
}) satisfies GetStaticPaths

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return serveText(renderCalendar(createCalendar(content)), 'calendar')
}
