import { formatDay } from '../core/text/moment.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import { createFeedItem, FEED_ITEMS, renderItemFeed } from './item-feed.ts'
import { sourceFeedPath, sourcePath } from './paths.ts'
import type { SourceView } from './source-view.ts'

/**
 * RSS 2.0 of what one source carried: its newest thirty items, each with its excerpt and a link to the original. A GUID
 * is made of the item's id alone: what a source carried stands for itself and is not folded. The feed of a source that
 * is retired stays, and says so.
 */
export function renderSourceFeed(settings: SiteSettings, { source, items }: SourceView): string {
  const { id, title, url, language, retired } = source
  const ended = retired
    ? ` Nothing new comes: it has not been followed since ${formatDay(retired.since, { weekday: false })}.`
    : ''
  const feed = {
    title,
    description: `What ${title} published, as ${settings.name} keeps it: titles, links and excerpts.${ended}`,
    page: sourcePath(id),
    self: sourceFeedPath(id),
    language,
  }
  const newest = items.slice(0, FEED_ITEMS)
  return renderItemFeed(
    settings,
    feed,
    newest.map((item) => ({ ...createFeedItem(item, settings), source: { title, url } })),
  )
}
