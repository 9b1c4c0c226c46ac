import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { renderRobotsText } from '../site/robots-text.ts'

export const GET: APIRoute = async () => {
  const { settings, indexed } = await readSiteContent()
  return new Response(renderRobotsText(settings.url, indexed))
}
