import type { Issue } from '../core/issue/issue.ts'
import type { Person } from '../core/issue/person.ts'
import { formatDay } from '../core/text/moment.ts'
import { type SiteSettings, urnOf } from '../core/text/site-settings.ts'
import {
  type CorrectionView,
  createIssueView,
  type IssueView,
  type PickView,
  type SectionView,
  summarise,
} from './issue-view.ts'
import { newestOf } from './newest-of.ts'
import { issuePath } from './paths.ts'
import { absoluteLinks, escapeXml, type RssChannel, type RssItem } from './rss-channel.ts'

const NEWEST = 20

/** What the feeds of the issues are made of. */
export interface IssueShelf {
  readonly settings: SiteSettings
  readonly issues: readonly Issue[]
  readonly people: ReadonlyMap<string, Person>
}

/**
 * The newest published issues, each whole; all addresses absolute. An id is made of the issue's key alone, so that a
 * move to another host shows no issue twice. The same content gives the same feed: the dates are those of the issues,
 * not of the build.
 *
 * @param self path of the feed's file
 */
export function createIssueFeed(shelf: IssueShelf, self: string): RssChannel {
  return createChannel(shelf, { name: 'issues', title: shelf.settings.name, self, render: renderContent })
}

/** The same issues as lists of titles, for who wants no more than the links. */
export function createHeadlinesFeed(shelf: IssueShelf, self: string): RssChannel {
  return createChannel(shelf, {
    ...{ name: 'headlines', title: `${shelf.settings.name}: headlines`, self },
    render: ({ sections }) => sections.map(renderHeadlines).filter(Boolean).join('\n'),
  })
}

interface Edition {
  readonly name: 'issues' | 'headlines'
  readonly title: string
  readonly self: string
  readonly render: (view: IssueView) => string
}

function createChannel(shelf: IssueShelf, edition: Edition): RssChannel {
  const { settings } = shelf
  const newest = shelf.issues.filter(({ status }) => status === 'published').slice(0, NEWEST)
  const changed = newest.flatMap(({ date, corrections }) => [date, ...corrections.map((correction) => correction.date)])
  return {
    id: `${urnOf(settings)}:feed:${edition.name}`,
    title: edition.title,
    link: `${settings.url}/`,
    self: settings.url + edition.self,
    description: settings.description,
    language: settings.language,
    changed: newestOf(changed),
    items: newest.map((issue) => createEntry(issue, shelf, edition)),
  }
}

function createEntry(issue: Issue, { settings, people }: IssueShelf, { name, render }: Edition): RssItem {
  const view = createIssueView(issue)
  const page = settings.url + issuePath(issue.key)
  return {
    title: `${issue.number}: ${view.title}`,
    link: page,
    guid: `${urnOf(settings)}:${name === 'issues' ? 'issue' : name}:${issue.key}`,
    moment: issue.date,
    updated: newestOf(issue.corrections.map(({ date }) => date)),
    creators: issue.editors.map((id) => people.get(id)?.name ?? id),
    description: escapeXml(summarise(issue) ?? view.countText),
    content: absoluteLinks(render(view), page, settings.url),
  }
}

/** The titles of a section, each with where it leads; words that are no link are left to the whole issue. */
function renderHeadlines({ title, picks }: SectionView): string {
  if (picks.length === 0) return ''
  const lines = picks.map((pick) => `<li>${renderTitle(pick)} <small>${escapeXml(pick.source)}</small></li>`)
  return `<h2>${escapeXml(title)}</h2>\n<ul>\n${lines.join('\n')}\n</ul>`
}

function renderTitle({ title, url }: PickView): string {
  return url === undefined ? escapeXml(title) : `<a href="${escapeXml(url)}">${escapeXml(title)}</a>`
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

function renderPick(pick: PickView): string {
  const { source, authors, facts, blurb, also, cves, again, corrections } = pick
  const about = [
    ...[source, authors, ...facts].filter(Boolean).map(escapeXml),
    ...cves.map(({ text, href }) => `<a href="${escapeXml(href)}">${escapeXml(text)}</a>`),
  ]
  const others = also.map((other) => `<a href="${escapeXml(other.url)}">${escapeXml(other.source)}</a>`).join(', ')
  return [
    `<h3>${renderTitle(pick)}</h3>`,
    `<p><small>${about.join(' · ')}</small></p>`,
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
