import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { JSON_FEED_TYPE } from '../site/head-feeds.ts'
import { createHeadlinesFeed } from '../site/issue-feed.ts'
import { renderJsonFeed } from '../site/json-feed.ts'
import { HEADLINES_JSON_PATH } from '../site/paths.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return new Response(renderJsonFeed(createHeadlinesFeed(content, HEADLINES_JSON_PATH), content.settings.name), {
    headers: { 'content-type': `${JSON_FEED_TYPE}; charset=utf-8` },
  })
}
