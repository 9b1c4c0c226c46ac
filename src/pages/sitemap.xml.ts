import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { listPlaces } from '../site/list-places.ts'
import { SITEMAP_PATH } from '../site/paths.ts'
import { serveText } from '../site/serve-text.ts'
import { renderSitemap } from '../site/sitemap.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return serveText(renderSitemap(content.settings.url, listPlaces(content)).get(SITEMAP_PATH), 'xml')
}
