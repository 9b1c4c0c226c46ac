import type { APIRoute } from 'astro'
import { renderAtomFeed } from '../site/atom-feed.ts'
import { readSiteContent } from '../site/content.ts'
import { ATOM_TYPE } from '../site/head-feeds.ts'
import { createIssueFeed } from '../site/issue-feed.ts'
import { ATOM_PATH } from '../site/paths.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  return new Response(renderAtomFeed(createIssueFeed(content, ATOM_PATH), content.settings.name), {
    headers: { 'content-type': `${ATOM_TYPE}; charset=utf-8` },
  })
}
