import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { renderMinorFeed } from '../../../site/tag-feed.ts'
import { listMinors } from '../../../site/minor-page.ts'
import { serveText } from '../../../site/serve-text.ts'

export const getStaticPaths = (async () =>
  listMinors(await readSiteContent()).map((page) => ({
    params: { minor: page.release.minor },
    props: { page },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { page } }) =>
  serveText(renderMinorFeed(page, await readSiteContent()), 'rss')
