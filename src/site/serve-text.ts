import { ATOM_TYPE, JSON_FEED_TYPE, RSS_TYPE } from './head-feeds.ts'

/** Media types of the text files that the site makes; `netlify.toml` has the same where they are served. */
const TYPES = {
  rss: RSS_TYPE,
  atom: ATOM_TYPE,
  'json-feed': JSON_FEED_TYPE,
  calendar: 'text/calendar',
  opml: 'text/x-opml',
  plain: 'text/plain',
  style: 'text/css',
  xml: 'application/xml',
} as const

/** A text file as an endpoint answers with it. */
export function serveText(text: string | undefined, type: keyof typeof TYPES): Response {
  return new Response(text, { headers: { 'content-type': `${TYPES[type]}; charset=utf-8` } })
}
