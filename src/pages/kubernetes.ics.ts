import type { APIRoute } from 'astro'
import { createCalendar } from '../site/calendar-entries.ts'
import { renderCalendar } from '../site/calendar.ts'
import { readSiteContent } from '../site/content.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return new Response(renderCalendar(createCalendar(content)), {
    headers: { 'content-type': 'text/calendar; charset=utf-8' },
  })
}
