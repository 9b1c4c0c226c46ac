import { renderMarkdown } from '../core/text/markdown.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import { itemMoment } from './line.ts'
import { sourceFeedPath, sourcePath } from './paths.ts'
import { absoluteLinks, renderRssChannel } from './rss-channel.ts'
import type { SourceView } from './source-view.ts'

const NEWEST = 30

/**
 * RSS 2.0 of what one source carried: its newest thirty items, each with its excerpt and a link to the original. A GUID
 * is made of the item's id alone; the dates are those of the items, never of the build.
 */
export function renderSourceFeed(settings: SiteSettings, { source, items }: SourceView): string {
  const newest = items.slice(0, NEWEST)
  return renderRssChannel({
    title: `${source.title} · ${settings.name}`,
    link: settings.url + sourcePath(source.id),
    self: settings.url + sourceFeedPath(source.id),
    description: `What ${source.title} published, as ${settings.name} keeps it: titles, links and excerpts.`,
    language: source.language,
    changed: newest[0] && itemMoment(newest[0]),
    items: newest.map((item) => ({
      title: item.title,
      link: item.url,
      guid: `urn:crowsnest:item:${item.id}`,
      moment: itemMoment(item),
      creators: item.authors.map(({ name }) => name),
      description: absoluteLinks(renderMarkdown(item.excerpt), item.url, new URL(item.url).origin),
      source: { title: source.title, url: source.url },
    })),
  })
}
