import { compareNames, compareText } from '../core/text/compare-text.ts'
import { subjectOf } from '../core/text/site-settings.ts'
import type { SiteContent } from './site-content.ts'
import type { FlagId } from './flags.ts'
import { arrangeKeps, kepName, listKeps } from './kep-page.ts'
import { listKindPages } from './kind-page.ts'
import { listMinors } from './minor-page.ts'
import * as paths from './paths.ts'
import { listProjects } from './project-page.ts'
import { openRooms, type Rooms } from './rooms.ts'
import { listSigs } from './sig-list.ts'
import { listTopics } from './topic-page.ts'

/** A file that a program can follow, as the page of feeds tells it. */
export interface FeedLine {
  readonly title: string
  /** The page that shows the same to people, where there is one. */
  readonly page?: string
  readonly path: string
  readonly flag?: FlagId
}

export interface FeedGroup {
  readonly id: string
  readonly title: string
  /** What the feeds of the group hold. */
  readonly text: string
  readonly feeds: readonly FeedLine[]
}

/** Of the projects, the others are too many for a list of feeds; of the proposals, all but the newest are. */
const FOLLOWED_MATURITIES: ReadonlySet<string> = new Set(['graduated', 'incubating'])
const NEWEST_KEPS = 24
const NEWEST_MINORS = 12

/** `of headlines alone, of topics and of groups`: what there are feeds of beside that of the issues. */
export function describeFeeds({ topics, sigs, kinds, posts }: Rooms): string {
  const parts = [
    'of headlines alone',
    ...(posts ? ['of posts'] : []),
    ...(topics ? ['of topics'] : []),
    ...(sigs ? ['of groups'] : []),
    ...(kinds ? ['of kinds of links'] : []),
  ]
  return new Intl.ListFormat('en-GB').format(parts)
}

