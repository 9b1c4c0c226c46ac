import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../../site/content.ts'
import { listProjects } from '../../../site/project-page.ts'
import { serveText } from '../../../site/serve-text.ts'
import { renderProjectFeed } from '../../../site/tag-feed.ts'

export const getStaticPaths = (async () =>
  listProjects(await readSiteContent()).map((page) => ({
    params: { id: page.project.id },
    props: { page },
  }))) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = async ({ props: { page } }) =>
  serveText(renderProjectFeed(page, await readSiteContent()), 'rss')
