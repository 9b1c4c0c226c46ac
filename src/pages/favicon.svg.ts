import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { renderIcon } from '../site/icon.ts'

export const GET: APIRoute = async () => {
  const { settings } = await readSiteContent()
  return new Response(renderIcon(settings), { headers: { 'content-type': 'image/svg+xml' } })
}