/** Every feed, calendar and list of the site, in groups; those of sources, and of lesser projects and proposals, stand on their own pages. */
export function listFeeds(content: SiteContent): FeedGroup[] {
  const { people, settings } = content
  const rooms = openRooms(content)
  const subject = subjectOf(settings)
  const groups: FeedGroup[] = [
    {
      id: 'issues',
      title: 'Issues, whole',
      text: 'Once a week the whole issue: the editor’s note, every pick with its blurb, and corrections as they come. The formats say the same; if you do not know which, take RSS.',
      feeds: [
        { title: 'RSS 2.0', path: paths.FEED_PATH },
        { title: 'Atom 1.0', path: paths.ATOM_PATH },
        { title: 'JSON Feed 1.1', path: paths.JSON_FEED_PATH },
        { title: 'Plain text, the newest', page: paths.LATEST_PATH, path: paths.LATEST_TEXT_PATH },
      ],
    },
    {
      id: 'headlines',
      title: 'Issues, headlines alone',
      text: 'Once a week the titles of the picks with their links, and nothing else.',
      feeds: [
        { title: 'RSS 2.0', path: paths.HEADLINES_FEED_PATH },
        { title: 'Atom 1.0', path: paths.HEADLINES_ATOM_PATH },
        { title: 'JSON Feed 1.1', path: paths.HEADLINES_JSON_PATH },
      ],
    },
    {
      id: 'posts',
      title: 'Posts and case studies',
      text: `What was written for ${settings.name} itself, at full length, as RSS.`,
      feeds: rooms.posts ? [{ title: 'Everything', page: paths.POSTS_PATH, path: paths.POSTS_FEED_PATH }] : [],
    },
    {
      id: 'calendars',
      title: 'Calendars',
      text: rooms.releases
        ? `Releases of ${subject}, ends of support, conferences and when their calls for talks close: subscribe, and a date that moves will move in your calendar.`
        : 'Conferences and when their calls for talks close: subscribe, and a date that moves will move in your calendar.',
      feeds: [
        { title: 'Everything', path: paths.CALENDAR_PATH, isOpen: rooms.calendar },
        { title: 'Releases', page: paths.RELEASES_PATH, path: paths.RELEASES_CALENDAR_PATH, isOpen: rooms.releases },
        {
          title: 'Ends of life',
          page: paths.RELEASES_PATH,
          path: paths.END_OF_LIFE_CALENDAR_PATH,
          isOpen: rooms.releases,
        },
        { title: 'Events', page: paths.EVENTS_PATH, path: paths.EVENTS_CALENDAR_PATH, isOpen: rooms.events },
        { title: 'Calls for talks', page: paths.EVENTS_PATH, path: paths.CFPS_CALENDAR_PATH, isOpen: rooms.events },
      ].filter(({ isOpen }) => isOpen),
    },
    {
      id: 'sources',
      title: 'Sources',
      text: `All the feeds that we read, as one OPML file that a feed reader imports, in folders by kind. Each source also has a feed of what ${settings.name} keeps of it, on its own page.`,
      feeds: [{ title: 'The list', page: paths.SOURCES_PATH, path: paths.OPML_PATH }],
    },
    {
      id: 'security',
      title: 'Security',
      text: 'Advisories with what they state: how bad a flaw is, which versions have it, and which mend it.',
      feeds: rooms.security ? [{ title: 'Everything', page: paths.SECURITY_PATH, path: paths.SECURITY_FEED_PATH }] : [],
    },
    {
      id: 'kinds',
      title: 'By kind',
      text: 'Everything of one kind that our sources publish, uncurated, with what was picked marked.',
      feeds: listKindPages(content).map(({ kind, title, flag }) => ({
        ...{ title, flag, page: paths.kindPath(kind), path: paths.kindFeedPath(kind) },
      })),
    },
    {
      id: 'topics',
      title: 'By topic',
      text: 'The same by what it is about.',
      feeds: listTopics(content).map(({ topic: { id, title } }) => ({
        ...{ title, page: paths.topicPath(id), path: paths.topicFeedPath(id) },
      })),
    },
    {
      id: 'sigs',
      title: `By group of ${subject}`,
      text: 'The same by the special interest group, working group or committee whose work it is.',
      feeds: listSigs(content).map(({ id, title }) => ({
        ...{ title, page: paths.sigPath(id), path: paths.sigFeedPath(id) },
      })),
    },
    {
      id: 'projects',
      title: 'By project',
      text: 'The same by graduated and incubating project of the CNCF; one in the sandbox has its feed on its own page.',
      feeds: (rooms.projects ? listProjects(content) : [])
        .filter(({ project }) => FOLLOWED_MATURITIES.has(project.maturity))
        .map(({ project: { id, name } }) => ({
          ...{ title: name, page: paths.projectPath(id), path: paths.projectFeedPath(id) },
        })),
    },
    {
      id: 'keps',
      title: 'By enhancement proposal',
      text: 'The same by the proposals that were named last; every other has its feed on its own page.',
      feeds: arrangeKeps(listKeps(content))
        .newest.slice(0, NEWEST_KEPS)
        .map((page) => ({
          ...{ title: kepName(page), page: paths.kepPath(page.number), path: paths.kepFeedPath(page.number) },
        })),
    },
    {
      id: 'minors',
      title: `By version of ${subject}`,
      text: 'The same by the minor that it speaks of; every older one has its feed on its own page.',
      feeds: listMinors(content)
        .slice(0, NEWEST_MINORS)
        .map(({ release: { minor } }) => ({
          ...{ title: minor, page: paths.minorPath(minor), path: paths.minorFeedPath(minor) },
        })),
    },
    {
      id: 'authors',
      title: 'By author',
      text: 'What one person wrote or brought here.',
      feeds: [...people.values()]
        .sort((one, other) => compareNames(one.name, other.name) || compareText(one.id, other.id))
        .map(({ id, name }) => ({ title: name, page: paths.authorPath(id), path: paths.authorFeedPath(id) })),
    },
  ]
  return groups.filter(({ feeds }) => feeds.length > 0)
}
