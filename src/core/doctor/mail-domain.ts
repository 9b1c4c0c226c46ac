import { getDomain } from 'tldts'

/** How strictly two domains must agree (RFC 7489 section 3.1): the same organisation, or the same name. */
export type AlignmentMode = 'relaxed' | 'strict'

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** The domain that somebody has registered: `example.co.uk` of `news.example.co.uk`, by the public suffix list. */
export const organisationalDomain = (domain: string): string =>
  getDomain(domain, { allowPrivateDomains: true }) ?? domain.toLowerCase()

/** Whether a domain that was proved speaks for the one in From. */
export function isAligned(from: string, proved: string, mode: AlignmentMode = 'relaxed'): boolean {
  if (from.toLowerCase() === proved.toLowerCase()) return true
  return mode === 'relaxed' && organisationalDomain(from) === organisationalDomain(proved)
}
