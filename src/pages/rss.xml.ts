import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { createIssueFeed } from '../site/issue-feed.ts'
import { FEED_PATH } from '../site/paths.ts'
import { renderRssChannel } from '../site/rss-channel.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return serveText(renderRssChannel(createIssueFeed(content, FEED_PATH)), 'rss')
}
