import type { APIRoute } from 'astro'
import { CARD_SIZE, drawCard } from '../site/card.ts'
import { renderPicture } from '../site/card-picture.ts'
import { readSiteContent } from '../site/content.ts'

export const GET: APIRoute = async () => {
  const { settings } = await readSiteContent()
  const { host } = new URL(settings.url)
  const card = { name: settings.name, title: settings.tagline, above: '', below: host, flags: [] }
  return new Response(await renderPicture(drawCard(card, settings), CARD_SIZE), {
    headers: { 'content-type': 'image/png' },
  })
}
