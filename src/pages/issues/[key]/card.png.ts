import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { CARD_SIZE, drawCard } from '../../../site/card.ts'
import { renderPicture } from '../../../site/card-picture.ts'
import { readSiteContent } from '../../../site/content.ts'
import { createIssueCard } from '../../../site/issue-card.ts'

export const getStaticPaths = (async () => {
  const { issues, settings } = await readSiteContent()
  return issues.map((issue) => ({ params: { key: issue.key }, props: { issue, settings } }))
}) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { issue, settings } }) => {
  const picture = await renderPicture(drawCard(createIssueCard(issue, settings), settings), CARD_SIZE)
  return new Response(picture, { headers: { 'content-type': 'image/png' } })
}
