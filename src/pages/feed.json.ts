import type { APIRoute } from 'astro'
import { readSiteContent } from '../site/content.ts'
import { createIssueFeed } from '../site/issue-feed.ts'
import { renderJsonFeed } from '../site/json-feed.ts'
import { JSON_FEED_PATH } from '../site/paths.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return serveText(renderJsonFeed(createIssueFeed(content, JSON_FEED_PATH), content.settings.name), 'json-feed')
}
