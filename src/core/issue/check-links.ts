import { cleanUrl, hasTracking } from '../text/canonical-url.ts'
import type { Check } from './check.ts'
import type { Curation } from './curation.ts'
import { describePlace, listLinks } from './issue-links.ts'

const SAYS_NOTHING =
  /^(?:(?:click|read|see|look|right|over) )?(?:here|this|that|link|this (?:link|post|page|article|video)|more|learn more|more (?:info|information|details))[.!…]?$/i

/** Links as they stand: none tracks its reader, and each says where it leads. */
export function checkLinks({ issue }: Pick<Curation, 'issue'>): Check[] {
  return listLinks(issue).flatMap((link): Check[] => {
    const { url, text, pick } = link
    const place = pick === undefined ? {} : { pick: pick.id }
    const found: Check[] = []
    if (hasTracking(url)) {
      const message = `${describePlace(link)} an address that tracks its reader: ${url}`
      const remedy = `In ${issue.key}.md put ${cleanUrl(url) ?? 'the address without its parameters'} in its place`
      found.push({ level: 'error', check: 'tracking', ...place, message, remedy })
    }
    if (SAYS_NOTHING.test(text.trim())) {
      const message = `${describePlace(link)} ${url} with no more words than "${text.trim()}"`
      const remedy = 'Put the link on words that say where it leads'
      found.push({ level: 'warning', check: 'link-text', ...place, message, remedy })
    }
    return found
  })
}
