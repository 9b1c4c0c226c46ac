import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { serveText } from '../../../site/serve-text.ts'
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
  serveText(renderSourceFeed(settings, view), 'rss')
