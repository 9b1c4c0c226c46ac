import { canonicalUrl } from '../text/canonical-url.ts'
import type { Source } from './source.ts'

/**
 * Whether a source is that of the site a link leads to: its own page, its feed, or an alias has the link's host. A
 * planet carries links to other people's sites, and is home to none of them.
 *
 * @param key a canonical URL (`core/text/canonical-url.ts`)
 */
export function isHome(source: Source, key: string): boolean {
  return siteAddresses(source).some((address) => hostOf(address) === hostOf(key))
}

/** The canonical URLs of a source's feed, its page, and its aliases. */
export function siteAddresses({ url, site, aliases }: Source): string[] {
  const addresses = [url, ...(site === undefined ? [] : [site]), ...aliases.map((host) => `https://${host}/`)]
  return addresses.map((address) => canonicalUrl(address)).filter((address) => address !== undefined)
}

/** The host of a canonical URL. */
export const hostOf = (key: string): string => key.replace(/[/?#].*$/, '')
