import { formatMoment } from '../core/text/moment.ts'

/** What a feed says of itself, and its items, in any format; addresses are absolute, texts are text. */
export interface RssChannel {
  /** For the formats that ask for one: never a link of its own, so that it stays when the site moves. */
  readonly id?: string
  readonly title: string
  /** The page that the feed is of. */
  readonly link: string
  /** Where the feed itself stands. */
  readonly self: string
  readonly description: string
  readonly language: string
  readonly items: readonly RssItem[]
  /** Moment of the last change, if there was any: never that of the build, so that the same content gives the same bytes. */
  readonly changed: string | undefined
}

export interface RssItem {
  readonly title: string
  readonly link: string
  /** Never a link: it stays when the site moves. */
  readonly guid: string
  readonly moment: string
  /** When it was last corrected, if it was. */
  readonly updated?: string | undefined
  readonly creators: readonly string[]
  /** A summary, as HTML. */
  readonly description: string
  /** The whole, as HTML. */
  readonly content?: string
  /** The feed that it comes from. */
  readonly source?: { readonly title: string; readonly url: string }
}

/** RSS 2.0. */
export function renderRssChannel(channel: RssChannel): string {
  const { title, link, self, description, language, changed, items } = channel
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escapeXml(title)}</title>
<link>${escapeXml(link)}</link>
<atom:link href="${escapeXml(self)}" rel="self" type="application/rss+xml"/>
<description>${escapeXml(description)}</description>
<language>${escapeXml(language)}</language>
${changed === undefined ? '' : `<lastBuildDate>${rssDate(changed)}</lastBuildDate>\n`}<ttl>60</ttl>
${items.map(renderItem).join('')}</channel>
</rss>
`
}

function renderItem({ title, link, guid, moment, updated, creators, description, content, source }: RssItem): string {
  const lines = [
    `<title>${escapeXml(title)}</title>`,
    `<link>${escapeXml(link)}</link>`,
    `<guid isPermaLink="false">${escapeXml(guid)}</guid>`,
    `<pubDate>${rssDate(moment)}</pubDate>`,
    updated && `<atom:updated>${formatMoment(updated)}</atom:updated>`,
    ...creators.map((creator) => `<dc:creator>${escapeXml(creator)}</dc:creator>`),
    description && `<description>${escapeXml(description)}</description>`,
    content && `<content:encoded>${escapeXml(content)}</content:encoded>`,
    source && `<source url="${escapeXml(source.url)}">${escapeXml(source.title)}</source>`,
  ]
  return `<item>\n${lines.filter(Boolean).join('\n')}\n</item>\n`
}

/** A link or a picture whose address has no scheme, up to the address; a value in quotes may hold a `>`. */
const RELATIVE = /(<(?:a|img)\b(?:[^>"]|"[^"]*")*?\s(?:href|src)=")(?![a-z][a-z\d+.-]*:)([^"]*)"/gi

/**
 * The renderer of short texts lets links to a place on the page and on its site through; a feed needs them whole.
 *
 * @param page the address that they are relative to
 * @param site the address of the site's root, which may have a path, without the slash at its end
 */
export function absoluteLinks(html: string, page: string, site: string): string {
  return html.replace(RELATIVE, (_, start: string, escaped: string) => {
    const href = escaped.replace(/&(?:amp|#x26);/gi, '&')
    const own = href.startsWith('/') && !href.startsWith('//') ? site + href : href
    return `${start}${escapeXml(URL.parse(own, page)?.href ?? page)}"`
  })
}

/** `Thu, 20 Aug 2026 00:00:00 GMT` (RFC 822, as RSS 2.0 asks) */
const rssDate = (moment: string) => new Date(moment).toUTCString()

/** Text without the characters that XML 1.0 has no way to write; other formats leave them out too, to say the same. */
export function dropUnwritable(text: string): string {
  // eslint-disable-next-line no-control-regex -- they are what this is about
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
}

/** Text as it may stand in an element or an attribute of XML, and of HTML. */
export function escapeXml(text: string): string {
  return dropUnwritable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
