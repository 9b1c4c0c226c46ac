import type { APIRoute } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { renderPostsFeed } from '../../site/long-form-feed.ts'
import { serveText } from '../../site/serve-text.ts'

export const GET: APIRoute = async () => serveText(renderPostsFeed(await readSiteContent()), 'rss')
