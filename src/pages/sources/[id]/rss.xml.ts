import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { renderSourceFeed } from '../../../site/source-feed.ts'
import { viewSources } from '../../../site/source-view.ts'

export const getStaticPaths = (async () => {
  const content = await readSiteContent()
  return viewSources(content).map((view) => ({
    params: { id: view.source.id },
    props: { view, settings: content.settings },
  }))
}) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = ({ props: { view, settings } }) =>
  new Response(renderSourceFeed(settings, view), {
    headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
  })
