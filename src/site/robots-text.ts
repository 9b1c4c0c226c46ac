import { SITEMAP_PATH } from './paths.ts'

/**
 * `robots.txt` (RFC 9309). A preview must be open to robots too: only who reads a page sees that it is not to be kept.
 *
 * @param site the address of the site's root, without the slash at its end
 */
export function renderRobotsText(site: string, indexed: boolean): string {
  const lines = ['User-agent: *', 'Allow: /']
  return `${(indexed ? [...lines, '', `Sitemap: ${site}${SITEMAP_PATH}`] : lines).join('\n')}\n`
}
