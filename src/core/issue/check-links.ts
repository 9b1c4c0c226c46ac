import { hasTracking } from '../text/canonical-url.ts'
import { findLinks, type MarkdownLink } from '../text/markdown-links.ts'
import { type Check, shorten } from './check.ts'
import type { Curation } from './curation.ts'

const SAYS_NOTHING = /^(?:click |read |see )?(?:here|this|link|this link|more)[.!]?$/i

/** Links as they stand: none tracks its reader, and each says where it leads. */
export function checkLinks({ issue }: Curation): Check[] {
  const places: { what: string; links: MarkdownLink[]; pick?: string }[] = [
    { what: 'The body', links: findLinks(issue.body) },
    ...issue.picks.map(({ id, title, url, blurb, also }) => ({
      what: `"${shorten(title)}"`,
      links: [
        ...(url === undefined ? [] : [{ url, text: title }]),
        ...also.map(({ source, url: link }) => ({ url: link, text: source })),
        ...findLinks(blurb),
      ],
      pick: id,
    })),
  ]
  return places.flatMap(({ what, links, pick }) =>
    links.flatMap(({ url, text }): Check[] => {
      const place = pick === undefined ? {} : { pick }
      const found: Check[] = []
      if (hasTracking(url)) {
        const message = `${what} has a link that tracks its reader: ${url}`
        found.push({ level: 'error', check: 'tracking', ...place, message, remedy: 'Take the parameters off the link' })
      }
      if (SAYS_NOTHING.test(text.trim())) {
        const message = `${what} has a link whose text is "${text}"`
        const remedy = 'Put the link on words that say where it leads'
        found.push({ level: 'warning', check: 'link-text', ...place, message, remedy })
      }
      return found
    }),
  )
}
