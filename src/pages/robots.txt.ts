import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { renderRobotsText } from '../site/robots-text.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const { settings, indexed } = await readSiteContent()
  return serveText(renderRobotsText(settings.url, indexed), 'plain')
}
