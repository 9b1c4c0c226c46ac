import type { Kind } from '../source/source.ts'
import { decodeUri } from '../text/decode-uri.ts'
import { hostName } from '../text/host-name.ts'
import { formatMoment } from '../text/moment.ts'
import { foldSpace } from '../text/plain-text.ts'
import type { Item } from './item.ts'
import { NO_TAGS } from './tags.ts'

export interface LinkToKeep {
  readonly id: string
  /** A clean web address. */
  readonly url: string
  /** Empty: it is read off the link. */
  readonly title: string
  readonly kind: Kind
  /** Id of a source that is no feed (`RESERVED_SOURCES`). */
  readonly source: string
}

/** An item of a link that no feed brought, and that nobody has fetched. */
export function itemOfLink({ id, url, title, kind, source }: LinkToKeep, now: Date): Item {
  return {
    ...{ id, title: title === '' ? titleFromUrl(url) : title, url, firstSeen: formatMoment(now), kind },
    sources: [{ id: source, url }],
    ...{ authors: [], language: 'en', categories: [], enclosures: [], ...NO_TAGS, excerpt: '' },
  }
}

/** `https://x.example/2026/gateway-api-1-5.html` says "Gateway api 1 5"; an address without a path says its host. */
function titleFromUrl(url: string): string {
  const last = new URL(url).pathname.split('/').findLast((part) => part !== '') ?? ''
  const words = foldSpace(
    decodeUri(last)
      .replace(/\.[a-z]{2,5}$/i, '')
      .replace(/[-_+]+/g, ' '),
  )
  return words === '' ? hostName(url) : words.charAt(0).toUpperCase() + words.slice(1)
}
