import type { Issue } from '../core/issue/issue.ts'
import type { Item } from '../core/item/item.ts'
import type { CaseStudy } from '../core/post/case-study.ts'
import type { Post } from '../core/post/post.ts'
import { indexAdvisories } from './advisory-index.ts'
import { paginateCandidates } from './candidates.ts'
import { CATCH_UPS } from './catch-up.ts'
import type { SiteContent } from './site-content.ts'
import { type CalendarMonth, readCalendar } from './day-calendar.ts'
import { createDayViews, MOST_STORIES } from './day-view.ts'
import { surroundIssue } from './issue-pages.ts'
import { listKeps } from './kep-page.ts'
import { listKindPages } from './kind-page.ts'
import { listLenses } from './lens-page.ts'
import { listMinors } from './minor-page.ts'
import { newestOf } from './newest-of.ts'
import * as paths from './paths.ts'
import { listProjects } from './project-page.ts'
import { createRiver, paginateRiver } from './river.ts'
import { openRooms } from './rooms.ts'
import { listSigs } from './sig-list.ts'
import type { Place } from './sitemap.ts'
import type { TagShelf } from './tag-index.ts'
import { listTopics } from './topic-page.ts'

/** Every page that search engines may keep, with the moment of what is newest on it; never that of the build. */
export function listPlaces(content: SiteContent): Place[] {
  const { items, issues, posts, caseStudies } = content
  const published = issues.filter(({ status }) => status === 'published')
  const writing = [...posts, ...caseStudies].filter(({ status }) => status === 'published')
  const newestItem = newestOf(items.map(({ firstSeen }) => firstSeen))
  const newestIssue = newestOf(published.map(issueChange))
  const newestWriting = newestOf(writing.map(writingChange))
  const newestOfAll = newestOf([newestItem, newestIssue, newestWriting])
  const at = (path: string, changed?: string): Place => ({ path, changed })
  const rooms = openRooms(content)
  return [
    at('/', newestOfAll),
    ...listRiver(content, newestItem),
    at(paths.ISSUES_PATH, newestIssue),
    ...published.flatMap((issue) => listIssue(issue, content)),
    at(paths.ARCHIVE_PATH, newestOfAll),
    ...listCalendar(content),
    at(paths.CATCH_UP_PATH, newestIssue),
    ...CATCH_UPS.map(({ weeks }) => at(paths.catchUpPath(weeks), newestIssue)),
    at(paths.CORRECTIONS_PATH, newestOf(published.flatMap(({ corrections }) => corrections.map(({ date }) => date)))),
    ...listWriting(content, newestWriting),
    ...(rooms.topics ? [at(paths.TOPICS_PATH, newestItem)] : []),
    ...listTopics(content).map(({ topic, shelf }) => at(paths.topicPath(topic.id), shelfChange(shelf))),
    ...(rooms.sigs ? [at(paths.SIGS_PATH, newestItem)] : []),
    ...listSigs(content).map(({ id, shelf }) => at(paths.sigPath(id), shelfChange(shelf))),
    ...(rooms.keps ? [at(paths.KEPS_PATH, newestItem)] : []),
    ...listKeps(content).map(({ number, shelf }) => at(paths.kepPath(number), shelfChange(shelf))),
    ...(rooms.projects ? [at(paths.PROJECTS_PATH, newestItem)] : []),
    ...listProjects(content).map(({ project, shelf }) => at(paths.projectPath(project.id), shelfChange(shelf))),
    ...listAdvisories(content),
    ...(rooms.kinds ? [at(paths.KINDS_PATH, newestItem)] : []),
    ...listKindPages(content).map(({ kind, shelf }) => at(paths.kindPath(kind), shelfChange(shelf))),
    at(paths.SOURCES_PATH, newestItem),
    ...listSources(content),
    ...(rooms.releases ? [at(paths.RELEASES_PATH, newestItem)] : []),
    ...listMinors(content).map(({ release, shelf }) => at(paths.minorPath(release.minor), shelfChange(shelf))),
    ...(rooms.releases ? [at(paths.LENS_PATH, newestItem)] : []),
    ...listLenses(content).map(({ release, shelf }) => at(paths.lensPath(release.minor), shelfChange(shelf))),
    ...(rooms.events ? [at(paths.EVENTS_PATH)] : []),
    ...STANDING.filter((path) => rooms.flags || path !== paths.FLAGS_PATH).map((path) => at(path)),
  ]
}

const STANDING = [
  ...[paths.FEEDS_PATH, paths.SEARCH_PATH, paths.FLAGS_PATH, paths.ABOUT_PATH, paths.POLICY_PATH],
  ...[paths.PRIVACY_PATH, paths.SUBSCRIBE_PATH, paths.SUGGEST_PATH, paths.TAKEDOWN_PATH],
]

