import type { APIRoute, GetStaticPaths, InferGetStaticPropsType } from 'astro'
import { readSiteContent } from '../../site/content.ts'
import { listPlaces } from '../../site/list-places.ts'
import { sitemapPath } from '../../site/paths.ts'
import { serveText } from '../../site/serve-text.ts'
import { renderSitemap } from '../../site/sitemap.ts'

/** Parts there are only where one file cannot hold the map. */
export const getStaticPaths = (async () => {
  const content = await readSiteContent()
  const files = renderSitemap(content.settings.url, listPlaces(content))
  return Array.from({ length: files.size - 1 }, (_, index) => ({
    params: { part: String(index + 1) },
    props: { text: files.get(sitemapPath(index + 1)) },
  }))
}) satisfies GetStaticPaths

type Props = InferGetStaticPropsType<typeof getStaticPaths>

export const GET: APIRoute<Props> = ({ props: { text } }) => serveText(text, 'xml')
