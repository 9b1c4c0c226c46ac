import { slugOf } from '../core/text/slug.ts'
import { type SiteSettings, subjectOf } from '../core/text/site-settings.ts'

/** Addresses of the site's own pages and files, from its root. */
export const RIVER_PATH = '/river/'
export const SOURCES_PATH = '/sources/'
export const ISSUES_PATH = '/issues/'
export const ARCHIVE_PATH = '/archive/'
export const POSTS_PATH = '/posts/'
export const SERIES_PATH = '/series/'
export const CASE_STUDIES_PATH = '/case-studies/'
export const AUTHORS_PATH = '/authors/'
export const TOPICS_PATH = '/topics/'
export const SIGS_PATH = '/sigs/'
export const KINDS_PATH = '/kinds/'
export const RELEASES_PATH = '/releases/'
export const EVENTS_PATH = '/events/'
export const LENS_PATH = '/v/'
export const SECURITY_PATH = '/security/'
export const KEPS_PATH = '/keps/'
export const PROJECTS_PATH = '/projects/'
export const CATCH_UP_PATH = '/catch-up/'
export const SEARCH_PATH = '/search/'
export const FEEDS_PATH = '/feeds/'
export const FLAGS_PATH = '/flags/'
/** Standing pages. */
export const ABOUT_PATH = '/about/'
export const POLICY_PATH = '/editorial-policy/'
export const PRIVACY_PATH = '/privacy/'
export const SUBSCRIBE_PATH = '/subscribe/'
export const SUGGEST_PATH = '/suggest/'
export const CORRECTIONS_PATH = '/corrections/'
export const TAKEDOWN_PATH = '/takedown/'
/** Leads to the newest issue; `#security` to its section. */
export const LATEST_PATH = '/latest/'

/** Feeds of the issues: whole, and titles alone. */
export const FEED_PATH = '/rss.xml'
export const ATOM_PATH = '/atom.xml'
export const JSON_FEED_PATH = '/feed.json'
export const HEADLINES_FEED_PATH = '/headlines.xml'
export const HEADLINES_ATOM_PATH = '/headlines-atom.xml'
export const HEADLINES_JSON_PATH = '/headlines.json'
export const POSTS_FEED_PATH = '/posts/rss.xml'
export const OPML_PATH = '/sources.opml'
/** All that has a day, as a calendar. */
export const CALENDAR_PATH = '/calendar.ics'
export const RELEASES_CALENDAR_PATH = '/releases.ics'
export const EVENTS_CALENDAR_PATH = '/events.ics'
export const END_OF_LIFE_CALENDAR_PATH = '/end-of-life.ics'
export const CFPS_CALENDAR_PATH = '/cfps.ics'

/**
 * Every address of that calendar: the one that is named, and the one by which it was followed before, named after what it
 * is about, `/kubernetes.ics`, unless another calendar is there.
 */
export function calendarPaths(settings: Pick<SiteSettings, 'subject'>): string[] {
  const old = `/${slugOf(subjectOf(settings))}.ics`
  const taken = [
    ...['/.ics', CALENDAR_PATH, RELEASES_CALENDAR_PATH, EVENTS_CALENDAR_PATH],
    ...[END_OF_LIFE_CALENDAR_PATH, CFPS_CALENDAR_PATH],
  ]
  return taken.includes(old) ? [CALENDAR_PATH] : [CALENDAR_PATH, old]
}

export const LATEST_TEXT_PATH = '/latest.txt'
export const SITEMAP_PATH = '/sitemap.xml'
/** A part of the map, where one file cannot hold it. */
export const sitemapPath = (part: number): string => `/sitemap/${part}.xml`
export const SECURITY_TEXT_PATH = '/.well-known/security.txt'

export const issuePath = (key: string): string => `${ISSUES_PATH}${key}/`
export const candidatesPath = (key: string, page = 1): string =>
  `/issues/${key}/candidates/${page === 1 ? '' : `${page}/`}`
/** The place of a pick on the page of its issue. */
export const pickPath = (key: string, id: string): string => `${issuePath(key)}#${id}`
/** An issue as its mail shows it, and as plain text. */
export const issueMailPath = (key: string): string => `${issuePath(key)}mail/`
export const issueTextPath = (key: string): string => `${ISSUES_PATH}${key}.txt`
/** The picture that shows a page without one of its own. */
export const CARD_PATH = '/card.png'
/** The picture that shows an issue where its link is shared. */
export const issueCardPath = (key: string): string => `${issuePath(key)}card.png`
export const riverPath = (page: number): string => (page === 1 ? RIVER_PATH : `${RIVER_PATH}${page}/`)
export const sourcePath = (id: string): string => `${SOURCES_PATH}${id}/`
export const sourceFeedPath = (id: string): string => `${sourcePath(id)}rss.xml`
export const topicPath = (id: string): string => `${TOPICS_PATH}${id}/`
export const topicFeedPath = (id: string): string => `${topicPath(id)}rss.xml`
export const sigPath = (id: string): string => `${SIGS_PATH}${id}/`
export const sigFeedPath = (id: string): string => `${sigPath(id)}rss.xml`
/** A minor of Kubernetes, and what comes out about it. */
export const minorPath = (minor: string): string => `${RELEASES_PATH}${minor}/`
export const minorFeedPath = (minor: string): string => `${minorPath(minor)}rss.xml`
/** The version lens: what concerns whoever runs a minor. */
export const lensPath = (minor: string): string => `${LENS_PATH}${minor}/`
export const SECURITY_FEED_PATH = '/security/rss.xml'
export const cvePath = (cve: string): string => `${SECURITY_PATH}${cve}/`
export const kepPath = (number: string): string => `${KEPS_PATH}${number}/`
export const kepFeedPath = (number: string): string => `${kepPath(number)}rss.xml`
export const projectPath = (id: string): string => `${PROJECTS_PATH}${id}/`
export const projectFeedPath = (id: string): string => `${projectPath(id)}rss.xml`
export const kindPath = (kind: string): string => `${KINDS_PATH}${kind}/`
export const kindFeedPath = (kind: string): string => `${kindPath(kind)}rss.xml`
export const postPath = (slug: string): string => `${POSTS_PATH}${slug}/`
export const postCardPath = (slug: string): string => `${postPath(slug)}card.png`
export const seriesPath = (id: string): string => `${SERIES_PATH}${id}/`
export const caseStudyPath = (slug: string): string => `${CASE_STUDIES_PATH}${slug}/`
export const caseStudyCardPath = (slug: string): string => `${caseStudyPath(slug)}card.png`
export const authorPath = (id: string): string => `${AUTHORS_PATH}${id}/`
export const authorFeedPath = (id: string): string => `${authorPath(id)}rss.xml`
export const catchUpPath = (weeks: number): string => `${CATCH_UP_PATH}${weeks}/`
/** `/2026/08/20/`, of a UTC day. */
export const dayPath = (day: string): string => `/${day.replaceAll('-', '/')}/`
/** The permalink of an item: its place on the page of its day. */
export const itemPath = (day: string, id: string): string => `${dayPath(day)}#${id}`
/** `/2026/08/`, of a month like `2026-08`. */
export const monthPath = (month: string): string => dayPath(month)
export const yearPath = (year: string): string => dayPath(year)
/** A day of very many items has several pages; permalinks lead to the first, which leads on. */
export const dayPagePath = (day: string, page: number): string => `${dayPath(day)}${page === 1 ? '' : `${page}/`}`
/** The style of mails that stand on the site. */
export const MAIL_STYLE_PATH = '/mail.css'
