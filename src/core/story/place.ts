import { hostOf } from '../source/is-home.ts'

/** Hosts where everybody has a place, and how many parts of the path name it; 0: the address does not say whose it is. */
const SHARED_HOSTS: Readonly<Record<string, number>> = {
  'github.com': 2,
  'gitlab.com': 2,
  'codeberg.org': 2,
  'medium.com': 1,
  'dev.to': 1,
  'hackernoon.com': 1,
  'linkedin.com': 2,
  'x.com': 1,
  'twitter.com': 1,
  'reddit.com': 2,
  'old.reddit.com': 2,
  'youtube.com': 0,
  'youtu.be': 0,
  'vimeo.com': 0,
  'slideshare.net': 1,
  'speakerdeck.com': 1,
}
/** Where people publish, again, what they wrote for a site of their own. */
const REPOSTS = /(^|\.)(medium\.com|dev\.to|hackernoon\.com|linkedin\.com|hashnode\.dev|substack\.com|dzone\.com)$/
/** Where people talk about what others wrote. */
const DISCUSSIONS = /(^|\.)(reddit\.com|news\.ycombinator\.com|lobste\.rs|x\.com|twitter\.com|bsky\.app)$|^discuss\./

/**
 * Whose place a web address is: its host, and on hosts that many share, the start of the path. Undefined where the
 * address does not tell.
 */
export function placeOf(url: string): string | undefined {
  const [host = '', ...path] = url
    .replace(/^https?:\/\/(?:(?:www\d?|m)\.)?/i, '')
    .replace(/[?#].*$/, '')
    .split('/')
  const name = host.toLowerCase()
  const parts = Object.hasOwn(SHARED_HOSTS, name) ? (SHARED_HOSTS[name] ?? 0) : undefined
  if (parts === undefined) return name
  return parts === 0 ? undefined : [name, ...path.slice(0, parts)].join('/').toLowerCase()
}

/** Whether people publish again there what they wrote elsewhere; `key` is a canonical URL. */
export const isRepostPlace = (key: string): boolean => REPOSTS.test(hostOf(key))

/** Whether people talk there about what others wrote; `key` is a canonical URL. */
export const isDiscussionPlace = (key: string): boolean => DISCUSSIONS.test(hostOf(key))
