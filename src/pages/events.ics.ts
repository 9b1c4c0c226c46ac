import type { APIRoute } from 'astro'
import { createEventCalendar } from '../site/calendar-entries.ts'
import { renderCalendar } from '../site/calendar.ts'
import { readSiteContent } from '../site/content.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return new Response(renderCalendar(createEventCalendar(content)), {
    headers: { 'content-type': 'text/calendar; charset=utf-8' },
  })
}
