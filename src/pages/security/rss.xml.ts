import type { APIRoute } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { closed, openRooms } from '../../site/rooms.ts'
import { renderSecurityFeed } from '../../site/security-feed.ts'
import { serveText } from '../../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return openRooms(content).security ? serveText(renderSecurityFeed(content), 'rss') : closed()
}
