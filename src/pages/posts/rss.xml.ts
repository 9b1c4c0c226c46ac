import type { APIRoute } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { renderPostsFeed } from '../../site/long-form-feed.ts'
import { closed, openRooms } from '../../site/rooms.ts'
import { serveText } from '../../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return openRooms(content).posts ? serveText(renderPostsFeed(content), 'rss') : closed()
}
