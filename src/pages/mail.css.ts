import type { APIRoute } from 'astro'
import { webMailStyle } from '../core/digest/render-web-mail.ts'
import { paletteOf } from '../core/text/site-settings.ts'
import { readSiteContent } from '../site/content.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const { settings } = await readSiteContent()
  return serveText(webMailStyle(paletteOf(settings)), 'style')
}
