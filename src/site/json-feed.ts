import { formatMoment } from '../core/text/moment.ts'
import { htmlToText } from '../core/text/plain-text.ts'
import { dropUnwritable, type RssChannel, type RssItem } from './rss-channel.ts'

/**
 * The same feed as JSON Feed 1.1 (jsonfeed.org/version/1.1). Its ids are the GUIDs of the RSS.
 *
 * @param author who answers for the feed as a whole; an item may name others
 */
export function renderJsonFeed(channel: RssChannel, author: string): string {
  const { title, link, self, description, language, items } = channel
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: link,
    feed_url: self,
    description: description || undefined,
    authors: [{ name: author, url: link }],
    language,
    items: items.map(createItem),
  }
  const write = (_: string, value: unknown) => (typeof value === 'string' ? dropUnwritable(value) : value)
  return `${JSON.stringify(feed, write, 1)}\n`
}

/** An item must have content; one of a feed of headlines has its summary alone. */
function createItem({ title, link, guid, moment, updated, creators, description, content }: RssItem) {
  return {
    id: guid,
    url: link,
    title,
    content_html: content ?? description,
    summary: content === undefined || description === '' ? undefined : htmlToText(description),
    date_published: formatMoment(moment),
    date_modified: updated && formatMoment(updated),
    authors: creators.length > 0 ? creators.map((name) => ({ name })) : undefined,
  }
}
