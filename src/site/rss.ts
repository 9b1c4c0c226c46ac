import type { Issue } from '../core/issue/issue.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import { createIssueView, type IssueView, type PickView, type SectionView, summarise } from './issue-view.ts'
import { FEED_PATH, issuePath } from './paths.ts'

const NEWEST = 20

/**
 * RSS 2.0 of the newest published issues, each whole; all addresses absolute. A GUID is made of the issue's key alone,
 * so that a move to another host shows no issue twice. The same content gives the same bytes: the dates are those of
 * the issues, not of the build.
 */
export function renderRss(settings: SiteSettings, issues: readonly Issue[]): string {
  const newest = issues.filter(({ status }) => status === 'published').slice(0, NEWEST)
  const changed = newest.flatMap(({ date, corrections }) => [date, ...corrections.map((correction) => correction.date)])
  const last = changed.sort().at(-1)
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escape(settings.name)}</title>
<link>${escape(`${settings.url}/`)}</link>
<atom:link href="${escape(settings.url + FEED_PATH)}" rel="self" type="application/rss+xml"/>
<description>${escape(settings.description)}</description>
<language>${escape(settings.language)}</language>
${last === undefined ? '' : `<lastBuildDate>${rssDate(last)}</lastBuildDate>\n`}<ttl>60</ttl>
${newest.map((issue) => renderIssue(issue, settings.url)).join('')}</channel>
</rss>
`
}

function renderIssue(issue: Issue, site: string): string {
  const view = createIssueView(issue)
  const page = site + issuePath(issue.key)
  return `<item>
<title>${escape(`${issue.number}: ${view.title}`)}</title>
<link>${escape(page)}</link>
<guid isPermaLink="false">urn:crowsnest:issue:${escape(issue.key)}</guid>
<pubDate>${rssDate(issue.date)}</pubDate>
${issue.editors.map((editor) => `<dc:creator>${escape(editor)}</dc:creator>\n`).join('')}<description>${escape(summarise(issue) ?? view.countText)}</description>
<content:encoded>${escape(absolute(renderContent(view), page, site))}</content:encoded>
</item>
`
}

function renderContent({ note, sections, corrections }: IssueView): string {
  const corrected = corrections.map(({ date, html }) => `<p>Correction of ${date}: ${html}</p>`).join('\n')
  return [note, ...sections.map(renderSection), corrected].filter(Boolean).join('\n')
}

function renderSection({ title, picks, prose }: SectionView): string {
  return [`<h2>${escape(title)}</h2>`, ...picks.map(renderPick), prose].filter(Boolean).join('\n')
}

function renderPick({ title, url, source, authors, facts, blurb, also, again }: PickView): string {
  const linked = url === undefined ? escape(title) : `<a href="${escape(url)}">${escape(title)}</a>`
  const others = also.map((other) => `<a href="${escape(other.url)}">${escape(other.source)}</a>`).join(', ')
  return [
    `<h3>${linked}</h3>`,
    `<p><small>${escape([source, authors, ...facts].filter(Boolean).join(' · '))}</small></p>`,
    blurb && `<p>${blurb}</p>`,
    others && `<p><small>Also covered by ${others}</small></p>`,
    again && `<p><small>Again, because ${escape(again)}</small></p>`,
  ]
    .filter(Boolean)
    .join('\n')
}

/** The renderer of short texts lets links to the page and the site through; a feed needs them whole. */
function absolute(html: string, page: string, site: string): string {
  return html.replaceAll('href="#', `href="${page}#`).replace(/href="\/(?!\/)/g, `href="${site}/`)
}

/** `Thu, 20 Aug 2026 00:00:00 GMT` */
const rssDate = (day: string) => new Date(`${day}T00:00:00Z`).toUTCString()

function escape(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- XML 1.0 has no way to write these
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
