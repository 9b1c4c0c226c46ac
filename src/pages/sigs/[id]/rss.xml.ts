import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { serveText } from '../../../site/serve-text.ts'
import { listSigs } from '../../../site/sig-list.ts'
import { renderSigFeed } from '../../../site/tag-feed.ts'

export const getStaticPaths = (async () =>
  listSigs(await readSiteContent()).map((page) => ({
    params: { id: page.id },
    props: { page },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { page } }) =>
  serveText(renderSigFeed(page, await readSiteContent()), 'rss')
