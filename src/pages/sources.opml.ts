import type { APIRoute } from 'astro'
import { formatOpml } from '../core/source/format-opml.ts'
import { readSiteContent } from '../site/content.ts'

export const GET: APIRoute = async () => {
  const { settings, sources } = await readSiteContent()
  return new Response(formatOpml(sources, `${settings.name}: sources`), {
    headers: { 'content-type': 'text/x-opml; charset=utf-8' },
  })
}
