import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { RSS_TYPE } from '../site/head-feeds.ts'
import { createIssueFeed } from '../site/issue-feed.ts'
import { FEED_PATH } from '../site/paths.ts'
import { renderRssChannel } from '../site/rss-channel.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return new Response(renderRssChannel(createIssueFeed(content, FEED_PATH)), {
    headers: { 'content-type': `${RSS_TYPE}; charset=utf-8` },
  })
}
