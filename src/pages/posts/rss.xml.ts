import type { APIRoute } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { renderPostsFeed } from '../../site/long-form-feed.ts'

export const GET: APIRoute = async () =>
  new Response(renderPostsFeed(await readSiteContent()), {
    headers: { 'content-type': 'application/rss+xml; charset=utf-8' },
  })
