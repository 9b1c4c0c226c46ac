import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { serveText } from '../../../site/serve-text.ts'
import { listTopics } from '../../../site/topic-page.ts'
import { renderTopicFeed } from '../../../site/tag-feed.ts'

export const getStaticPaths = (async () =>
  listTopics(await readSiteContent()).map((page) => ({
    params: { id: page.topic.id },
    props: { page },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { page } }) =>
  serveText(renderTopicFeed(page, await readSiteContent()), 'rss')
