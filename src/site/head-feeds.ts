import { ATOM_PATH, FEED_PATH, HEADLINES_FEED_PATH, JSON_FEED_PATH, POSTS_FEED_PATH } from './paths.ts'
import type { Rooms } from './rooms.ts'

/** A feed that the head of a page names, so that feed readers find it. */
export interface HeadFeed {
  /** Without the site's name. */
  readonly title: string
  readonly path: string
  readonly type: string
}

export const RSS_TYPE = 'application/rss+xml'
export const ATOM_TYPE = 'application/atom+xml'
export const JSON_FEED_TYPE = 'application/feed+json'

/** The feeds that every page of a site offers, in the order in which a reader should meet them: many take the first. */
export const headFeeds = ({ posts }: Pick<Rooms, 'posts'>): readonly HeadFeed[] => [
  { title: 'issues', path: FEED_PATH, type: RSS_TYPE },
  { title: 'issues (Atom)', path: ATOM_PATH, type: ATOM_TYPE },
  { title: 'issues (JSON Feed)', path: JSON_FEED_PATH, type: JSON_FEED_TYPE },
  { title: 'headlines', path: HEADLINES_FEED_PATH, type: RSS_TYPE },
  ...(posts ? [{ title: 'posts', path: POSTS_FEED_PATH, type: RSS_TYPE }] : []),
]
