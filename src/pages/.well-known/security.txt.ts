import type { APIRoute } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { renderSecurityText } from '../../site/security-text.ts'
import { serveText } from '../../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const { settings, now } = await readSiteContent()
  return serveText(renderSecurityText(settings, now), 'plain')
}
