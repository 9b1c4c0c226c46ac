import type { APIRoute } from 'astro'
import { createCfpCalendar } from '../site/calendar-entries.ts'
import { renderCalendar } from '../site/calendar.ts'
import { readSiteContent } from '../site/content.ts'
import { closed, openRooms } from '../site/rooms.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  if (!openRooms(content).events) return closed()
  return serveText(renderCalendar(createCfpCalendar(content)), 'calendar')
}
