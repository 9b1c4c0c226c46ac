import type { APIRoute } from 'astro'
import { drawIcon } from '../site/card.ts'
import { renderPicture } from '../site/card-picture.ts'
import { readSiteContent } from '../site/content.ts'

/** What telephones ask for, and what they show. */
const SIZE = 180

export const GET: APIRoute = async () => {
  const { settings } = await readSiteContent()
  const picture = await renderPicture(drawIcon(settings, SIZE), { width: SIZE, height: SIZE })
  return new Response(picture, { headers: { 'content-type': 'image/png' } })
}
