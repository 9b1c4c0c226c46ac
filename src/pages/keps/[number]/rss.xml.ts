import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { listKeps } from '../../../site/kep-page.ts'
import { serveText } from '../../../site/serve-text.ts'
import { renderKepFeed } from '../../../site/tag-feed.ts'

export const getStaticPaths = (async () =>
  listKeps(await readSiteContent()).map((page) => ({
    params: { number: page.number },
    props: { page },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { page } }) =>
  serveText(renderKepFeed(page, await readSiteContent()), 'rss')
