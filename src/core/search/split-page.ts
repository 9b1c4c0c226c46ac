import type { SearchPage } from './search-page.ts'

/** How many items of a day are one record: a result is fetched whole, and a conference's day has hundreds. */
const MOST_PARTS = 12

/**
 * The records of a page: itself, or for the page of a busy day several, each of one kind of items. Their addresses
 * differ after `#`, which says nothing to a reader.
 */
export function splitSearchPage(page: SearchPage, most = MOST_PARTS): SearchPage[] {
  if (page.kind !== 'day' || page.parts.length <= most) return [page]
  const kinds = [...Map.groupBy(page.parts, ({ kind }) => kind).values()]
  const groups = kinds.flatMap((parts) =>
    Array.from({ length: Math.ceil(parts.length / most) }, (_, index) => parts.slice(index * most, (index + 1) * most)),
  )
  return groups.map((parts, index) => ({ ...page, url: `${page.url}#${index + 1}`, parts }))
}
