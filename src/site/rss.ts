import type { Issue } from '../core/issue/issue.ts'
import { formatDay } from '../core/text/moment.ts'
import type { SiteSettings } from '../core/text/site-settings.ts'
import {
  type CorrectionView,
  createIssueView,
  type IssueView,
  type PickView,
  type SectionView,
  summarise,
} from './issue-view.ts'
import { FEED_PATH, issuePath } from './paths.ts'
import { absoluteLinks, escapeXml, renderRssChannel, type RssItem } from './rss-channel.ts'

const NEWEST = 20

/**
 * RSS 2.0 of the newest published issues, each whole; all addresses absolute. A GUID is made of the issue's key alone,
 * so that a move to another host shows no issue twice. The same content gives the same bytes: the dates are those of
 * the issues, not of the build.
 */
export function renderRss(settings: SiteSettings, issues: readonly Issue[]): string {
  const newest = issues.filter(({ status }) => status === 'published').slice(0, NEWEST)
  const changed = newest.flatMap(({ date, corrections }) => [date, ...corrections.map((correction) => correction.date)])
  return renderRssChannel({
    title: settings.name,
    link: `${settings.url}/`,
    self: settings.url + FEED_PATH,
    description: settings.description,
    language: settings.language,
    changed: changed.sort().at(-1),
    items: newest.map((issue) => createRssItem(issue, settings.url)),
  })
}

function createRssItem(issue: Issue, site: string): RssItem {
  const view = createIssueView(issue)
  const page = site + issuePath(issue.key)
  return {
    title: `${issue.number}: ${view.title}`,
    link: page,
    guid: `urn:crowsnest:issue:${issue.key}`,
    moment: issue.date,
    updated: issue.corrections
      .map(({ date }) => date)
      .sort()
      .at(-1),
    creators: issue.editors,
    description: summarise(issue) ?? view.countText,
    content: absoluteLinks(renderContent(view), page, site),
  }
}

function renderContent({ note, sections, corrections }: IssueView): string {
  const list = corrections.map(renderCorrection).join('\n')
  const corrected = list === '' ? '' : `<h2>Corrections</h2>\n<ul>\n${list}\n</ul>`
  return [note, ...sections.map(renderSection), corrected].filter(Boolean).join('\n')
}

function renderCorrection({ date, about, html }: CorrectionView): string {
  const what = about === undefined ? '' : `, to <a href="${escapeXml(about.href)}">${escapeXml(about.text)}</a>`
  return `<li>${formatDay(date, { weekday: false })}${what}: ${html}</li>`
}

function renderSection({ title, picks, prose }: SectionView): string {
  return [`<h2>${escapeXml(title)}</h2>`, prose, ...picks.map(renderPick)].filter(Boolean).join('\n')
}

function renderPick({ title, url, source, authors, facts, blurb, also, again, corrections }: PickView): string {
  const linked = url === undefined ? escapeXml(title) : `<a href="${escapeXml(url)}">${escapeXml(title)}</a>`
  const others = also.map((other) => `<a href="${escapeXml(other.url)}">${escapeXml(other.source)}</a>`).join(', ')
  return [
    `<h3>${linked}</h3>`,
    `<p><small>${escapeXml([source, authors, ...facts].filter(Boolean).join(' · '))}</small></p>`,
    blurb && `<p>${blurb}</p>`,
    others && `<p><small>Also covered by ${others}</small></p>`,
    again && `<p><small>Again, because ${escapeXml(again)}</small></p>`,
    ...corrections.map(
      ({ date, html }) => `<p><small>Corrected on ${formatDay(date, { weekday: false })}: ${html}</small></p>`,
    ),
  ]
    .filter(Boolean)
    .join('\n')
}
