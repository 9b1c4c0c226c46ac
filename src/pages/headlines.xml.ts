import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { createHeadlinesFeed } from '../site/issue-feed.ts'
import { HEADLINES_FEED_PATH } from '../site/paths.ts'
import { renderRssChannel } from '../site/rss-channel.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return serveText(renderRssChannel(createHeadlinesFeed(content, HEADLINES_FEED_PATH)), 'rss')
}
