import { newestOf } from './newest-of.ts'
import { SITEMAP_PATH, sitemapPath } from './paths.ts'
import { escapeXml } from './rss-channel.ts'

/** A page that search engines may keep. */
export interface Place {
  /** From the site's root. */
  readonly path: string
  /** Day or moment of the last change to what it shows; absent where the page changes with the program alone. */
  readonly changed: string | undefined
}

/** What a file may hold by the protocol (sitemaps.org/protocol.html). */
const MOST = 50_000

/** Files of the map by their path: one, or an index at its place and as many as it takes. */
export function renderSitemap(site: string, places: readonly Place[], most = MOST): ReadonlyMap<string, string> {
  const parts = Array.from({ length: Math.ceil(places.length / most) }, (_, at) =>
    places.slice(at * most, (at + 1) * most),
  )
  if (parts.length <= 1) return new Map([[SITEMAP_PATH, renderPlaces(site, places)]])
  const files = parts.map((part, at): Place & { text: string } => ({
    path: sitemapPath(at + 1),
    changed: newestOf(part.map(({ changed }) => changed)),
    text: renderPlaces(site, part),
  }))
  const index = render('sitemapindex', 'sitemap', site, files)
  return new Map([[SITEMAP_PATH, index], ...files.map(({ path, text }) => [path, text] as const)])
}

const renderPlaces = (site: string, places: readonly Place[]) => render('urlset', 'url', site, places)

function render(root: string, element: string, site: string, places: readonly Place[]): string {
  const lines = places.map(({ path, changed }) => {
    const when = changed === undefined ? '' : `<lastmod>${changed}</lastmod>`
    return `<${element}><loc>${escapeXml(site + path)}</loc>${when}</${element}>\n`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${lines.join('')}</${root}>
`
}
