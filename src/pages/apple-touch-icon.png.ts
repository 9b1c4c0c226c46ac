import type { APIRoute } from 'astro'
import { drawIcon } from '../site/card.ts'
import { renderPicture } from '../site/card-picture.ts'

/** What telephones ask for, and what they show. */
const SIZE = 180

export const GET: APIRoute = async () => {
  const picture = await renderPicture(drawIcon('K', SIZE), { width: SIZE, height: SIZE })
  return new Response(picture, { headers: { 'content-type': 'image/png' } })
}
