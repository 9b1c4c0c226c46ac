import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { listPlaces } from '../site/list-places.ts'
import { SITEMAP_PATH } from '../site/paths.ts'
import { renderSitemap } from '../site/sitemap.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return new Response(renderSitemap(content.settings.url, listPlaces(content)).get(SITEMAP_PATH), {
    headers: { 'content-type': 'application/xml; charset=utf-8' },
  })
}
