import { formatMoment } from '../core/text/moment.ts'
import { escapeXml, type RssChannel, type RssItem } from './rss-channel.ts'

/** What a feed without entries says that it was changed: Atom asks for a moment, and that of the build would not stay. */
const NEVER = '1970-01-01T00:00:00Z'

/**
 * The same feed as Atom 1.0 (RFC 4287). Its ids are the GUIDs of the RSS.
 *
 * @param author who answers for the feed as a whole; an entry may name others
 */
export function renderAtomFeed(channel: RssChannel, author: string): string {
  const { id, title, link, self, description, language, changed, items } = channel
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(language)}">
<id>${escapeXml(id ?? self)}</id>
<title>${escapeXml(title)}</title>
${description && `<subtitle>${escapeXml(description)}</subtitle>\n`}<updated>${formatMoment(changed ?? NEVER)}</updated>
<author>${renderName(author)}</author>
<link rel="alternate" type="text/html" href="${escapeXml(link)}"/>
<link rel="self" type="application/atom+xml" href="${escapeXml(self)}"/>
${items.map(renderEntry).join('')}</feed>
`
}

function renderEntry({ title, link, guid, moment, updated, creators, description, content }: RssItem): string {
  const lines = [
    `<id>${escapeXml(guid)}</id>`,
    `<title>${escapeXml(title)}</title>`,
    `<link rel="alternate" href="${escapeXml(link)}"/>`,
    `<published>${formatMoment(moment)}</published>`,
    `<updated>${formatMoment(updated ?? moment)}</updated>`,
    ...creators.map((creator) => `<author>${renderName(creator)}</author>`),
    description && `<summary type="html">${escapeXml(description)}</summary>`,
    content && `<content type="html">${escapeXml(content)}</content>`,
  ]
  return `<entry>\n${lines.filter(Boolean).join('\n')}\n</entry>\n`
}

const renderName = (name: string) => `<name>${escapeXml(name)}</name>`
