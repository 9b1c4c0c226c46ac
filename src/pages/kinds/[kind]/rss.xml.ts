import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { listKindPages } from '../../../site/kind-page.ts'
import { serveText } from '../../../site/serve-text.ts'
import { renderKindFeed } from '../../../site/tag-feed.ts'

export const getStaticPaths = (async () =>
  listKindPages(await readSiteContent()).map((page) => ({
    params: { kind: page.kind },
    props: { page },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { page } }) =>
  serveText(renderKindFeed(page, await readSiteContent()), 'rss')
