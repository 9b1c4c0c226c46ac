import { cleanUrl, hasTracking } from '../text/canonical-url.ts'
import { decodeUri } from '../text/decode-uri.ts'
import { isWebUrl } from '../text/web-url.ts'
import type { OldSite } from './old-address.ts'
import { PAGE_SCHEME } from './strip-templates.ts'
import type { ResolveLink } from './tame-markdown.ts'

/** Where the pages of an old site are now. */
export interface OldPages {
  /** By an address of the old host, without a slash at its end. */
  readonly byAddress: ReadonlyMap<string, string>
  /** By the name of the file, without folders, ending and date. */
  readonly byName: ReadonlyMap<string, string>
}

const addressKey = (path: string) =>
  decodeUri(path)
    .replace(/(?<=.)\/$/, '')
    .replace(/\.html$/, '')

const nameKey = (path: string) =>
  (
    decodeUri(path)
      .split('/')
      .findLast((part) => !/^(?:_?index(?:\.\w+)?)?$/.test(part)) ?? ''
  ).replace(/\.(?:md|markdown|html)$/, '')

/** @param pages each old file with the addresses that it had, and its page now */
export function indexOldPages(
  pages: Iterable<{ readonly path: string; readonly addresses: readonly string[]; readonly to: string }>,
): OldPages {
  const byAddress = new Map<string, string>()
  const byName = new Map<string, string>()
  for (const { path, addresses, to } of pages) {
    for (const address of addresses) if (!byAddress.has(addressKey(address))) byAddress.set(addressKey(address), to)
    if (!byName.has(nameKey(path))) byName.set(nameKey(path), to)
  }
  return { byAddress, byName }
}

/** No page stands there; it only makes paths whole. */
const NOWHERE = 'https://nowhere.invalid/'

/**
 * Leads the links of an old page: to where its neighbours are now, else where they led, without tracking.
 *
 * @param address of the page on its old host
 */
export function createLinkResolver(site: OldSite, pages: OldPages, address: string): ResolveLink {
  const host = URL.parse(site.url ?? '')?.host
  return (link) => {
    const url = link.trim()
    const [, file] = /^(?:x-old-page:|\{filename\}|\|filename\||\{static\}|\{attach\})(.*)$/.exec(url) ?? []
    if (file !== undefined) {
      const page = pages.byName.get(nameKey(file.replace(/#.*$/, '')))
      if (page !== undefined || url.startsWith(PAGE_SCHEME)) return page
    }
    if (/^mailto:[^\s@]+@[^\s@]+$/i.test(url)) return url
    if (url === '' || url.startsWith('#') || /^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(url)) return undefined
    const isWhole = /^(?:https?:)?\/\//i.test(url)
    const relative = file ?? url
    const target = isWhole
      ? URL.parse(url, 'https://nowhere.invalid/')
      : URL.parse(relative, new URL(address, site.url ?? NOWHERE).href)
    if (target === null) return undefined
    const isOwn = target.host === host || target.origin === new URL(NOWHERE).origin
    const page = isOwn ? pages.byAddress.get(addressKey(target.pathname)) : undefined
    if (page !== undefined) return page
    if (target.origin === new URL(NOWHERE).origin) return undefined
    if (isWhole && isWebUrl(url) && !hasTracking(url)) return url
    const clean = cleanUrl(target.href)
    return clean !== undefined && isWebUrl(clean) ? clean : undefined
  }
}
