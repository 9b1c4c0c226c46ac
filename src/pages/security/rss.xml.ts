import type { APIRoute } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { renderSecurityFeed } from '../../site/security-feed.ts'
import { serveText } from '../../site/serve-text.ts'

export const GET: APIRoute = async () => serveText(renderSecurityFeed(await readSiteContent()), 'rss')
