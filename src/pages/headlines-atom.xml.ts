import type { APIRoute } from 'astro'
import { renderAtomFeed } from '../site/atom-feed.ts'
import { readSiteContent } from '../site/content.ts'
import { createHeadlinesFeed } from '../site/issue-feed.ts'
import { HEADLINES_ATOM_PATH } from '../site/paths.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return serveText(renderAtomFeed(createHeadlinesFeed(content, HEADLINES_ATOM_PATH), content.settings.name), 'atom')
}
