import type { Item } from '../core/item/item.ts'
import { homeCarrier, type Sources } from '../core/story/carriers.ts'
import type { Story } from '../core/story/story.ts'
import { compareText } from '../core/text/compare-text.ts'
import { renderInline, renderMarkdown } from '../core/text/markdown.ts'
import { type SiteSettings, urnOf } from '../core/text/site-settings.ts'
import { itemMoment } from './line.ts'
import { newestOf } from './newest-of.ts'
import { issuePath, pickPath } from './paths.ts'
import { absoluteLinks, escapeXml, renderRssChannel, type RssItem } from './rss-channel.ts'
import type { PlacedPick } from './placed-pick.ts'

/** What a feed of links says of itself; paths are from the site's root. */
export interface ItemFeed {
  readonly title: string
  readonly description: string
  /** The page that it is of, and where it stands itself. */
  readonly page: string
  readonly self: string
  /** That of the site, where it is no other. */
  readonly language?: string
}

/** How many stories a feed has, of the newest. */
export const FEED_ITEMS = 30

/** RSS 2.0 of links to elsewhere; the dates are those of what is linked to, never of the build. */
export function renderItemFeed(settings: SiteSettings, feed: ItemFeed, items: readonly RssItem[]): string {
  return renderRssChannel({
    title: `${feed.title} · ${settings.name}`,
    link: settings.url + feed.page,
    self: settings.url + feed.self,
    description: feed.description,
    language: feed.language ?? settings.language,
    changed: newestOf(items.map(({ moment }) => moment)),
    items,
  })
}

type Named = Pick<SiteSettings, 'id' | 'name'>

/** An item as a feed tells it: a link to the original, under an id of ours. */
export function createFeedItem(item: Item, settings: Named): RssItem {
  return {
    title: item.title,
    link: item.url,
    guid: itemGuid(item, settings),
    moment: itemMoment(item),
    creators: item.authors.map(({ name }) => name),
    description: renderExcerpt(item),
  }
}

/**
 * A story as a feed tells it: by its lead, and under the id of the item that was here first, so that a source that tells
 * it later, even the original, makes nobody read it twice. What was picked says so, in the editor's words.
 */
export function createFeedStory(story: Story, { settings, sources, picked }: FeedContext): RssItem {
  const { lead } = story
  const [first = lead] = [...story.items].sort(
    (one, other) => compareText(one.firstSeen, other.firstSeen) || compareText(one.id, other.id),
  )
  const carrier = homeCarrier(lead, sources)
  const source = carrier && sources.get(carrier.id)
  const pick = story.items.map(({ id }) => picked.get(id)).find((each) => each !== undefined)
  const told = createFeedItem(lead, settings)
  return {
    ...told,
    guid: itemGuid(first, settings),
    description: [pick && renderPick(pick, settings), told.description].filter(Boolean).join('\n'),
    ...(source && { source: { title: source.title, url: source.url } }),
  }
}

export interface FeedContext {
  readonly settings: SiteSettings
  readonly sources: Sources
  /** Picks by the id of their item. */
  readonly picked: ReadonlyMap<string, PlacedPick>
}

const itemGuid = ({ id }: Item, settings: Named) => `${urnOf(settings)}:item:${id}`

function renderPick({ pick, issue }: PlacedPick, { url }: SiteSettings): string {
  const page = url + issuePath(issue.key)
  const place = `<a href="${escapeXml(url + pickPath(issue.key, pick.id))}">no. ${issue.number}</a>`
  const blurb = pick.blurb === '' ? '' : `: ${absoluteLinks(renderInline(pick.blurb), page, url)}`
  return `<p><strong>Picked in ${place}</strong>${blurb}</p>`
}

const rendered = new WeakMap<Item, string>()

/** Several feeds have the same item. */
function renderExcerpt(item: Item): string {
  const known = rendered.get(item)
  if (known !== undefined) return known
  const html = absoluteLinks(renderMarkdown(item.excerpt), item.url, new URL(item.url).origin)
  rendered.set(item, html)
  return html
}
