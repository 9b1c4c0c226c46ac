import type { APIRoute } from 'astro'
import { formatOpml } from '../core/source/format-opml.ts'
import { readSiteContent } from '../site/content.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const { settings, sources } = await readSiteContent()
  return serveText(formatOpml(sources, `${settings.name}: sources`), 'opml')
}
