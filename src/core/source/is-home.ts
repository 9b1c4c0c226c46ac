import { canonicalUrl } from '../text/canonical-url.ts'
import type { Source } from './source.ts'

/**
 * Whether a source is that of the site a link leads to: its own page, its feed, or an alias has the link's host. A
 * planet carries links to other people's sites, and is home to none of them.
 *
 * @param key a canonical URL (`core/text/canonical-url.ts`)
 */
export function isHome({ url, site, aliases }: Source, key: string): boolean {
  const addresses = [url, ...(site === undefined ? [] : [site]), ...aliases.map((host) => `https://${host}/`)]
  return addresses.some((address) => hostOf(canonicalUrl(address)) === hostOf(key))
}

const hostOf = (key: string | undefined) => key?.replace(/[/?].*$/, '')
