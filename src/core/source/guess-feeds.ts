/** Where the feed of a page may be, though the page does not say so. */
export interface FeedGuesses {
  /** By what is known of that host: better than what its pages name. */
  readonly known: readonly string[]
  /** By custom; the likeliest first. */
  readonly customary: readonly string[]
}

interface Rule {
  readonly host: RegExp
  /** Of the path, without the slash at its end. */
  readonly path: RegExp
  readonly feed: (match: RegExpExecArray, url: URL) => string
}

const FIRST = /^\/([^/]+)/

/** Sites whose feeds have a place of their own, as their documentation or their pages say. */
const RULES: readonly Rule[] = [
  {
    host: /^github\.com$/,
    path: /^\/((?!orgs\/|topics\/|sponsors\/)[\w.-]+\/[\w.-]+?)(?:\.git)?(?:\/(?:releases|tags)(?:\/.*)?)?$/,
    feed: ([, repository]) => `https://github.com/${repository}/releases.atom`,
  },
  {
    host: /^codeberg\.org$/,
    path: /^\/([\w.-]+\/[\w.-]+)(?:\/releases)?$/,
    feed: ([, repository]) => `https://codeberg.org/${repository}/releases.rss`,
  },
  {
    host: /^gitlab\.com$/,
    path: /^\/([\w.-]+(?:\/[\w.-]+)+?)(?:\/-\/(?:tags|releases))?$/,
    feed: ([, project]) => `https://gitlab.com/${project}/-/tags?format=atom`,
  },
  {
    host: /^youtube\.com$/,
    path: /^\/channel\/(UC[\w-]+)/,
    feed: ([, id]) => `https://www.youtube.com/feeds/videos.xml?channel_id=${id}`,
  },
  {
    host: /^youtube\.com$/,
    path: /^\/user\/([\w-]+)/,
    feed: ([, user]) => `https://www.youtube.com/feeds/videos.xml?user=${user}`,
  },
  {
    host: /^youtube\.com$/,
    path: /^\/playlist$/,
    feed: (_match, { searchParams }) =>
      `https://www.youtube.com/feeds/videos.xml?playlist_id=${searchParams.get('list') ?? ''}`,
  },
  { host: /^vimeo\.com$/, path: /^\/([a-z]\w+)$/, feed: ([, user]) => `https://vimeo.com/${user}/videos/rss` },
  { host: /^medium\.com$/, path: /^\/(?!feed\/)(@?[\w.-]+)/, feed: ([, who]) => `https://medium.com/feed/${who}` },
  { host: /\.medium\.com$/, path: /^(?!\/feed)/, feed: (_match, { host }) => `https://${host}/feed` },
  { host: /\.substack\.com$/, path: /^(?!\/feed)/, feed: (_match, { host }) => `https://${host}/feed` },
  { host: /^dev\.to$/, path: /^\/t\/(\w+)$/, feed: ([, tag]) => `https://dev.to/feed/tag/${tag}` },
  { host: /^dev\.to$/, path: /^\/(?!feed$)(\w+)$/, feed: ([, user]) => `https://dev.to/feed/${user}` },
  {
    host: /^(?:old\.)?reddit\.com$/,
    path: /^\/((?:r|user)\/[\w-]+)$/,
    feed: ([, where]) => `https://www.reddit.com/${where}/.rss`,
  },
  { host: /^bsky\.app$/, path: /^\/profile\/([\w.:-]+)$/, feed: ([, who]) => `https://bsky.app/profile/${who}/rss` },
  { host: /^news\.ycombinator\.com$/, path: /^(?!\/rss)/, feed: () => 'https://news.ycombinator.com/rss' },
  { host: /^lobste\.rs$/, path: /^\/t\/([\w,-]+)$/, feed: ([, tag]) => `https://lobste.rs/t/${tag}.rss` },
  {
    host: /^stackoverflow\.com$/,
    path: /^\/questions\/tagged\/([^/]+)$/,
    feed: ([, tag]) => `https://stackoverflow.com/feeds/tag/${tag}`,
  },
  // A Mastodon account, wherever it lives, and a category of Discourse.
  { host: /^(?!youtube\.com$)/, path: /^\/(@[\w.-]+)$/, feed: ([, who], { origin }) => `${origin}/${who}.rss` },
  { host: /^discuss\./, path: /^\/(c\/[\w/-]+)$/, feed: ([, where], { origin }) => `${origin}/${where}.rss` },
  { host: /^discuss\./, path: /^(?:\/latest)?$/, feed: (_match, { origin }) => `${origin}/latest.rss` },
]

/** Names that generators of sites give their feeds. */
const NAMES = ['feed.xml', 'index.xml', 'atom.xml', 'rss.xml', 'feed/']

/**
 * Where the feed of a page may be: at most one place that is known of its host, and at most ten by custom, below the
 * page's own section first.
 *
 * @param address a web address
 */
export function guessFeeds(address: string): FeedGuesses {
  const url = new URL(address)
  const host = url.hostname.replace(/^(www|m)\./, '')
  const path = url.pathname.replace(/\/+$/, '')
  const isDocument = /\.(atom|rss|rdf|xml|json)$/.test(path)
  const rule = isDocument ? undefined : RULES.find((one) => one.host.test(host) && one.path.test(path))
  const match = rule?.path.exec(path)
  const known = rule && match ? [rule.feed(match, url)] : []
  const section = FIRST.exec(url.pathname)?.[1] ?? ''
  const isSection = section !== '' && !section.includes('.')
  const folders = isSection ? [`/${section}/`, '/'] : ['/', '/blog/']
  const places = folders.flatMap((folder) => NAMES.map((name) => `${url.origin}${folder}${name}`))
  return { known, customary: places.filter((place) => place !== url.href) }
}
