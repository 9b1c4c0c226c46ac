import type { Kind } from './source.ts'

/** Where people share and discuss what others wrote. */
const DISCUSSIONS = [
  '//news.ycombinator.com',
  '//hnrss.org',
  '//lobste.rs',
  '//www.reddit.com',
  '//reddit.com',
  '//discuss.',
]

/** What a source publishes, by the addresses of its feed and its page; a blog where they do not tell. */
export function guessKind(url: string, site: string): Kind {
  if (DISCUSSIONS.some((host) => `${url} ${site}`.includes(host))) return 'community'
  if (/github\.com\/[^/]+\/[^/]+\/(releases|tags)\.atom/.test(url)) return 'release'
  return /(youtube|vimeo)\.com\//.test(url) ? 'video' : 'blog'
}
