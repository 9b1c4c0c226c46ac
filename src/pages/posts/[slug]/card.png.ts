import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { CARD_SIZE, drawCard } from '../../../site/card.ts'
import { renderPicture } from '../../../site/card-picture.ts'
import { readSiteContent } from '../../../site/content.ts'
import { createLongFormCard } from '../../../site/long-form-card.ts'

export const getStaticPaths = (async () => {
  const content = await readSiteContent()
  return content.posts.map((text) => ({
    params: { slug: text.slug },
    props: { card: createLongFormCard(text, content), look: content.settings },
  }))
}) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { card, look } }) =>
  new Response(await renderPicture(drawCard(card, look), CARD_SIZE), { headers: { 'content-type': 'image/png' } })