function listRiver({ items, latest, sourceNames, edits }: SiteContent, changed: string | undefined): Place[] {
  const pages = paginateRiver(createRiver(items, latest, sourceNames, edits))
  return pages.map((_, index) => ({ path: paths.riverPath(index + 1), changed }))
}

function listIssue(issue: Issue, content: SiteContent): Place[] {
  const { candidates, candidateCount } = surroundIssue(issue, content)
  const others = candidateCount === 0 ? [] : paginateCandidates(candidates)
  return [
    { path: paths.issuePath(issue.key), changed: issueChange(issue) },
    ...others.map((_, index) => ({ path: paths.candidatesPath(issue.key, index + 1), changed: issue.date })),
  ]
}

/** Years, months, days; a day of very many stories has several pages. */
function listCalendar(content: SiteContent): Place[] {
  return readCalendar(content).flatMap(({ year, months }) => {
    const ofMonths = months.map((month) => ({ month, days: listDays(month, content), changed: monthChange(month) }))
    return [
      { path: paths.yearPath(year), changed: newestOf(ofMonths.map(({ changed }) => changed)) },
      ...ofMonths.flatMap(({ month, days, changed }) => [{ path: paths.monthPath(month.month), changed }, ...days]),
    ]
  })
}

function listDays(month: CalendarMonth, content: SiteContent): Place[] {
  // Stories are counted only where there could be too many for a page.
  const isLarge = month.days.some(({ items }) => items.length > MOST_STORIES)
  const pagesOf = new Map(isLarge ? createDayViews(month, content).map(({ day, pages }) => [day, pages.length]) : [])
  return month.days.flatMap(({ day, items }) => {
    const changed = newestOf(items.map(({ firstSeen }) => firstSeen))
    return Array.from({ length: pagesOf.get(day) ?? 1 }, (_, at) => ({ path: paths.dayPagePath(day, at + 1), changed }))
  })
}

function listWriting(content: SiteContent, changed: string | undefined): Place[] {
  const posts = content.posts.filter(({ status }) => status === 'published')
  const studies = content.caseStudies.filter(({ status }) => status === 'published')
  const ofSeries = Map.groupBy(posts, ({ series }) => series?.id)
  const rooms = openRooms(content)
  const at = (isOpen: boolean, path: string): Place[] => (isOpen ? [{ path, changed }] : [])
  return [
    ...at(rooms.posts, paths.POSTS_PATH),
    ...posts.map((post) => ({ path: paths.postPath(post.slug), changed: writingChange(post) })),
    ...at(rooms.caseStudies, paths.CASE_STUDIES_PATH),
    ...studies.map((study) => ({ path: paths.caseStudyPath(study.slug), changed: writingChange(study) })),
    ...at(rooms.series, paths.SERIES_PATH),
    ...[...content.series.keys()]
      .filter((id) => ofSeries.has(id))
      .map((id) => ({ path: paths.seriesPath(id), changed: newestOf((ofSeries.get(id) ?? []).map(writingChange)) })),
    ...at(rooms.authors, paths.AUTHORS_PATH),
    ...[...content.people.keys()].map((id) => ({ path: paths.authorPath(id), changed: undefined })),
  ]
}

function listAdvisories(content: SiteContent): Place[] {
  const { advisories, cves } = indexAdvisories(content)
  const ofCves = [...cves.values()].map(({ cve, advisories, items, picks }) => ({
    path: paths.cvePath(cve),
    changed: newestOf([...[...advisories.map(({ item }) => item), ...items].map(itemChange), picks[0]?.issue.date]),
  }))
  const changed = newestOf(advisories.map(({ item }) => itemChange(item)))
  return openRooms(content).security ? [{ path: paths.SECURITY_PATH, changed }, ...ofCves] : []
}

const itemChange = ({ firstSeen }: Item) => firstSeen

/** The page of a source shows what it carried. */
function listSources({ sources, items }: SiteContent): Place[] {
  const changes = new Map<string, string>()
  for (const { firstSeen, sources: carriers } of items) {
    for (const { id } of carriers) if (firstSeen > (changes.get(id) ?? '')) changes.set(id, firstSeen)
  }
  return sources.map(({ id }) => ({ path: paths.sourcePath(id), changed: changes.get(id) }))
}

const issueChange = ({ date, corrections }: Issue) => newestOf([date, ...corrections.map((one) => one.date)])
const writingChange = ({ date, updated }: Post | CaseStudy) => updated ?? date
const shelfChange = ({ items, picks, writing }: TagShelf) =>
  newestOf([items[0]?.firstSeen, picks[0]?.issue.date, writing[0]?.date])

function monthChange({ days, issues, posts, caseStudies }: CalendarMonth): string | undefined {
  const ofItems = days.flatMap(({ items }) => items.map(({ firstSeen }: Item) => firstSeen))
  return newestOf([...ofItems, ...[...issues, ...posts, ...caseStudies].map(({ date }) => date)])
}
