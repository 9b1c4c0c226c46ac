import type { APIRoute } from 'astro'
import { formatOpml } from '../core/source/format-opml.ts'
import { isFollowed } from '../core/source/source.ts'
import { readSiteContent } from '../site/content.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const { settings, sources } = await readSiteContent()
  return serveText(formatOpml(sources.filter(isFollowed), `${settings.name}: sources`), 'opml')
}
