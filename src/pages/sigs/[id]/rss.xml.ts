import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { listSigs } from '../../../site/sig-list.ts'
import { renderSigFeed } from '../../../site/tag-feed.ts'

export const getStaticPaths = (async () =>
  listSigs(await readSiteContent()).map((page) => ({
    params: { id: page.id },
    props: { page },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { page } }) =>
  new Response(renderSigFeed(page, await readSiteContent()), {
    headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
  })
