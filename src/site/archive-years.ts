import { isFollowed } from '../core/source/source.ts'
import { countNoun } from '../core/text/count-noun.ts'
import type { SiteContent } from './site-content.ts'
import type { CalendarYear } from './day-calendar.ts'
import {
  AUTHORS_PATH,
  CASE_STUDIES_PATH,
  CATCH_UP_PATH,
  CORRECTIONS_PATH,
  EVENTS_PATH,
  ISSUES_PATH,
  KINDS_PATH,
  POSTS_PATH,
  RELEASES_PATH,
  SERIES_PATH,
  SIGS_PATH,
  SOURCES_PATH,
  TOPICS_PATH,
} from './paths.ts'
import type { Rooms } from './rooms.ts'

/** `52 issues, 3 posts, 1 case study and 1,204 links`: what there is of a year. */
export function describeYear({ months, count }: CalendarYear): string {
  const sum = (part: 'issues' | 'posts' | 'caseStudies') =>
    months.reduce((total, month) => total + month[part].length, 0)
  const parts = [
    { count: sum('issues'), text: countNoun(sum('issues'), 'issue') },
    { count: sum('posts'), text: countNoun(sum('posts'), 'post') },
    { count: sum('caseStudies'), text: countNoun(sum('caseStudies'), 'case study', 'case studies') },
    { count, text: `${count.toLocaleString('en')} ${count === 1 ? 'link' : 'links'}` },
  ].filter((part) => part.count > 0)
  return new Intl.ListFormat('en-GB').format(parts.map(({ text }) => text))
}

/** A way into the archive by what things are, with how many there are. */
export interface Shelf {
  readonly href: string
  readonly text: string
  readonly count: string
}

type Counted = Pick<
  SiteContent,
  'issues' | 'posts' | 'caseStudies' | 'series' | 'topics' | 'groups' | 'sources' | 'people'
>

/** The lists of everything of a kind; what could be counted and is nothing is left out, and so is a room that is closed. */
export function listShelves(
  content: Counted,
  rooms: Pick<Rooms, 'sigs' | 'series' | 'kinds' | 'releases' | 'events'>,
): Shelf[] {
  const shelves: [string, string, number][] = [
    [ISSUES_PATH, 'Issues', content.issues.length],
    [POSTS_PATH, 'Posts', content.posts.length],
    [SERIES_PATH, 'Series', rooms.series ? content.series.size : 0],
    [CASE_STUDIES_PATH, 'Case studies', content.caseStudies.length],
    [TOPICS_PATH, 'Topics', content.topics.size],
    [SIGS_PATH, 'SIGs', rooms.sigs ? content.groups.size : 0],
    [SOURCES_PATH, 'Sources', content.sources.filter(isFollowed).length],
    [AUTHORS_PATH, 'Authors', content.people.size],
  ]
  const counted = shelves
    .filter(([, , count]) => count > 0)
    .map(([href, text, count]): Shelf => ({ href, text, count: String(count) }))
  const others: (readonly [string, string])[] = [
    ...(rooms.kinds ? ([[KINDS_PATH, 'Links by kind']] as const) : []),
    ...(rooms.releases ? ([[RELEASES_PATH, 'Releases']] as const) : []),
    ...(rooms.events ? ([[EVENTS_PATH, 'Events']] as const) : []),
    [CORRECTIONS_PATH, 'Corrections'],
    [CATCH_UP_PATH, 'The best of the last weeks'],
  ]
  return [...counted, ...others.map(([href, text]): Shelf => ({ href, text, count: '' }))]
}
