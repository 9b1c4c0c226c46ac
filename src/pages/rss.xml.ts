import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { renderRss } from '../site/rss.ts'

export const GET: APIRoute = async () => {
  const { settings, issues } = await readSiteContent()
  return new Response(renderRss(settings, issues), {
    headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
  })
}
