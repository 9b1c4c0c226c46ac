import type { APIRoute } from 'astro'
import { findNewestPublished } from '../core/issue/open-issue.ts'
import { readSiteContent } from '../site/content.ts'
import { renderIssueText } from '../site/issue-mail.ts'
import { serveText } from '../site/serve-text.ts'

export const GET: APIRoute = async () => {
  const content = await readSiteContent()
  const newest = findNewestPublished(content.issues)
  const text = newest
    ? renderIssueText(newest, content)
    : `${content.settings.name}\n\nNothing has been published yet.\n`
  return serveText(text, 'plain')
}
