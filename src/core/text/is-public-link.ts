import { isWebUrl } from './web-url.ts'

/**
 * Ends of names that no public resolver knows: RFC 6762 (`local`), RFC 8375 (`home.arpa`), RFC 6761 (`localhost`,
 * `invalid`), RFC 7686 (`onion`), `internal` as ICANN keeps it free, and what routers and offices call their own.
 */
const NOBODYS = /\.(?:local|localhost|localdomain|invalid|internal|intranet|lan|home|corp|home\.arpa|onion)$/

/**
 * Whether a link can lead every reader to the same page: a web address on a host that has a name with a dot, which is
 * not one of a network of one's own. A host that is a number, of whatever spelling, is nobody's publication.
 */
export function isPublicLink(url: string): boolean {
  if (!isWebUrl(url)) return false
  const host = new URL(url).hostname.replace(/\.$/, '')
  const isNumber = host.startsWith('[') || /^[\d.]+$/.test(host)
  return !isNumber && /[^.]\.[^.]/.test(host) && !NOBODYS.test(host)
}
