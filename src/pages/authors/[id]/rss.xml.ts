import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { viewAuthors } from '../../../site/author-view.ts'
import { readSiteContent } from '../../../site/content.ts'
import { renderAuthorFeed } from '../../../site/long-form-feed.ts'
import { serveText } from '../../../site/serve-text.ts'

export const getStaticPaths = (async () =>
  viewAuthors(await readSiteContent()).map((view) => ({
    params: { id: view.person.id },
    props: { view },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { view } }) =>
  serveText(renderAuthorFeed(view, await readSiteContent()), 'rss')
